namespace PartnershipTracker.Files.Readers;

/// <summary>The header of a table: the row of the beginning with the most known columns.</summary>
internal sealed class TableHeader
{
    /// <summary>The cells of a matrix that says which of two names belong together, or how often.</summary>
    private static readonly HashSet<string> Marks = new(
        ["O", "X", "○", "●", "◯", "◎", "△", "×", "V", "✓", "✔", "Y", "N", .. Enumerable.Range(0, 100).Select(n => $"{n}")],
        StringComparer.Ordinal);

    /// <summary>The columns that the report of an import adds, which are not read where both are there.</summary>
    internal static readonly IReadOnlyList<string> ReportColumns = ["outcome", "remarks"];

    private readonly TableSchema _schema;
    private readonly string[] _texts;
    private readonly string?[] _korean;
    private readonly bool _isReport;

    private TableHeader(FileRow row, TableSchema schema)
    {
        (Line, _schema) = (row.Line, schema);
        _texts = [.. row.Cells.Select(cell => cell.Trim())];
        _isReport = ReportColumns.All(column => _texts.Contains(column));
        Columns = [.. _texts.Select(text => text.Length == 0 || IsOfReport(text)
            || (schema.IsOrdinal(text) && schema.ColumnOf(text) is null)
            ? null
            : schema.ColumnOf(text) ?? text)];
        _korean = [.. _texts.Select(text => schema.KoreanBeside(text) is { } korean && !Columns.Contains(korean) ? korean : null)];
        Headers = Columns.Zip(_texts).Concat(_korean.Zip(_texts)).Where(c => c.First is not null && c.First != c.Second)
            .DistinctBy(c => c.First).ToDictionary(c => c.First!, c => c.Second, StringComparer.Ordinal);
    }

    public int Line { get; }

    /// <summary>The columns in their order; null for one that is not read.</summary>
    public IReadOnlyList<string?> Columns { get; }

    /// <summary>The headers that differ from the name of their column.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>Finds the header among the first rows of a file; null when they are all empty or unreadable.</summary>
    public static TableHeader? Find(FileRows file, TableSchema schema) =>
        file.Beginning().Where(row => row.Fault is null).MaxBy(row => schema.CountKnown(row.Cells)) is { } row ? new(row, schema) : null;

    /// <summary>Returns the column of a cell; null when it is not read.</summary>
    public string? ColumnOf(int at, string cell) =>
        (_korean[at] is { } korean && cell.Any(letter => letter is >= '가' and <= '힣') ? korean : null) ?? Columns[at];

    /// <summary>Returns true for the place of a column that has no header, not even a number's.</summary>
    public bool IsNameless(int at) => at >= _texts.Length || _texts[at].Length == 0;

    /// <summary>Returns the cells of a row by header, as the file has them. The id has its own name.</summary>
    public Dictionary<string, string?> Written(IReadOnlyList<string> cells)
    {
        var written = new Dictionary<string, string?>(StringComparer.Ordinal);

        foreach (var (at, column) in Columns.Index().Where(c => c.Item is not null))
        {
            written.TryAdd(column is "id" ? column : _texts[at], at < cells.Count && cells[at].Length > 0 ? cells[at] : null);
        }

        return written;
    }

    private bool IsOfReport(string text) => _isReport && ReportColumns.Contains(text);

    /// <summary>Returns the notes about the columns that are not read.</summary>
    public IEnumerable<Fault> Notes()
    {
        foreach (var (at, _) in _texts.Index()
            .Where(c => c.Item.Length > 0 && Columns[c.Index] is null && !IsOfReport(c.Item)))
        {
            yield return Fault.At(PointerOf(at), "ordinal_column");
        }

        if (_texts.Count(text => text.Length == 0) is > 0 and var nameless)
        {
            yield return Fault.At("#", "nameless_columns", nameless);
        }
    }

    /// <summary>
    /// Returns the faults of unknown columns, of which the first one says where all columns are listed, and of those that occur twice.
    /// </summary>
    public IEnumerable<Fault> Faults(FileRows file)
    {
        if (NamesOfMatrix(file) is { } names)
        {
            yield return Fault.At("#", "matrix", names);
            yield break;
        }

        var isFirst = true;

        foreach (var (at, column) in Columns.Index().Where(c => c.Item is not null))
        {
            var before = Columns.Take(at).ToList().IndexOf(column);

            if (_schema.ColumnOf(_texts[at]) is null)
            {
                var nearest = _schema.Nearest(_texts[at]) is { } name ? Messages.Fault("nearest_column", name) : "";
                var list = isFirst ? Messages.Fault("columns_listed", _schema.Resource) : "";
                isFirst = false;
                yield return Fault.At(PointerOf(at), "unknown_column", nearest, list);
            }
            else if (before >= 0)
            {
                yield return _texts[before] == _texts[at]
                    ? Fault.At(PointerOf(at), "duplicate_member")
                    : Fault.At(PointerOf(at), "same_column", _texts[before], column);
            }
        }
    }

    /// <summary>
    /// Returns the headers of a matrix, which are names: below all of them are only marks, and beside them is at most one column. Null for
    /// any other table.
    /// </summary>
    private string? NamesOfMatrix(FileRows file)
    {
        const int MaxNames = 3;
        var names = _texts.Index().Skip(1).Where(c => c.Item.Length > 0 && Columns[c.Index] is not null && _schema.ColumnOf(c.Item) is null)
            .ToList();

        if (names.Count < 2 || _schema.CountKnown(_texts) > 1)
        {
            return null;
        }

        var cells = file.Beginning().Where(row => row.Line > Line && row.Fault is null)
            .SelectMany(row => names.Where(name => name.Index < row.Cells.Length).Select(name => row.Cells[name.Index].Trim()))
            .Where(cell => !SkippedRows.IsBlank(cell)).ToList();

        return cells.Count > 0 && cells.TrueForAll(cell => Marks.Contains(cell.ToUpperInvariant()))
            ? string.Join(", ", names.Take(MaxNames).Select(name => name.Item)) + (names.Count > MaxNames ? ", …" : "")
            : null;
    }

    /// <summary>Returns the pointer of the column at a place of a row.</summary>
    public string PointerOf(int? at) =>
        at < _texts.Length && _texts[at.Value].Length > 0 ? $"#/{JsonFaults.Escape(_texts[at.Value])}" : "#";
}
