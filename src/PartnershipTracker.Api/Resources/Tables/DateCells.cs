using PartnershipTracker.Data.Dates;

namespace PartnershipTracker.Resources.Tables;

/// <summary>The reader of the dates in a table, as people write them.</summary>
public sealed class DateCells
{
    /// <summary>The names of the column with the year of the dates in a row that have none.</summary>
    public static readonly IReadOnlyList<string> Years = ["year", "연도"];

    /// <summary>The number of readings to remember: the dates of a table repeat, and reading one takes long.</summary>
    private const int MaxKnown = 10_000;

    private readonly Dictionary<(string Text, string Column, int? Year), DateReading> _known = [];
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
        var (conventions, year) = (_conventions, (int?)null);

        foreach (var name in Years.Where(name => cells.GetValueOrDefault(name) is not null))
        {
            year = YearOf(cells[name]!) ?? year;
            conventions = year is null ? conventions : conventions with { Year = year };
            faults.AddRange(
                YearOf(cells[name]!) is null ? [Fault.At($"#/{name}", "out_of_range", FuzzyDate.FirstYear, FuzzyDate.LastYear)] : []);
        }

        foreach (var column in _columns.Where(column => cells.GetValueOrDefault(column.Name) is not null))
        {
            var ofColumn = conventions with { Column = column };
            var dates = Dates(column, cells[column.Name])
                .Select(text => text.Length == 0 ? DateReading.Blank : InYear(text, ReadOnce(text, ofColumn), year)).ToList();
            read[column.Name] = Cells.Join(dates.Select(date => date.Edtf));
            faults.AddRange(dates.Where(date => date.Fault is not null).Take(1)
                .Select(date => Fault.At($"#/{column.Name}", date.Fault!, date.Arguments)));
        }

        faults.AddRange(faults.Count == 0 ? YearsThatDiffer(read) : []);

        return (read, faults);
    }

    /// <summary>Refuses an undecided date (미정) beside a year, which it would lose.</summary>
    private static DateReading InYear(string text, DateReading date, int? year) =>
        year is not null && date.Edtf == FuzzyDate.Unknown.Edtf
        && !string.Equals(text.Trim(), FuzzyDate.Unknown.Edtf, StringComparison.OrdinalIgnoreCase)
            ? DateReading.Refused("date_unclear", DateReading.Quoted($"{year}", FuzzyDate.Unknown.Edtf))
            : date;

    /// <summary>Returns a fault for a year that is not that of any date of its row.</summary>
    private IEnumerable<Fault> YearsThatDiffer(Dictionary<string, string?> cells)
    {
        var dates = _columns.SelectMany(column => Dates(column, cells.GetValueOrDefault(column.Name)))
            .Where(text => text.Length > 0).Select(FuzzyDate.Parse).Where(date => !date.IsUnknown).ToList();

        return from name in Years
               where cells.GetValueOrDefault(name) is not null && dates.Count > 0
               let year = YearOf(cells[name]!)!.Value
               where !dates.Exists(date => date.IsPossiblyWithin(new(year, 1, 1), new(year, 12, 31)))
               select Fault.At($"#/{name}", "year_differs", $"`{dates[0].Edtf}`");
    }

    private DateReading ReadOnce(string text, DateConventions conventions)
    {
        var key = (text, conventions.Column.Name, conventions.Year);

        if (!_known.TryGetValue(key, out var reading))
        {
            if (_known.Count == MaxKnown)
            {
                _known.Clear();
            }

            _known[key] = reading = WrittenDate.Read(text, conventions);
        }

        return reading;
    }

    private static IReadOnlyList<string> Dates(DateColumn column, string? cell) =>
        column.IsList ? Cells.Split(cell) : cell is null ? [] : [cell];

    private static int? YearOf(string cell) =>
        int.TryParse(cell.TrimEnd('년'), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
        && year is >= FuzzyDate.FirstYear and <= FuzzyDate.LastYear ? year : null;
}
