using System.Text.RegularExpressions;

namespace PartnershipTracker.Files.Readers;

/// <summary>The header of a table: the row of the beginning with the most known columns.</summary>
internal sealed partial class TableHeader
{
    /// <summary>The column of the report of an import with the id that a row went to, existing or proposed.</summary>
    internal const string ReportedId = "resourceId";

    internal const string Outcome = "outcome";

    internal const string Remarks = "remarks";

    /// <summary>The columns that the report of an import adds. Of these, only the id is read, where the other two are there.</summary>
    internal static readonly IReadOnlyList<string> ReportColumns = [ReportedId, Outcome, Remarks];

    private readonly TableSchema _schema;
    private readonly string[] _texts;
    private readonly string?[] _korean;
    private readonly bool _isReport;

    private TableHeader(FileRow row, FileRows file, TableSchema schema)
    {
        (Line, UpperLine, _schema) = (row.Line, row.UpperLine ?? row.Line, schema);
        _texts = [.. row.Cells.Select(cell => cell.Trim())];
        _isReport = _texts.Contains(Outcome) && _texts.Contains(Remarks);
        Columns = [.. _texts.Select(text => text.Length == 0 || IsOfReport(text)
            || (schema.IsOrdinal(text) && schema.ColumnOf(text) is null)
            ? null
            : schema.ColumnOf(text) ?? text)];
        Columns = [.. Columns.Select((column, at) => ReferenceOf(column, at) ?? column)];
        _korean = [.. _texts.Select(text => schema.KoreanBeside(text) is { } korean && !Columns.Contains(korean) ? korean : null)];
        Headers = Columns.Zip(_texts).Concat(_korean.Zip(_texts)).Where(c => c.First is not null && c.First != c.Second)
            .DistinctBy(c => c.First).ToDictionary(c => c.First!, c => c.Second, StringComparer.Ordinal);
        Matrix = Matrix.Of(file, Line, _texts, schema);
    }

    public int Line { get; }

    /// <summary>The line of the upper one of two rows that are the header together; otherwise that of the header.</summary>
    public int UpperLine { get; }

    /// <summary>The matrix of which this is the header; null for any other table.</summary>
    public Matrix? Matrix { get; }

    /// <summary>True when the header has a column of the collection, so that rows can be read by it.</summary>
    public bool IsKnown => _schema.CountKnown(_texts) > 0;

    /// <summary>The columns in their order; null for one that is not read.</summary>
    public IReadOnlyList<string?> Columns { get; }

    /// <summary>The headers that differ from the name of their column.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>Finds the header among the first rows of a file; null when they are all empty or unreadable.</summary>
    public static TableHeader? Find(FileRows file, TableSchema schema)
    {
        var rows = file.Beginning().Where(row => row.Fault is null).ToList();
        var pairs = rows.Zip(rows.Skip(1)).Select(pair => Join(pair.First, pair.Second, schema)).OfType<FileRow>();

        return rows.Concat(pairs).MaxBy(row => schema.CountKnown(row.Cells)) is { } row ? new(row, file, schema) : null;
    }

    /// <summary>
    /// Joins two rows that are one header: below names of columns are empty cells, and below other cells, such as the name of a group of
    /// columns, are names of columns. Null for any other rows.
    /// </summary>
    private static FileRow? Join(FileRow upper, FileRow lower, TableSchema schema)
    {
        const int MinLower = 2;
        var cells = new string[Math.Max(upper.Cells.Length, lower.Cells.Length)];
        var (hasUpper, ofLower) = (false, 0);

        for (var at = 0; at < cells.Length; at++)
        {
            var (above, below) = (upper.Cells.ElementAtOrDefault(at)?.Trim() ?? "", lower.Cells.ElementAtOrDefault(at)?.Trim() ?? "");
            var isColumn = above.Length > 0 && (schema.IsOrdinal(above) || schema.ColumnOf(above) is not null);

            if (below.Length > 0 && (isColumn || schema.ColumnOf(below) is null))
            {
                return null;
            }

            cells[at] = below.Length > 0 ? below : above;
            (hasUpper, ofLower) = (hasUpper || isColumn, ofLower + (below.Length > 0 ? 1 : 0));
        }

        return hasUpper && ofLower >= MinLower ? new(lower.Line, cells) { UpperLine = upper.Line } : null;
    }

    /// <summary>
    /// Returns the column of the keys to which the names of a column belong (`affiliates` of `affiliatesKo`), where the table has no other
    /// column of them. Beside their keys, names are not read.
    /// </summary>
    private string? ReferenceOf(string? column, int at) =>
        column is [.., 'K', 'o'] or [.., 'E', 'n'] && _schema.HasColumn(column[..^2]) && !Columns.Contains(column[..^2])
        && Columns.Index().First(c => c.Item is [.., 'K', 'o'] or [.., 'E', 'n'] && c.Item[..^2] == column[..^2]).Index == at
            ? column[..^2] : null;

    /// <summary>Returns true for a row that repeats the header, as a table does that was put together from several.</summary>
    public bool IsRepeatedBy(FileRow row) => _texts.Count(text => text.Length > 0) > 1
        && _texts.Index().All(text => text.Item == (row.Cells.ElementAtOrDefault(text.Index)?.Trim() ?? ""));

    /// <summary>Returns the column of a cell; null when it is not read.</summary>
    public string? ColumnOf(int at, string cell) =>
        (_korean[at] is { } korean && cell.Any(letter => letter is >= '가' and <= '힣') ? korean : null) ?? Columns[at];

    /// <summary>Returns the id that the report of an import has for a row; null in any other table.</summary>
    public string? ReportedIdOf(IReadOnlyList<string> cells) => ReportedOf(cells) is { } id && !UncorrectedRow.IsMark(id) ? id : null;

    /// <summary>Returns true for a refused row of a report, as the report has it, whose fault it does not show.</summary>
    public bool IsUncorrected(IReadOnlyList<string> cells, Func<string, string> written) =>
        ReportedOf(cells) is { } mark && UncorrectedRow.IsMark(mark)
        && UncorrectedRow.IsUncorrected(mark, _texts.Zip(cells, (column, cell) => (column, written(cell))));

    private string? ReportedOf(IReadOnlyList<string> cells) =>
        _isReport && Array.IndexOf(_texts, ReportedId) is >= 0 and var at && at < cells.Count && !SkippedRows.IsBlank(cells[at])
            ? cells[at].Trim() : null;

    /// <summary>Returns true for a cell of a column that only numbers the rows, but whose text is more than a number.</summary>
    public bool IsNoNumber(int at, string cell) =>
        at < _texts.Length && Columns[at] is null && _texts[at].Length > 0 && !IsOfReport(_texts[at])
        && !SkippedRows.IsBlank(cell) && !Number().IsMatch(cell.Trim());

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

    /// <summary>The number of a row, as people write it: 3, 3., (3), 3-1, ③, No. 3, a, 가.</summary>
    [GeneratedRegex(
        @"\A(no\.?|[#№])?\s*[(\[]?(\p{N}+([.-]\p{N}+)*|\p{L})[.)\]]*\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Number();

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
    public IEnumerable<Fault> Faults()
    {
        if (Matrix is not null)
        {
            yield return Fault.At("#", "matrix", Matrix.Shown);
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

    /// <summary>Returns the columns that unknown headers may mean, with those of the other language.</summary>
    public IReadOnlySet<string> Presumed() => Columns.Index()
        .Where(c => c.Item is not null && _schema.ColumnOf(_texts[c.Index]) is null)
        .Select(c => _schema.Nearest(_texts[c.Index])).OfType<string>()
        .SelectMany(name => name is [.., 'K', 'o'] or [.., 'E', 'n'] ? new[] { $"{name[..^2]}Ko", $"{name[..^2]}En" } : [name])
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Returns the pointer of the column at a place of a row.</summary>
    public string PointerOf(int? at) =>
        at < _texts.Length && _texts[at.Value].Length > 0 ? $"#/{JsonFaults.Escape(_texts[at.Value])}" : "#";
}
