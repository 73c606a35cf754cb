using System.Text;
using System.Text.RegularExpressions;

namespace PartnershipTracker.Data.Dates;

/// <summary>
/// The reader of dates as people write them, in Korean and English. What EDTF can say is read; anything else is refused with the EDTF that
/// would be right. Nothing is guessed: a text with two readings is refused with both.
/// </summary>
public static class WrittenDate
{
    /// <summary>The length of the longest text that may be a date.</summary>
    internal const int MaxLength = FuzzyDate.MaxLength;
    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private static readonly HashSet<string> Undecided = new(StringComparer.Ordinal)
    {
        "xxxx", "?", "tbd", "tba", "tbc", "unknown", "undecided", "undated", "to be determined", "to be decided", "to be confirmed",
        "to be announced", "미정", "미상", "미확정", "불명", "불상", "추후결정", "추후확정", "추후", "날짜미정", "일자미정", "일정미정", "시기미정", "날짜미상", "시기미상",
    };

    private static readonly HashSet<string> Ongoing = new(StringComparer.Ordinal) { "현재", "현직", "재직중", "present", "now", "ongoing" };

    private static readonly Regex About = new(
        @"^(?<pre>(약|대략|approximately|approx\.?|circa|around|about|ca\.?|c\.?) ?(?=[\d']|[a-z]{3}))?(?<date>.+?)(?<post>경|께|쯤|무렵)?$",
        Plain,
        Timeout);

    private static readonly Regex Doubtful = new(@"^(?<date>.+?)\(?(\?|추정)\)?$", Plain, Timeout);

    private static readonly Regex PartOfMonth = new(
        @"^(?<date>.*[\d년월])연?(초순|상순|중순|하순|초반|중반|후반|초|말)$|^(early|mid|late|(the )?(end|start|beginning|middle) of)[ -](?<date>.+)$",
        Plain,
        Timeout);

    /// <summary>Reads a text as a date.</summary>
    public static DateReading Read(string text, DateConventions conventions)
    {
        if (text.Length > MaxLength)
        {
            return DateReading.Unreadable;
        }

        var plain = text.Normalize(NormalizationForm.FormKC).Trim();

        if (!conventions.IsExport && MisleadingDates.TwoYears(plain) is { } unclear)
        {
            return unclear;
        }

        if (FuzzyDate.TryParse(plain, out _, out var fault) || fault is not FuzzyDateFault.Malformed)
        {
            return DateReading.Of(plain);
        }

        var written = DateText.Of(plain);
        var reading = WithoutDate(written.Text, conventions) ?? MisleadingDates.Read(plain, written.Text, conventions)
            ?? Date(written, conventions);

        return written.HasTime && reading.Edtf is { } day ? DateReading.Refused("date_with_time", DateReading.Quoted(day)) : reading;
    }

    private static DateReading? WithoutDate(string text, DateConventions conventions) => (conventions.Column.Role, text) switch
    {
        (DateRole.End, _) when Ongoing.Contains(text) => DateReading.Blank,
        (DateRole.End, _) when Undecided.Contains(text) => DateReading.Refused("date_unknown_end"),
        _ when Undecided.Contains(text) => DateReading.Of(FuzzyDate.Unknown.Edtf),
        _ => null,
    };

    private static DateReading Date(DateText written, DateConventions conventions)
    {
        if (written.Text.StartsWith(DateText.Approximately, StringComparison.Ordinal))
        {
            var date = Single(written.Text[1..], written.Weekday, conventions);

            return date.Edtf is { } about ? DateReading.Refused("date_unclear", DateReading.Quoted($"../{about}", $"{about}~")) : date;
        }

        return (written.Text.Split('~'), written.Text.Split('|')) switch
        {
            ([var date], [_]) => Single(date, written.Weekday, conventions),
            (_, [var one, var other]) => Pair(one, other, conventions, (a, b) => DateReading.Of($"[{a},{b}]")),
            ([var start, ""], [_]) => Open(start, conventions, isStart: true),
            (["", var end], [_]) => Open(end, conventions, isStart: false),
            ([var start, var end], [_]) => Pair(start, end, conventions, (a, b) => Range(a, b, conventions)),
            _ => DateReading.Unreadable,
        };
    }

    private static DateReading Single(string text, DayOfWeek? weekday, DateConventions conventions)
    {
        if (PartOfMonth.Match(Unqualified(text).Text) is { Success: true } part)
        {
            var whole = Single(part.Groups["date"].Value, null, conventions);

            return whole.Edtf is { } edtf ? DateReading.Refused("date_not_expressible", DateReading.Quoted($"{edtf}~"))
                : whole.Fault is "date_without_year" ? DateReading.Refused("date_part_without_year", whole.Arguments)
                : whole;
        }

        var all = Readings(text, conventions, isInRange: false);
        var possible = all.Where(date => date.FirstDay is not null).ToList();
        var onWeekday = possible
            .Where(date => weekday is null || date is { Day: null } or { Year: null } || date.FirstDay!.Value.DayOfWeek == weekday);
        var readings = onWeekday.Select(date => date.Edtf).Distinct(StringComparer.Ordinal).ToList();

        return (all, possible, readings) switch
        {
            ([], _, _) => DateReading.Unreadable,
            ([var impossible, ..], [], _) => DateReading.Of((impossible with { Year = impossible.Year ?? 2024 }).Edtf),
            (_, _, []) => DateReading.Refused("date_weekday_differs", DateReading.Quoted(possible.Select(date => date.Edtf))),
            (_, _, [var only]) => WithYear(only),
            _ => DateReading.Refused(
                possible.Exists(date => date.Order is null) ? "date_unclear" : "date_ambiguous", DateReading.Quoted(readings)),
        };
    }

    private static DateReading WithYear(string edtf) => edtf.Contains("YYYY", StringComparison.Ordinal)
        ? DateReading.Refused("date_without_year", DateReading.Quoted(edtf))
        : DateReading.Of(edtf);

    private static DateReading Open(string text, DateConventions conventions, bool isStart)
    {
        var end = Single(text, null, conventions);

        return (end.Edtf, conventions.Column.Role, isStart) switch
        {
            (null, _, _) or (_, DateRole.Start, true) or (_, DateRole.End, false) => end,
            (_, DateRole.Start or DateRole.End, _) when conventions.Column.Other is { } other =>
                DateReading.Refused("date_of_other_column", $"{other}: {DateReading.Quoted(end.Edtf)}"),
            _ => DateReading.Of(isStart ? $"{end.Edtf}/.." : $"../{end.Edtf}"),
        };
    }

    /// <summary>Reads two dates that explain each other.</summary>
    private static DateReading Pair(string one, string other, DateConventions conventions, Func<string, string, DateReading> read)
    {
        var pairs = (
            from first in Readings(one, conventions, isInRange: true)
            from second in Readings(other, conventions, isInRange: true)
            where HaveOneOrder(first, second)
            let start = first.CompletedFrom(second with { Year = second.Year ?? conventions.Year })
            let end = second.CompletedFrom(start)
            where start.Number is null && end.Number is null
            select (
                Start: start with { Year = start.Year - Turns(first, second, start, end) },
                End: end with { Year = end.Year + Turns(second, first, start, end) },
                IsInOrder: first.Follows(conventions.Order) && second.Follows(conventions.Order))).ToList();
        var likely = Preferred(pairs.FindAll(pair => pair.Start.FirstDay <= pair.End.FirstDay), pair => pair.IsInOrder);
        var possible = Preferred(likely, pair => pair.Start.Day is null == pair.End.Day is null)
            .Select(pair => (pair.Start.Edtf, End: pair.End.Edtf)).Distinct().ToList();

        return (pairs, possible) switch
        {
            ([], _) => DateReading.Unreadable,
            ([var (start, end, _), ..], []) => WithYear($"{start.Edtf}/{end.Edtf}"),
            (_, [var (start, end)]) when start.Contains("YYYY", StringComparison.Ordinal) => WithYear($"{start}/{end}"),
            (_, [var (start, end)]) => read(start, end),
            _ => DateReading.Refused("date_ambiguous", DateReading.Quoted(possible.Select(pair => $"{pair.Edtf}/{pair.End}"))),
        };
    }

    private static DateReading Range(string start, string end, DateConventions conventions) =>
        (conventions.Column, conventions.Range) switch
        {
            ({ Role: DateRole.Period }, _) or (_, RangeMeaning.Lasted) => DateReading.Of($"{start}/{end}"),
            (_, RangeMeaning.Within) => DateReading.Of($"[{start}..{end}]"),
            ({ Role: DateRole.Start, Other: { } other } column, _) => DateReading.Refused(
                "date_range_in_one_column", $"{column.Name}: {DateReading.Quoted(start)}, {other}: {DateReading.Quoted(end)}"),
            ({ Role: DateRole.End, Other: { } other } column, _) => DateReading.Refused(
                "date_range_in_one_column", $"{other}: {DateReading.Quoted(start)}, {column.Name}: {DateReading.Quoted(end)}"),
            _ => DateReading.Refused("date_range_ambiguous", $"`{start}/{end}`", $"`[{start}..{end}]`"),
        };

    /// <summary>
    /// Returns the number of years, 0 or 1, between the ends of a range of which only one has a year: from December to January it is 1.
    /// </summary>
    private static int Turns(DateParts yearless, DateParts other, DateParts start, DateParts end) =>
        yearless is { Year: null, Period: not null } && other.Year is not null && end.FirstDay < start.FirstDay ? 1 : 0;

    /// <summary>Returns true if the numbers of two dates are in one order. After a year first, two numbers are a month and a day.</summary>
    private static bool HaveOneOrder(DateParts one, DateParts other) =>
        one.Order is null || other.Order is null || one.Order == other.Order
        || (one.Order, other.Order, other.IsInYear) is (DateOrder.Ymd, DateOrder.Mdy, false);

    private static List<DateParts> Readings(string text, DateConventions conventions, bool isInRange)
    {
        var (date, suffix) = Unqualified(text);
        var all = DatePatterns.Read(date, isInRange).Select(parts => parts with { Suffix = suffix }).ToList();

        if (date.Contains('-') && all is [{ Order: null, Year: { } year } month, _] && conventions is { HasDayMonths: false }
            && (conventions.Year ?? year) == year)
        {
            return [month];
        }

        var known = all.Where(parts => conventions.Year is null || all is [_] || parts is not { Order: DateOrder.Ymd, Day: null }).ToList();

        return isInRange ? known : Preferred(known, parts => parts.FirstDay is not null && parts.Follows(conventions.Order))
            .ConvertAll(parts => parts with { Year = parts.Year ?? conventions.Year });
    }

    private static List<T> Preferred<T>(List<T> all, Predicate<T> isPreferred) =>
        all.FindAll(isPreferred) is { Count: > 0 } some ? some : all;

    private static (string Text, string Suffix) Unqualified(string text)
    {
        var doubtful = Doubtful.Match(text);
        var about = About.Match(doubtful.Success ? doubtful.Groups["date"].Value : text);
        var isAbout = about.Groups["pre"].Success || about.Groups["post"].Success;

        return (about.Success ? about.Groups["date"].Value : text, (isAbout, doubtful.Success) switch
        {
            (true, true) => "%",
            (true, _) => "~",
            (_, true) => "?",
            _ => "",
        });
    }
}
