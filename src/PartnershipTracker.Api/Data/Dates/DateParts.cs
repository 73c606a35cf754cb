using System.Text.RegularExpressions;

namespace PartnershipTracker.Data.Dates;

/// <summary>One reading of a text as the parts of a date, of which some may be missing.</summary>
/// <param name="Year">The year.</param>
/// <param name="Period">The two digits that EDTF writes after the year: the month, or the code of a season, quarter or half.</param>
/// <param name="Day">The day of the month.</param>
internal sealed record DateParts(int? Year = null, int? Period = null, int? Day = null)
{
    private const int FirstSeason = 21;
    private const int FirstQuarter = 33;
    private const int FirstHalf = 40;

    private static readonly string[][] Seasons = [["봄", "spring"], ["여름", "summer"], ["가을", "autumn", "fall"], ["겨울", "winter"]];

    private static readonly string[] FirstHalves = ["상", "전", "1", "first", "1st"];

    /// <summary>The order of the numbers in this reading; null if the text has no other order.</summary>
    public DateOrder? Order { get; init; }

    /// <summary>A number alone, which another date beside it explains.</summary>
    public int? Number { get; init; }

    /// <summary>The qualifier: <c>~</c>, <c>?</c>, <c>%</c> or nothing.</summary>
    public string Suffix { get; init; } = "";

    public bool IsInYear => Year is not null && Number is null;

    /// <summary>The EDTF, with the letters YYYY for an unknown year.</summary>
    public string Edtf => string.Create(CultureInfo.InvariantCulture,
        $"{(Year is null ? "YYYY" : $"{Year:0000}")}{(Period is null ? "" : $"-{Period:00}")}{(Day is null ? "" : $"-{Day:00}")}{Suffix}");

    /// <summary>The first possible day; null if there is no such date. Without a year, it is that of a leap year.</summary>
    public DateOnly? FirstDay =>
        FuzzyDate.TryParse((this with { Year = Year ?? 2024 }).Edtf, out var date, out _) ? date.Earliest : null;

    /// <summary>Returns the readings of a text that a pattern matches, by the names of the groups of the pattern.</summary>
    public static IEnumerable<DateParts> Of(Match match)
    {
        string? Text(string group) => match.Groups[group] is { Success: true } found ? found.Value : null;
        int? Number(string group) => Text(group) is { } digits ? int.Parse(digits, CultureInfo.InvariantCulture) : null;
        var year = Number("y") ?? (Number("yy") is { } two ? (int?)YearOf(two) : null);

        if (Text("a") is { } a)
        {
            return OfNumbers(a, Number("b")!.Value, Text("c"));
        }

        if (Number("e") is { } yearOrDay)
        {
            return [new(YearOf(yearOrDay), MonthOf(Text("mon")!)), new(null, MonthOf(Text("mon")!), yearOrDay)];
        }

        if (Number("m") is >= FirstSeason && Number("d") is null)
        {
            return []; // a season only in EDTF: 2023/24 and 22월 name none
        }

        var period = Number("m")
            ?? (Text("mon") is { } month ? (int?)MonthOf(month) : null)
            ?? FirstQuarter - 1 + Number("q")
            ?? (Text("h") is { } half ? (int?)FirstHalf + (FirstHalves.Contains(half) ? 0 : 1) : null)
            ?? (Text("s") is { } season ? (int?)FirstSeason + Array.FindIndex(Seasons, names => names.Contains(season)) : null);

        return [new(year, period, Number("d")) { Number = Number("n"), Order = Text("first") is null ? null : DateOrder.Ymd }];
    }

    /// <summary>Returns the readings of two or three numbers, in each order.</summary>
    private static IEnumerable<DateParts> OfNumbers(string a, int b, string? c)
    {
        var first = int.Parse(a, CultureInfo.InvariantCulture);
        int? last = c is null ? null : int.Parse(c, CultureInfo.InvariantCulture);
        var year = c is { Length: 2 } ? YearOf(last!.Value) : last;
        yield return new(year, first, b) { Order = DateOrder.Mdy };
        yield return new(year, b, first) { Order = DateOrder.Dmy };

        if (a.Length == 2 && c is not { Length: 4 } && (last is not null || b < FirstSeason))
        {
            yield return new(YearOf(first), b, last) { Order = DateOrder.Ymd };
        }
    }

    /// <summary>Returns the English name of a season of EDTF.</summary>
    public static string SeasonOf(int code) => Seasons[code - FirstSeason][1];

    /// <summary>Returns true if the numbers are in an order. A month and a day are in that of year, month and day.</summary>
    public bool Follows(DateOrder? order) =>
        order is null || Order is null || Order == order || (Order is DateOrder.Mdy && Year is null && order is DateOrder.Ymd);

    /// <summary>Completes a date from the other end of its range.</summary>
    public DateParts CompletedFrom(DateParts other) => Number switch
    {
        null => this with { Year = Year ?? other.Year },
        { } day when other.Day is not null => this with { Year = Year ?? other.Year, Period = other.Period, Day = day, Number = null },
        { } month when other.Period is <= 12 => this with { Year = Year ?? other.Year, Period = month, Number = null },
        { } year when other.Period is null => this with { Year = YearOf(year), Number = null },
        _ => this,
    };

    /// <summary>Returns the year of two digits, between 1950 and 2049.</summary>
    private static int YearOf(int two) => two < 50 ? 2000 + two : 1900 + two;

    private static int MonthOf(string name) => 1 + CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames
        .Index().First(month => name.StartsWith(month.Item, StringComparison.OrdinalIgnoreCase)).Index;
}
