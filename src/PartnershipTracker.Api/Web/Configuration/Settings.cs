using System.Globalization;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Web.Configuration;

/// <summary>Settings, read once at start: what cannot be meant is said by its name, before anything is served.</summary>
public static class Settings
{
    public static int Number(this IConfiguration configuration, string name, int otherwise, int least = 0)
    {
        var text = configuration[name];

        return string.IsNullOrWhiteSpace(text) ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number
            : throw new StartupException(
                $"{Shown(name)}: it must be a whole number, {least} or more.");
    }

    /// <summary>The name of a setting as an environment variable has it.</summary>
    public static string Shown(string name) => name.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>A list: members of a section, or one text with commas, as an environment variable has it.</summary>
    public static IReadOnlyList<string> List(this IConfiguration configuration, string name) =>
    [
        .. configuration.GetSection(name).GetChildren().Select(c => c.Value).Prepend(configuration[name])
            .SelectMany(text => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
    ];
}
