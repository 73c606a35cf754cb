namespace PartnershipTracker.Web.Problems;

/// <summary>All texts of the API about failures, in English and Korean, from <c>Messages.json</c> beside this file.</summary>
public static class Messages
{
    private const string NamePlaceholder = "{name}";

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Web) { AllowDuplicateProperties = false };

    private static readonly Catalogue Texts = Read();

    /// <summary>A text in English and Korean, which prints itself in the language of the caller.</summary>
    public sealed record Message(string En, string Ko)
    {
        public override string ToString() =>
            CultureInfo.CurrentUICulture.TwoLetterISOLanguageName is "ko" ? Ko : En;
    }

    /// <summary>The texts about a kind of problem.</summary>
    /// <param name="Status">The HTTP status of the response.</param>
    /// <param name="En">The title in English.</param>
    /// <param name="Ko">The title in Korean.</param>
    /// <param name="Help">The advice on the page that the problem's <c>type</c> opens.</param>
    public sealed record ProblemMessage(int Status, string En, string Ko, string Help)
    {
        public string Title => new Message(En, Ko).ToString();
    }

    private sealed record Catalogue(
        Dictionary<string, ProblemMessage> Problems, Dictionary<string, Message> Faults, Dictionary<string, Message> Types);

    public static IReadOnlyDictionary<string, ProblemMessage> Problems => Texts.Problems;

    public static IEnumerable<string> FaultCodes => Texts.Faults.Keys;

    /// <summary>Describes a fault without naming its place.</summary>
    public static string Fault(string code, params object?[] arguments) => FaultOf(null, code, arguments);

    /// <summary>Describes a fault in English and in Korean.</summary>
    public static string InBoth(string code) => $"{Texts.Faults[code].En} {Texts.Faults[code].Ko}";

    /// <summary>Describes a fault and names the member, parameter or header that has it.</summary>
    public static string FaultOf(string? name, string code, params object?[] arguments)
    {
        var subject = name is null ? Noun("value") : $"`{name}`";

        // Each piece is formatted by itself, because an argument may contain the placeholder.
        return string.Join(subject, Texts.Faults[code].ToString().Split(NamePlaceholder)
            .Select(piece => string.Format(CultureInfo.InvariantCulture, piece, arguments)));
    }

    /// <summary>Returns the noun for a type of value or resource.</summary>
    public static string Noun(string type) => Texts.Types[type].ToString();

    /// <summary>Returns the code of the first problem with this status.</summary>
    public static string CodeOf(int status) =>
        Texts.Problems.FirstOrDefault(p => p.Value.Status == status).Key ?? (status < 500 ? "malformed_request" : "internal_error");

    private static Catalogue Read()
    {
        using var json = typeof(Messages).Assembly.GetManifestResourceStream("Messages.json")!;
        var sections = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, JsonElement>>>(json, Strict)!;

        Dictionary<string, T> Of<T>(string section) => sections[section].ToDictionary(
            e => e.Key, e => e.Value.Deserialize<T>(JsonSerializerOptions.Web)!, StringComparer.Ordinal);

        return new(Of<ProblemMessage>("problems"), Of<Message>("faults"), Of<Message>("types"));
    }
}
