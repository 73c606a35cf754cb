using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Web;

/// <summary>A committed file that must match the application. UPDATE_OPENAPI=1 writes it.</summary>
public sealed class CommittedFile(string path)
{
    public const string HowTo = "run the tests once with UPDATE_OPENAPI=1, build, and once more";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static bool IsToBeUpdated => Environment.GetEnvironmentVariable("UPDATE_OPENAPI") == "1";

    private string Place => Path.Combine(Root(), "src", "PartnershipTracker.Api", path);

    public string Text => File.Exists(Place) ? File.ReadAllText(Place) : "";

    public void Write(string text) => File.WriteAllText(Place, text);

    public void Write(JsonNode json) => Write(Indent(json));

    public static string Indent(JsonNode json) => json.ToJsonString(Indented) + "\n";

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);

        while (!File.Exists(Path.Combine(folder.FullName, "PartnershipTracker.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
