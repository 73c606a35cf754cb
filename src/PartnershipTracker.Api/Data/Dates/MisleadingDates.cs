using System.Text.RegularExpressions;

namespace PartnershipTracker.Data.Dates;

/// <summary>The texts that look like one date and may be another.</summary>
internal static class MisleadingDates
{
    private static readonly Regex Mixed = new(
        @"^(?<year>[0-9]{4})(?<sign>[./-])(?<month>[0-9]{1,2})(?!\k<sign>)[./-](?<last>[0-9]{1,2})일?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(1));

    private static readonly Regex Season = new(
        @"^(?<year>[0-9]{4})-(?<code>2[1-4])$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private static readonly Regex MonthByName = new(
        "^(?<first>[0-9]{2})[ .-]?(?<month>[a-z]{3,9})[. -]+(?<last>[0-9]{2})$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(1));

    /// <summary>Reads or refuses such a text; null for any other.</summary>
    /// <param name="plain">The text.</param>
    /// <param name="written">The text as <see cref="DateText"/> spells it.</param>
    /// <param name="conventions">The conventions of the file.</param>
    public static DateReading? Read(string plain, string written, DateConventions conventions) =>
        SerialNumber(written) ?? LostZero(plain) ?? MixedSeparators(written) ?? YearOrDayFirst(written, conventions);

    /// <summary>Refuses <c>2023-24</c>: a season in EDTF, and two years for people.</summary>
    public static DateReading? TwoYears(string text)
    {
        var years = Season.Match(text);

        if (!years.Success)
        {
            return null;
        }

        var (year, code) = (Number(years, "year"), Number(years, "code"));

        return code == (year + 1) % 100
            ? DateReading.Refused("date_unclear", DateReading.Quoted($"{DateParts.SeasonOf(code)} {year}", $"{year}/{year + 1}"))
            : null;
    }

    /// <summary>Refuses <c>24-Jun-28</c>, of which only the first number, as a year, is near the present.</summary>
    private static DateReading? YearOrDayFirst(string text, DateConventions conventions)
    {
        var date = MonthByName.Match(text);

        if (!date.Success || conventions is not { ThisYear: { } now, Order: null })
        {
            return null;
        }

        var (first, last) = (2000 + Number(date, "first"), 2000 + Number(date, "last"));
        var other = DatePatterns.Read($"{first} {date.Groups["month"].Value} {last - 2000}", isInRange: false);
        var usual = DatePatterns.Read(text, isInRange: false);

        return IsNear(first) && !IsNear(last) && other is [{ FirstDay: not null }] && usual is [{ FirstDay: not null }]
            ? DateReading.Refused("date_unclear", DateReading.Quoted(other[0].Edtf, usual[0].Edtf))
            : null;

        bool IsNear(int year) => year >= now - 10 && year <= now + 1;
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    /// <summary>Refuses the number of days since 1899-12-30, as spreadsheets store days, within about a century.</summary>
    private static DateReading? SerialNumber(string text) =>
        text.Length >= 5 && text[..5].All(char.IsAsciiDigit) && (text.Length == 5 || text[5] is '.')
        && int.Parse(text[..5], CultureInfo.InvariantCulture) is >= 15000 and <= 75000 and var days
            ? DateReading.Refused(
                "date_serial_number", DateReading.Quoted($"{new DateOnly(1899, 12, 30).AddDays(days):yyyy-MM-dd}"))
            : null;

    /// <summary>Refuses <c>2024.1</c>, which spreadsheets make of <c>2024.10</c>.</summary>
    private static DateReading? LostZero(string text) =>
        text is [.. { Length: 4 } year, '.', '1'] && year.All(char.IsAsciiDigit)
            ? DateReading.Refused("date_unclear", DateReading.Quoted($"{year}-01", $"{year}-10"))
            : null;

    /// <summary>Refuses <c>2024-06/07</c>, which is a day or two months.</summary>
    private static DateReading? MixedSeparators(string text)
    {
        var date = Mixed.Match(text);

        if (!date.Success)
        {
            return null;
        }

        var (year, month, last) = (Number(date, "year"), Number(date, "month"), Number(date, "last"));
        string[] readings = [$"{year}-{month:00}-{last:00}", $"{year}-{month:00}/{year}-{last:00}"];
        var possible = readings.Where(edtf => FuzzyDate.TryParse(edtf, out _, out _)).ToList();

        return last <= 12 && possible.Count > 0
            ? DateReading.Refused("date_unclear", DateReading.Quoted(possible))
            : DateReading.Of(readings[0]);
    }
}
