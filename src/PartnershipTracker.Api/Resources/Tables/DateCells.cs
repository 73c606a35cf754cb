using PartnershipTracker.Data.Dates;

namespace PartnershipTracker.Resources.Tables;

/// <summary>The reader of the dates in a table, as people write them.</summary>
public sealed class DateCells
{
    /// <summary>The column of the year of the dates in a row that have none.</summary>
    public const string Year = "year";

    private readonly IReadOnlyList<DateColumn> _columns;
    private readonly DateConventions _conventions;

    private DateCells(IReadOnlyList<DateColumn> columns, DateConventions conventions) => (_columns, _conventions) = (columns, conventions);

    /// <summary>Creates the reader of a table, whose dates show conventions for each other.</summary>
    public static DateCells Of(
        IReadOnlyList<DateColumn> columns, DateConventions given, IEnumerable<IReadOnlyDictionary<string, string?>> rows)
    {
        var evidence = new DateEvidence();

        foreach (var cell in rows.SelectMany(cells => columns.SelectMany(column => Dates(column, cells.GetValueOrDefault(column.Name)))))
        {
            evidence.Add(cell);
        }

        return new(columns, evidence.Over(given));
    }

    /// <summary>Reads the dates of a row.</summary>
    /// <returns>The row with EDTF in their place, and a fault for each cell that does not hold a date.</returns>
    public (IReadOnlyDictionary<string, string?> Cells, IReadOnlyList<Fault> Faults) Read(IReadOnlyDictionary<string, string?> cells)
    {
        var (read, faults) = (new Dictionary<string, string?>(cells, StringComparer.Ordinal), new List<Fault>());
        var conventions = _conventions;

        if (cells.GetValueOrDefault(Year) is { } year)
        {
            conventions = YearOf(year) is { } number ? conventions with { Year = number } : conventions;
            faults.AddRange(
                YearOf(year) is null ? [Fault.At($"#/{Year}", "out_of_range", FuzzyDate.FirstYear, FuzzyDate.LastYear)] : []);
        }

        foreach (var column in _columns.Where(column => cells.GetValueOrDefault(column.Name) is not null))
        {
            var dates = Dates(column, cells[column.Name])
                .Select(text => text.Length == 0 ? DateReading.Blank : WrittenDate.Read(text, conventions with { Column = column })).ToList();
            read[column.Name] = Cells.Join(dates.Select(date => date.Edtf));
            faults.AddRange(dates.Where(date => date.Fault is not null).Take(1)
                .Select(date => Fault.At($"#/{column.Name}", date.Fault!, date.Arguments)));
        }

        return (read, faults);
    }

    private static string[] Dates(DateColumn column, string? cell) => column.IsList ? CsvColumns.Split(cell) : cell is null ? [] : [cell];

    private static int? YearOf(string cell) =>
        int.TryParse(cell.TrimEnd('년'), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
        && year is >= FuzzyDate.FirstYear and <= FuzzyDate.LastYear ? year : null;
}
