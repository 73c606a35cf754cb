using System.Globalization;
using System.Text.Json;

namespace PartnershipTracker.Web.Problems;

/// <summary>Every sentence that the API says about a failure, in both languages: <c>Messages.json</c> beside this file.</summary>
public static class Messages
{
    public sealed record Text(string En, string Ko)
    {
        public override string ToString() =>
            CultureInfo.CurrentUICulture.TwoLetterISOLanguageName is "ko" ? Ko : En;
    }

    /// <param name="Status">The HTTP status that it comes with.</param>
    /// <param name="En">What happened.</param>
    /// <param name="Ko">The same in Korean.</param>
    /// <param name="Help">What to do about it: the page that the problem's <c>type</c> opens.</param>
    public sealed record Problem(int Status, string En, string Ko, string Help)
    {
        public string Title => new Text(En, Ko).ToString();
    }

    private sealed record Catalogue(
        Dictionary<string, Problem> Problems, Dictionary<string, Text> Faults, Dictionary<string, Text> Types);

    private static readonly Catalogue Said = Read();

    public static IReadOnlyDictionary<string, Problem> Problems => Said.Problems;

    public static IEnumerable<string> FaultCodes => Said.Faults.Keys;

    public static string Fault(string code, params object?[] arguments) =>
        string.Format(CultureInfo.InvariantCulture, Said.Faults[code].ToString(), arguments);

    /// <summary>A kind of value or thing, in words.</summary>
    public static string Noun(string type) => Said.Types[type].ToString();

    /// <summary>The code of the problem that a bare status stands for.</summary>
    public static string CodeOf(int status) =>
        Said.Problems.FirstOrDefault(p => p.Value.Status == status).Key ?? (status < 500 ? "malformed_request" : "internal_error");

    private static Catalogue Read()
    {
        using var json = typeof(Messages).Assembly.GetManifestResourceStream("Messages.json")!;
        var said = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, JsonElement>>>(json, JsonSerializerOptions.Web)!;

        Dictionary<string, T> Of<T>(string section) => said[section].ToDictionary(
            e => e.Key, e => e.Value.Deserialize<T>(JsonSerializerOptions.Web)!, StringComparer.Ordinal);

        return new(Of<Problem>("problems"), Of<Text>("faults"), Of<Text>("types"));
    }
}
