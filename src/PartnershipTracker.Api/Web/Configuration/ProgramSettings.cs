using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace PartnershipTracker.Web.Configuration;

/// <summary>The settings beside the program, for a start from another folder. The framework reads only the current folder.</summary>
public static class ProgramSettings
{
    private const string File = "appsettings.json";

    /// <summary>Reads the settings beside the program if the current folder has none. All others win over them.</summary>
    public static void AddProgramSettings(this WebApplicationBuilder builder)
    {
        if (!builder.Environment.ContentRootFileProvider.GetFileInfo(File).Exists)
        {
            builder.Configuration.Sources.Insert(
                0,
                new JsonConfigurationSource
                {
                    Path = File,
                    Optional = true,
                    FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory),
                });
        }
    }
}
