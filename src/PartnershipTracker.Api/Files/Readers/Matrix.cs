namespace PartnershipTracker.Files.Readers;

/// <summary>
/// A table that marks which of two names belong together: some names are headers, the others are in a column beside the marks. It is
/// refused, and the report of the import has a row for each mark, to be completed.
/// </summary>
internal sealed class Matrix
{
    private const int MaxShown = 3;

    /// <summary>The marks of names that do not belong together.</summary>
    private static readonly HashSet<string> Negative = new(["X", "×", "N", "0"], StringComparer.Ordinal);

    /// <summary>The cells of a matrix that says which of two names belong together, or how often.</summary>
    private static readonly HashSet<string> Marks = new(
        [.. Negative, "O", "○", "●", "◯", "◎", "△", "V", "✓", "✔", "Y", .. Enumerable.Range(1, 99).Select(n => $"{n}")],
        StringComparer.Ordinal);

    private readonly List<(int Index, string Item)> _names;
    private readonly TableSchema _schema;

    private readonly HashSet<int> _totals;

    private Matrix(List<(int Index, string Item)> names, IReadOnlyList<string> headers, TableSchema schema)
    {
        (_names, _schema) = (names, schema);
        _totals = headers.Index().Where(header => SkippedRows.IsTotal(header.Item)).Select(header => header.Index).ToHashSet();
    }

    /// <summary>The first headers that are names.</summary>
    public string Shown => string.Join(", ", _names.Take(MaxShown).Select(name => name.Item)) + (_names.Count > MaxShown ? ", …" : "");

    /// <summary>True when the rows of the collection name an affiliate and a company.</summary>
    public bool HasRows => Columns is (not null, not null);

    private (string? OfRow, string? OfHeader) Columns => (_schema.ColumnOf("affiliate"), _schema.ColumnOf("company"));

    /// <summary>
    /// Returns the matrix below a header: below all headers that are names are only marks, and beside them is at most one column. Null for
    /// any other table.
    /// </summary>
    /// <param name="file">The rows of the file.</param>
    /// <param name="line">The line of the header.</param>
    /// <param name="headers">The cells of the header.</param>
    /// <param name="schema">The columns of the collection.</param>
    public static Matrix? Of(FileRows file, int line, IReadOnlyList<string> headers, TableSchema schema)
    {
        var names = headers.Index().Skip(1)
            .Where(h => h.Item.Length > 0 && schema.ColumnOf(h.Item) is null && !schema.IsOrdinal(h.Item) && !SkippedRows.IsTotal(h.Item))
            .ToList();

        if (names.Count < 2 || schema.CountKnown(headers) > 1)
        {
            return null;
        }

        var cells = file.Beginning().Where(row => row.Line > line && row.Fault is null)
            .SelectMany(row => names.Where(name => name.Index < row.Cells.Length)
                .Select(name => (At: name.Index, Text: row.Cells[name.Index].Trim().ToUpperInvariant())))
            .Where(cell => !SkippedRows.IsBlank(cell.Text)).ToList();

        return cells.Count > 0 && (cells.TrueForAll(cell => Marks.Contains(cell.Text)) || AreWords(cells))
            ? new(names, headers, schema) : null;
    }

    /// <summary>
    /// Returns true for cells that repeat a few short words in all columns, as those do that say how far each pair has come.
    /// </summary>
    private static bool AreWords(List<(int At, string Text)> cells)
    {
        const int MaxWords = 6;
        const int MaxLength = 12;
        var words = cells.ToLookup(cell => cell.Text, cell => cell.At);
        var shared = words.Where(word => word.Distinct().Count() > 1).SelectMany(word => word).ToHashSet();

        return words.Count <= MaxWords && words.Count * 2 <= cells.Count && words.All(word => word.Key.Length <= MaxLength)
            && cells.TrueForAll(cell => shared.Contains(cell.At));
    }

    /// <summary>Returns a row for each marked cell, with the names that belong together.</summary>
    public IEnumerable<ImportRow> RowsOf(FileRow row)
    {
        var beside = row.Cells
            .Where((cell, at) => !SkippedRows.IsBlank(cell) && !_totals.Contains(at) && !_names.Exists(name => name.Index == at))
            .LastOrDefault();

        if (beside is null || Columns is not ({ } ofRow, { } ofHeader))
        {
            yield break;
        }

        foreach (var (_, name) in _names.Where(name => name.Index < row.Cells.Length && IsMarked(row.Cells[name.Index])))
        {
            yield return new(row.Line, "#")
            {
                Size = beside.Length + name.Length,
                Cells = new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    [ofRow] = _schema.Read(ofRow, beside).Text,
                    [ofHeader] = _schema.Read(ofHeader, name).Text,
                },
                WrittenCells = new Dictionary<string, string?>(StringComparer.Ordinal) { [ofRow] = beside.Trim(), [ofHeader] = name },
            };
        }
    }

    private static bool IsMarked(string cell) => !SkippedRows.IsBlank(cell) && !Negative.Contains(cell.Trim().ToUpperInvariant());
}
