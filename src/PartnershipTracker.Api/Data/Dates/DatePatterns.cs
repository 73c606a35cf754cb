using System.Text.RegularExpressions;

namespace PartnershipTracker.Data.Dates;

/// <summary>
/// The patterns of single dates, as <see cref="DateText"/> spells them. The names of groups: y, year; yy, a year of two digits; m, month;
/// mon, its English name; d, day; q, quarter; h, half; s, season; a, b and c, numbers in an unknown order; e, a year or a day; n, a number
/// that only another date explains; first, the year comes first.
/// </summary>
internal static class DatePatterns
{
    private static readonly Dictionary<string, string> Macros = new(StringComparer.Ordinal)
    {
        ["YEAR"] = @"(?:(?<y>\d{4})|'(?<yy>\d\d))",
        ["ANY_YEAR"] = @"(?:(?<y>\d{4})|'?(?<yy>\d\d))",
        ["년"] = @"(?:(?<y>\d{4})(?:년도?)?|'(?<yy>\d\d)(?:년도?)?|(?<yy>\d\d)년도?)",
        ["M"] = @"(?<m>\d{1,2})",
        ["D"] = @"(?<d>\d{1,2})",
        ["DTH"] = @"(?<d>\d{1,2})(?:st|nd|rd|th)?",
        ["MON"] = @"(?<mon>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
            + @"|nov(?:ember)?|dec(?:ember)?)\.?",
        ["PART"] = @"(?:제?(?<q>[1-4])(?:q|분기)|q(?<q>[1-4])|(?<q>[1-4])(?:st|nd|rd|th) quarter|(?<h>[상하전후])반기|(?<h>[12])h|h(?<h>[12])"
            + @"|(?<h>first|second|1st|2nd) half|(?<s>봄|여름|가을|겨울)철?|(?<s>spring|summer|autumn|fall|winter))",
        ["S"] = "[./-]",
        ["SAME"] = @"\k<sign>",
        ["SIGN"] = "(?<sign>[./-])",
    };

    private static readonly Regex[] OfDates = Compile(
        "{PART}",
        "{년}[ .-]?{PART}",
        "{PART}[ -]?(?:of )?{ANY_YEAR}년?",
        "(?<first>){YEAR}{S}{M}",
        "(?<first>){YEAR}{SIGN}{M}{SAME}{D}일?",
        @"(?<first>)(?:{년}{S}?|(?<yy>\d\d){S})?{M}월(?:{D}일?)?",
        @"(?<first>)(?:(?<y>\d{4})|'?(?<yy>\d\d))년도?{M}(?:{S}{D}일?)?",
        "(?<first>){년}",
        @"(?<first>)(?<y>(?:19|20|21)\d\d)(?<m>\d\d)(?<d>\d\d)",
        @"{M}{S}(?<y>\d{4})",
        @"(?<a>\d{1,2}){SIGN}(?<b>\d{1,2}){SAME}(?<c>\d{4}|\d\d)",
        @"(?<first>)(?<yy>\d\d){SIGN}{M}{SAME}(?<d>\d)일?",
        @"(?<a>\d{1,2}){S}(?<b>\d{1,2})일?",
        "{MON}",
        "{MON}[ ,.-]*{YEAR}",
        @"{MON}[ -](?<e>\d\d)",
        "{MON} {DTH}",
        "{MON} {DTH}[, ]+{YEAR}",
        "{DTH}[ .-]?(?:of )?{MON}",
        "{DTH}[ .-]?(?:of )?{MON}[ ,.-]*{ANY_YEAR}",
        @"(?<y>\d{4})[ ,.-]*{MON}(?:[ .-]*{DTH})?");

    private static readonly Regex[] OfNumbers = Compile("(?<n>\\d{1,2})(?:st|nd|rd|th)?일?", "(?<n>\\d{1,2})(?:st|nd|rd|th)?, ?{YEAR}");

    /// <summary>A day and a month without a year, such as spreadsheets make of <c>4/24</c>.</summary>
    private static readonly Regex[] OfDaysAndMonths = Compile("{D}[ -]{MON}");

    /// <summary>Returns the possible readings of a single date; none if no pattern matches.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isInRange">True if another date beside it can explain a number.</param>
    public static IReadOnlyList<DateParts> Read(string text, bool isInRange) =>
        [.. OfDates.Concat(isInRange ? OfNumbers : []).Select(p => p.Match(text)).Where(m => m.Success).Take(1).SelectMany(DateParts.Of)];

    public static bool IsDayAndMonth(string text) => OfDaysAndMonths[0].IsMatch(text);

    private static Regex[] Compile(params string[] patterns) =>
    [
        .. patterns
            .Select(pattern => Macros.Aggregate(
                pattern, (text, macro) => text.Replace($"{{{macro.Key}}}", macro.Value, StringComparison.Ordinal)))
            .Select(pattern => pattern.Replace(@"\d", "[0-9]", StringComparison.Ordinal)) // not the digits of other scripts
            .Select(pattern => new Regex(
                $@"\A(?:{pattern})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))),
    ];
}
