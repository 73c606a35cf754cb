namespace PartnershipTracker.Data.Dates;

/// <summary>The order of year, month and day in a date of numbers.</summary>
public enum DateOrder
{
    Ymd,
    Dmy,
    Mdy,
}

/// <summary>The meaning of a range of days.</summary>
public enum RangeMeaning
{
    /// <summary>The event lasted from the first day to the last.</summary>
    Lasted,

    /// <summary>The event took place on one day of the range.</summary>
    Within,
}

/// <summary>The part that a date has in its fact.</summary>
public enum DateRole
{
    /// <summary>The date of an event, which may last or be one day of a range.</summary>
    Event,

    /// <summary>The whole time of something that lasts, such as a trip.</summary>
    Period,

    /// <summary>The start of something that lasts, where the end is another date.</summary>
    Start,

    /// <summary>The end of something that lasts, where the start is another date.</summary>
    End,
}

/// <summary>A column of dates in a table.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Role">The part that its dates have in their facts.</param>
/// <param name="Other">The column of the other end; null if there is none.</param>
public sealed record DateColumn(string Name, DateRole Role = DateRole.Event, string? Other = null)
{
    /// <summary>True if a cell has several dates.</summary>
    public bool IsList { get; init; }
}

/// <summary>The knowledge that a text needs beside itself to be read as a date.</summary>
public sealed record DateConventions
{
    /// <summary>The conventions of a single date of an event, of which nothing else is known.</summary>
    public static readonly DateConventions None = new();

    /// <summary>The order of dates of numbers; null: a date that can be read in two orders is refused.</summary>
    public DateOrder? Order { get; init; }

    /// <summary>The meaning of a range; null: the range of an event is refused.</summary>
    public RangeMeaning? Range { get; init; }

    /// <summary>The year of dates without one; null: they are refused.</summary>
    public int? Year { get; init; }

    /// <summary>True if other dates beside this one are a day and a month, so that <c>Apr-24</c> may be 24 April.</summary>
    public bool HasDayMonths { get; init; }

    /// <summary>True for the file of an export, whose dates are EDTF: <c>2023-24</c> is a season there, and nothing else.</summary>
    public bool IsExport { get; init; }

    /// <summary>The present year; null: every year is as likely as another.</summary>
    public int? ThisYear { get; init; }

    public DateColumn Column { get; init; } = new("date");
}
