namespace PartnershipTracker.Data.Dates;

/// <summary>A text read as a date, or the reason why it is not one.</summary>
/// <param name="Edtf">The EDTF; null if the text is refused, or says that there is no date.</param>
/// <param name="Fault">The code of the refusal.</param>
/// <param name="Arguments">The values that the message of the refusal names, among them what would be right.</param>
public sealed record DateReading(string? Edtf, string? Fault, object?[] Arguments)
{
    /// <summary>The code of a text in which no date is found.</summary>
    public const string Malformed = "date_malformed";

    /// <summary>The reading of a text that says that there is no date.</summary>
    public static readonly DateReading Blank = new(null, null, []);

    public static readonly DateReading Unreadable = Refused(Malformed, "");

    public static DateReading Of(string edtf) => FuzzyDate.TryParse(edtf, out _, out var fault)
        ? new(edtf, null, [])
        : fault is FuzzyDateFault.Malformed ? Unreadable
        : Refused(CodeOf(fault));

    public static DateReading Refused(string code, params object?[] arguments) => new(null, code, arguments);

    public static string CodeOf(FuzzyDateFault fault) => "date_" + JsonNamingPolicy.SnakeCaseLower.ConvertName(fault.ToString());

    /// <summary>Prints EDTF as messages quote it.</summary>
    public static string Quoted(params IEnumerable<string> dates) => string.Join(", ", dates.Select(date => $"`{date}`"));
}
