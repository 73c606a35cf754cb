using System.ComponentModel.DataAnnotations.Schema;
using System.Diagnostics.CodeAnalysis;

namespace PartnershipTracker.Data.Model;

public enum FuzzyDatePrecision
{
    Year,
    Month,
    Day,

    /// <summary>An event that lasted the whole interval, or still lasts.</summary>
    Interval,

    /// <summary>An unknown day within the bounds.</summary>
    Within,
}

public enum FuzzyDateQualifier
{
    None,
    Approximate,
    Uncertain,
    Both,
}

/// <summary>The reason why a text is not a fuzzy date. If there are several, the first in this order is reported.</summary>
public enum FuzzyDateFault
{
    None,
    Malformed,
    NoSuchDay,
    OutOfRange,
    EndsBeforeItStarts,
}

/// <summary>
/// An approximate date in a subset of EDTF (ISO 8601-2), no more exact than it was stated. The database sorts and filters by the bounds. A
/// qualifier does not change them.
/// </summary>
[ComplexType]
public sealed record FuzzyDate : IComparable<FuzzyDate>
{
    public const int FirstYear = 1900;
    public const int LastYear = 2200;

    /// <summary>The length of the longest form, <c>[2024-06-22~..2024-07-09?]</c>.</summary>
    public const int MaxLength = 26;

    private FuzzyDate(string edtf, DateOnly earliest, DateOnly latest)
    {
        Edtf = edtf;
        Earliest = earliest;
        Latest = latest;
    }

    /// <example>2024-06-28</example>
    public string Edtf { get; private init; }

    public DateOnly Earliest { get; private init; }

    /// <summary>The last possible day. For an open end, it is <see cref="DateOnly.MaxValue"/>, PostgreSQL's infinity.</summary>
    public DateOnly Latest { get; private init; }

    public bool IsOpen => Latest == DateOnly.MaxValue;

    public FuzzyDatePrecision Precision => Edtf switch
    {
        ['[', ..] => FuzzyDatePrecision.Within,
        _ when Edtf.Contains('/') => FuzzyDatePrecision.Interval,
        { Length: <= 5 } => FuzzyDatePrecision.Year,
        { Length: <= 8 } => FuzzyDatePrecision.Month,
        _ => FuzzyDatePrecision.Day,
    };

    /// <summary>The qualifiers of both ends combined.</summary>
    public FuzzyDateQualifier Qualifier => (Edtf.AsSpan().ContainsAny('~', '%'), Edtf.AsSpan().ContainsAny('?', '%')) switch
    {
        (true, true) => FuzzyDateQualifier.Both,
        (true, false) => FuzzyDateQualifier.Approximate,
        (false, true) => FuzzyDateQualifier.Uncertain,
        _ => FuzzyDateQualifier.None,
    };

    public static FuzzyDate Parse(string text) => TryParse(text, out var date, out var fault)
        ? date
        : throw new FormatException($"'{text}' is not a fuzzy date: {fault}.");

    public static bool TryParse(string? text, [NotNullWhen(true)] out FuzzyDate? date, out FuzzyDateFault fault)
    {
        fault = Read(text, out var earliest, out var latest);
        date = text is null || fault is not FuzzyDateFault.None ? null : new FuzzyDate(text, earliest, latest);
        return date is not null;
    }

    /// <summary>Returns an unknown day between two days, inclusive, written as a day, month or year if that means the same.</summary>
    public static FuzzyDate Between(DateOnly earliest, DateOnly latest) => Parse(
        earliest == latest ? $"{earliest:yyyy-MM-dd}"
        : earliest.Day != 1 || latest.AddDays(1).Day != 1 || earliest.Year != latest.Year ? $"[{earliest:yyyy-MM-dd}..{latest:yyyy-MM-dd}]"
        : earliest.Month == latest.Month ? $"{earliest:yyyy-MM}"
        : (earliest.Month, latest.Month) == (1, 12) ? $"{earliest:yyyy}"
        : $"[{earliest:yyyy-MM-dd}..{latest:yyyy-MM-dd}]");

    /// <summary>Returns true if the date may lie in the period. The period includes its ends; an absent end is unbounded.</summary>
    public bool IsPossiblyWithin(DateOnly? from, DateOnly? to) =>
        !(from > to) && (from is null || from <= Latest) && (to is null || Earliest <= to);

    /// <summary>Returns true if the whole date lies in the period. An open-ended date lies only in a period without an end.</summary>
    public bool IsCertainlyWithin(DateOnly? from, DateOnly? to) =>
        (from is null || from <= Earliest) && (to is null || (!IsOpen && Latest <= to));

    /// <summary>Compares by the earliest day, then by the latest. Dates with the same bounds need not be equal.</summary>
    public int CompareTo(FuzzyDate? other) => other is null ? 1 : (Earliest, Latest).CompareTo((other.Earliest, other.Latest));

    public static bool operator <(FuzzyDate? left, FuzzyDate? right) => Comparer<FuzzyDate>.Default.Compare(left, right) < 0;

    public static bool operator <=(FuzzyDate? left, FuzzyDate? right) => Comparer<FuzzyDate>.Default.Compare(left, right) <= 0;

    public static bool operator >(FuzzyDate? left, FuzzyDate? right) => right < left;

    public static bool operator >=(FuzzyDate? left, FuzzyDate? right) => right <= left;

    public bool Equals(FuzzyDate? other) => other is not null && Edtf == other.Edtf;

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Edtf);

    public override string ToString() => Edtf;

    private static FuzzyDateFault Read(ReadOnlySpan<char> text, out DateOnly earliest, out DateOnly latest)
    {
        if (text is ['[', .. var inside, ']'])
        {
            return ReadBoth(inside, "..", out earliest, out latest);
        }

        if (text is [.. var start, '/', '.', '.'])
        {
            var fault = ReadOne(start, out earliest, out _);
            latest = DateOnly.MaxValue;
            return fault;
        }

        return text.Contains('/') ? ReadBoth(text, "/", out earliest, out latest) : ReadOne(text, out earliest, out latest);
    }

    private static FuzzyDateFault ReadBoth(ReadOnlySpan<char> text, string separator, out DateOnly earliest, out DateOnly latest)
    {
        var middle = text.IndexOf(separator);
        if (middle < 0)
        {
            (earliest, latest) = (default, default);
            return FuzzyDateFault.Malformed;
        }

        var first = ReadOne(text[..middle], out earliest, out _);
        var second = ReadOne(text[(middle + separator.Length)..], out _, out latest);

        return (first, second) switch
        {
            (FuzzyDateFault.None, FuzzyDateFault.None) => latest < earliest ? FuzzyDateFault.EndsBeforeItStarts : FuzzyDateFault.None,
            (FuzzyDateFault.None, _) => second,
            (_, FuzzyDateFault.None) => first,
            _ => first < second ? first : second,
        };
    }

    private static FuzzyDateFault ReadOne(ReadOnlySpan<char> text, out DateOnly earliest, out DateOnly latest)
    {
        (earliest, latest) = (default, default);
        var digits = text is [.. var unqualified, '~' or '?' or '%'] ? unqualified : text;
        if (!IsShapedAsDate(digits))
        {
            return FuzzyDateFault.Malformed;
        }

        var year = Number(digits[..4]);
        int? month = digits.Length < 7 ? null : Number(digits[5..7]);
        int? day = digits.Length < 10 ? null : Number(digits[8..]);
        var fault = FaultOf(year, month, day);
        if (fault is FuzzyDateFault.None)
        {
            earliest = new DateOnly(year, month ?? 1, day ?? 1);
            latest = new DateOnly(year, month ?? 12, day ?? DateTime.DaysInMonth(year, month ?? 12));
        }

        return fault;
    }

    private static bool IsShapedAsDate(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i is 4 or 7 ? text[i] != '-' : !char.IsAsciiDigit(text[i]))
            {
                return false;
            }
        }

        return text.Length is 4 or 7 or 10;
    }

    private static FuzzyDateFault FaultOf(int year, int? month, int? day) => (year, month, day) switch
    {
        // EDTF writes seasons, quarters and halves as months, which differ from a month that does not exist
        (_, >= 21 and <= 41, null) => FuzzyDateFault.Malformed,
        (_, < 1 or > 12, _) => FuzzyDateFault.NoSuchDay,
        // The calendar of .NET begins with the year 1
        (not 0, _, _) when day < 1 || day > DateTime.DaysInMonth(year, month ?? 1) => FuzzyDateFault.NoSuchDay,
        ( < FirstYear or > LastYear, _, _) => FuzzyDateFault.OutOfRange,
        _ => FuzzyDateFault.None,
    };

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
