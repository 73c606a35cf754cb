using System.Text.RegularExpressions;

namespace PartnershipTracker.Data.Dates;

/// <summary>The texts that look like one date and may be another.</summary>
internal static class MisleadingDates
{
    private static readonly Regex Mixed = new(
        @"^(?<year>[0-9]{4})(?<sign>[./-])(?<month>[0-9]{1,2})(?!\k<sign>)[./-](?<last>[0-9]{1,2})일?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(1));

    /// <summary>Reads or refuses such a text; null for any other.</summary>
    /// <param name="plain">The text.</param>
    /// <param name="written">The text as <see cref="DateText"/> spells it.</param>
    public static DateReading? Read(string plain, string written) => SerialNumber(written) ?? LostZero(plain) ?? MixedSeparators(written);

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
        int Number(string group) => int.Parse(date.Groups[group].Value, CultureInfo.InvariantCulture);

        if (!date.Success)
        {
            return null;
        }

        var (year, month, last) = (Number("year"), Number("month"), Number("last"));
        string[] readings = [$"{year}-{month:00}-{last:00}", $"{year}-{month:00}/{year}-{last:00}"];
        var possible = readings.Where(edtf => FuzzyDate.TryParse(edtf, out _, out _)).ToList();

        return last <= 12 && possible.Count > 0
            ? DateReading.Refused("date_unclear", DateReading.Quoted(possible))
            : DateReading.Of(readings[0]);
    }
}
