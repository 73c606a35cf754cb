namespace PartnershipTracker.Data.Model;

/// <summary>The reader of the EDTF of fuzzy dates.</summary>
internal static class EdtfReader
{
    public const string Unknown = "XXXX";

    /// <summary>Reads the bounds of a date.</summary>
    /// <returns>The reason why the text is not a date.</returns>
    public static FuzzyDateFault Read(ReadOnlySpan<char> text, out DateOnly earliest, out DateOnly latest)
    {
        FuzzyDateFault fault;

        switch (text)
        {
            case Unknown:
                (earliest, latest) = (DateOnly.MaxValue, DateOnly.MaxValue);
                return FuzzyDateFault.None;
            case ['[', .. var inside, ']']:
                return inside.Contains(',') ? ReadSet(inside, out earliest, out latest) : ReadBoth(inside, "..", out earliest, out latest);
            case ['.', '.', '/', .. var end]:
                fault = ReadOne(end, out _, out latest);
                earliest = DateOnly.MinValue;
                return fault;
            case [.. var start, '/', '.', '.']:
                fault = ReadOne(start, out earliest, out _);
                latest = DateOnly.MaxValue;
                return fault;
            default:
                return text.Contains('/') ? ReadBoth(text, "/", out earliest, out latest) : ReadOne(text, out earliest, out latest);
        }
    }

    /// <summary>Returns the precision of a valid date of a year and two digits.</summary>
    public static FuzzyDatePrecision PrecisionOf(ReadOnlySpan<char> text) => Number(text[5..7]) switch
    {
        <= 12 => FuzzyDatePrecision.Month,
        <= 24 => FuzzyDatePrecision.Season,
        <= 36 => FuzzyDatePrecision.Quarter,
        _ => FuzzyDatePrecision.Half,
    };

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

        return Worst(first, second) is var fault and not FuzzyDateFault.None ? fault
            : latest < earliest ? FuzzyDateFault.EndsBeforeItStarts
            : FuzzyDateFault.None;
    }

    /// <summary>Reads two or more dates, each after the one before.</summary>
    private static FuzzyDateFault ReadSet(ReadOnlySpan<char> text, out DateOnly earliest, out DateOnly latest)
    {
        var (fault, members, isInOrder) = (FuzzyDateFault.None, 0, true);
        (earliest, latest) = (default, default);

        foreach (var member in text.Split(','))
        {
            fault = Worst(fault, ReadOne(text[member], out var first, out var last));
            isInOrder &= members == 0 || first > latest;
            (earliest, latest) = (members == 0 ? first : earliest, last);
            members++;
        }

        return members > FuzzyDate.MaxMembers ? FuzzyDateFault.Malformed
            : fault is FuzzyDateFault.None && !isInOrder ? FuzzyDateFault.NotInOrder
            : fault;
    }

    /// <summary>Returns the fault that is reported if there are two.</summary>
    private static FuzzyDateFault Worst(FuzzyDateFault one, FuzzyDateFault other) =>
        one is FuzzyDateFault.None ? other
        : other is FuzzyDateFault.None || one < other ? one
        : other;

    private static FuzzyDateFault ReadOne(ReadOnlySpan<char> text, out DateOnly earliest, out DateOnly latest)
    {
        (earliest, latest) = (default, default);
        var digits = text is [.. var unqualified, '~' or '?' or '%'] ? unqualified : text;
        if (!IsShapedAsDate(digits))
        {
            return FuzzyDateFault.Malformed;
        }

        var year = Number(digits[..4]);
        int? code = digits.Length < 7 ? null : Number(digits[5..7]);
        int? day = digits.Length < 10 ? null : Number(digits[8..]);
        var (month, months) = code is null ? (1, 12) : MonthsOf(code.Value);
        var fault = FaultOf(year, code, months > 0 ? month : null, day);
        if (fault is FuzzyDateFault.None)
        {
            earliest = new DateOnly(year, month, day ?? 1);
            latest = day is null ? earliest.AddMonths(months).AddDays(-1) : earliest;
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

    /// <summary>
    /// Returns the first month and the number of months of the two digits after a year. Spring is March to May, and winter December to
    /// February of the next year. EDTF also has codes for seasons of a hemisphere and for thirds of a year, which are not read.
    /// </summary>
    private static (int First, int Months) MonthsOf(int code) => code switch
    {
        >= 1 and <= 12 => (code, 1),
        >= 21 and <= 24 => (3 * (code - 20), 3),
        >= 33 and <= 36 => ((3 * (code - 33)) + 1, 3),
        40 or 41 => ((6 * (code - 40)) + 1, 6),
        _ => default,
    };

    private static FuzzyDateFault FaultOf(int year, int? code, int? month, int? day) => (code, month, day) switch
    {
        ( >= 21 and <= 41, null, null) => FuzzyDateFault.Malformed,
        (_, null, _) or ( > 12, _, not null) => FuzzyDateFault.NoSuchDay,
        // The calendar of .NET begins with the year 1
        _ when year != 0 && (day < 1 || day > DateTime.DaysInMonth(year, month ?? 1)) => FuzzyDateFault.NoSuchDay,
        _ when year is < FuzzyDate.FirstYear or > FuzzyDate.LastYear => FuzzyDateFault.OutOfRange,
        _ => FuzzyDateFault.None,
    };

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
