using System.ComponentModel.DataAnnotations.Schema;
using System.Diagnostics.CodeAnalysis;

namespace PartnershipTracker.Data.Model;

public enum FuzzyDatePrecision
{
    Year,
    Half,
    Quarter,
    Season,
    Month,
    Day,

    /// <summary>An event that lasted the whole interval, or still lasts.</summary>
    Interval,

    /// <summary>An unknown day within the bounds.</summary>
    Within,

    /// <summary>An unknown one of several dates.</summary>
    Set,

    /// <summary>No bounds are known.</summary>
    Unknown,
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
    NotInOrder,
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

    /// <summary>The most dates of a set.</summary>
    public const int MaxMembers = 10;

    /// <summary>The length of the longest form, a set of qualified days: <c>[2024-06-03~,2024-06-10?,…]</c>.</summary>
    public const int MaxLength = 1 + (12 * MaxMembers);

    /// <summary>The date of which nothing is known.</summary>
    public static readonly FuzzyDate Unknown = Parse(EdtfReader.Unknown);

    private FuzzyDate(string edtf, DateOnly earliest, DateOnly latest)
    {
        Edtf = edtf;
        Earliest = earliest;
        Latest = latest;
    }

    /// <example>2024-06-28</example>
    public string Edtf { get; private init; }

    /// <summary>
    /// The first possible day. For an open start, it is <see cref="DateOnly.MinValue"/>, PostgreSQL's -infinity. Both bounds of an unknown
    /// date are infinity, so that it sorts last.
    /// </summary>
    public DateOnly Earliest { get; private init; }

    /// <summary>The last possible day. For an open end, it is <see cref="DateOnly.MaxValue"/>, PostgreSQL's infinity.</summary>
    public DateOnly Latest { get; private init; }

    public bool IsUnknown => Earliest == DateOnly.MaxValue;

    /// <summary>The first possible day; null if there is none.</summary>
    public DateOnly? FirstDay => IsUnknown || Earliest == DateOnly.MinValue ? null : Earliest;

    /// <summary>The last possible day; null if there is none.</summary>
    public DateOnly? LastDay => Latest == DateOnly.MaxValue ? null : Latest;

    /// <summary>The date; null if it is unknown, where null means the same.</summary>
    public FuzzyDate? OrNull => IsUnknown ? null : this;

    public FuzzyDatePrecision Precision => Edtf switch
    {
        EdtfReader.Unknown => FuzzyDatePrecision.Unknown,
        ['[', ..] => Edtf.Contains(',') ? FuzzyDatePrecision.Set : FuzzyDatePrecision.Within,
        _ when Edtf.Contains('/') => FuzzyDatePrecision.Interval,
        { Length: <= 5 } => FuzzyDatePrecision.Year,
        { Length: <= 8 } => EdtfReader.PrecisionOf(Edtf),
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
        fault = EdtfReader.Read(text, out var earliest, out var latest);
        date = text is null || fault is not FuzzyDateFault.None ? null : new FuzzyDate(text, earliest, latest);
        return date is not null;
    }

    /// <summary>
    /// Returns an unknown day between two days, inclusive, written as a day, month or year if that means the same. Without a first day, it
    /// has an open start.
    /// </summary>
    public static FuzzyDate Between(DateOnly earliest, DateOnly latest) => Parse(
        earliest == DateOnly.MinValue ? latest.AddDays(1).Day == 1 ? $"../{latest:yyyy-MM}" : $"../{latest:yyyy-MM-dd}"
        : earliest == latest ? $"{earliest:yyyy-MM-dd}"
        : earliest.Day != 1 || latest.AddDays(1).Day != 1 || earliest.Year != latest.Year ? $"[{earliest:yyyy-MM-dd}..{latest:yyyy-MM-dd}]"
        : earliest.Month == latest.Month ? $"{earliest:yyyy-MM}"
        : (earliest.Month, latest.Month) == (1, 12) ? $"{earliest:yyyy}"
        : $"[{earliest:yyyy-MM-dd}..{latest:yyyy-MM-dd}]");

    /// <summary>
    /// Returns true if the date may lie in the period. The period includes its ends; an absent end is unbounded. An unknown date lies in no
    /// period.
    /// </summary>
    public bool IsPossiblyWithin(DateOnly? from, DateOnly? to) =>
        !(from > to) && !IsUnknownWithin(from, to) && (from is null || from <= Latest) && (to is null || Earliest <= to);

    /// <summary>Returns true if the whole date lies in the period. A date with an open end is only in periods without that end.</summary>
    public bool IsCertainlyWithin(DateOnly? from, DateOnly? to) => !IsUnknownWithin(from, to)
        && (from is null || (FirstDay is not null && from <= Earliest)) && (to is null || (LastDay is not null && Latest <= to));

    /// <summary>Compares by the earliest day, then by the latest. Dates with the same bounds need not be equal.</summary>
    public int CompareTo(FuzzyDate? other) => other is null ? 1 : (Earliest, Latest).CompareTo((other.Earliest, other.Latest));

    public static bool operator <(FuzzyDate? left, FuzzyDate? right) => Comparer<FuzzyDate>.Default.Compare(left, right) < 0;

    public static bool operator <=(FuzzyDate? left, FuzzyDate? right) => Comparer<FuzzyDate>.Default.Compare(left, right) <= 0;

    public static bool operator >(FuzzyDate? left, FuzzyDate? right) => right < left;

    public static bool operator >=(FuzzyDate? left, FuzzyDate? right) => right <= left;

    public bool Equals(FuzzyDate? other) => other is not null && Edtf == other.Edtf;

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Edtf);

    public override string ToString() => Edtf;

    private bool IsUnknownWithin(DateOnly? from, DateOnly? to) => IsUnknown && (from ?? to) is not null;
}
