using System.Text;
using System.Text.RegularExpressions;

namespace PartnershipTracker.Data.Dates;

/// <summary>A text in the one spelling that the patterns of dates need, and what was taken out of it.</summary>
/// <param name="Text">The text in lower case with ASCII digits, signs and spaces. With Hangul, it has no spaces.</param>
/// <param name="Weekday">The weekday that it named, if it is one.</param>
/// <param name="HasTime">True if it named a time of day other than midnight.</param>
internal sealed record DateText(string Text, DayOfWeek? Weekday, bool HasTime)
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const string KoreanWeekdays = "일월화수목금토";

    /// <summary>The variants of signs, above the signs that they are read as.</summary>
    private const string Variants = "〜∼˜–—―‐‑−‘’‛´`。";
    private const string Signs = "~~~~~~---'''''.";

    private const string Range = "${a}~${b}";

    /// <summary>The sign before a date that is until it or about it.</summary>
    public const string Approximately = "≈";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private static readonly Regex Weekdays = new(
        @"\s*\((?<ko>[일월화수목금토])(요일)?\)|\s*(?<ko>[일월화수목금토])요일"
        + @"|\(?\b(?<en>sun|mon|tue|wed|thu|fri|sat)(day|s|sday|nesday|rs|rsday|r|urday)?\b\.?\)?,?\s?",
        Plain,
        Timeout);

    private static readonly Regex Times = new(
        @"(?<=\d|\.|일|,)(\s+|t)(오전|오후|am|pm)?\s?(?<at>\d{1,2}(:\d{2}(:\d{2}(\.\d+)?)?|\s?시(\s?\d{1,2}분|\s?반)?|(?=\s?[ap]\.?m)))"
        + @"\s?(?<half>[ap]\.?m\.?)?\s?(z|kst|utc|[+-]\d{2}:?\d{2})?(~\s?\d{1,2}(:\d{2}|시))?$",
        Plain,
        Timeout);

    /// <summary>Midnight, as spreadsheets write it after a day.</summary>
    private static readonly Regex Midnight = new(@"^(0{1,2}:00(:00(\.0+)?)?|12:00(:00)? ?a\.?m\.?)$", Plain, Timeout);

    /// <summary>The signs for what words say: <c>~</c> for a range, <c>|</c> for one of two dates.</summary>
    private static readonly (Regex Found, string Instead)[] Spellings =
    [
        .. new (string Found, string Instead)[]
        {
            (@"^~\s?(?=[a-z])", Approximately), // in Korean the sign means until, in English about
            (@"^(from )?(?<a>.+?) (to|until|till|through) (?<b>.+)$", Range),
            (@"^between (?<a>.+?) and (?<b>.+)$", Range),
            (@"^(?<a>.+?)부터(?<b>.+?)(까지)?$", Range),
            (@"^(since|from) (?<a>.+)(?<b>)$", Range),
            (@"^(?<a>.+?)( onwards?|부터|이후|이래)(?<b>)$", Range),
            (@"^(until|till|through|by) (?<a>)(?<b>.+)$", Range),
            (@"^(?<a>)(?<b>.+?)(까지|이전)$", Range),
            (@"(?<a>)~(?<b>)\s?(현재|present|now|today)$", Range),
            // A hyphen is the sign of a range where another sign separates the parts of a date, and between years or days of a month
            (@"(?<a>)\s+-\s+(?<b>)", Range),
            (@"^(?<a>\d{4})-(?<b>\d{4})$", Range),
            (@"^(?<a>[^-]*\d[./년월][^-]*)-(?<b>[^-]+)$", Range),
            (@"^(?<a>[a-z]{3,}\.? \d{1,2})-(?<b>\d{1,2},? \d{4})$", Range),
            (@"^(?<a>\d{1,2})-(?<b>\d{1,2} [a-z]{3,}.*)$", Range),
            (@"\s*(또는|혹은)\s*| or ", "|"),
        }.Select(s => (new Regex(s.Found, Plain, Timeout), s.Instead)),
    ];

    public static DateText Of(string text)
    {
        var clean = string.Concat(text.Normalize(NormalizationForm.FormKC).ToLowerInvariant()
            .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.Format) // such as the space without width of web pages
            .Select(c => Variants.IndexOf(c, StringComparison.Ordinal) is >= 0 and var sign ? Signs[sign] : c));
        clean = Regex.Replace(clean, @"\s+", " ", Plain, Timeout).Trim();
        var weekdays = Weekdays.Matches(clean);
        clean = Weekdays.Replace(clean, "").Trim();
        var time = Times.Match(clean);
        clean = time.Success ? clean[..time.Index].TrimEnd(' ', ',') : clean;
        var isMidnight = Midnight.IsMatch($"{time.Groups["at"].Value} {time.Groups["half"].Value}".TrimEnd());

        foreach (var (found, instead) in Spellings)
        {
            clean = found.Replace(clean, instead);
        }

        clean = HasHangul(clean)
            ? clean.Replace(" ", "", StringComparison.Ordinal)
            : Regex.Replace(clean, @"\s*(?<sign>[/~|])\s*|\s+(?<sign>\.)\s*|(?<=\d)(?<sign>\.)\s+", "${sign}", Plain, Timeout);

        return new(clean.TrimEnd('.', ','), weekdays is [var one] ? WeekdayOf(one) : null, time.Success && !isMidnight);
    }

    private static bool HasHangul(string text) => text.Any(c => c is >= '가' and <= '힣');

    private static DayOfWeek WeekdayOf(Match found) => found.Groups["ko"] is { Success: true } ko
        ? (DayOfWeek)KoreanWeekdays.IndexOf(ko.Value, StringComparison.Ordinal)
        : Enum.GetValues<DayOfWeek>().First(day => $"{day}".StartsWith(found.Groups["en"].Value, StringComparison.OrdinalIgnoreCase));
}
