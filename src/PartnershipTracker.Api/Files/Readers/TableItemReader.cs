namespace PartnershipTracker.Files.Readers;

/// <summary>
/// A reader of a table of one collection, with a header. Rows that are no items are skipped with a note. Memory holds one row.
/// </summary>
public sealed class TableItemReader : ImportFile
{
    /// <summary>The cells of a row above the header above which it cannot be a title.</summary>
    private const int MaxTitle = 2;

    private readonly FileRows _file;
    private readonly TableSchema _schema;
    private readonly TableHeader? _header;
    private readonly IReadOnlySet<string> _presumed = new HashSet<string>();
    private readonly int _headerFaults;
    private int _total;
    private int _hidden;
    private int? _firstHidden;

    internal TableItemReader(FileRows file, TableSchema schema, string place = "#")
    {
        (_file, _schema, Place, Table) = (file, schema, place, schema.Resource);
        _header = TableHeader.Find(file, schema);

        if (_header is not null)
        {
            Note(_header.Line, file.NoteOf(_header.Line));
            _header.Notes().ToList().ForEach(note => Note(_header.Line, note));
            _header.Faults().Take(MaxListed).ToList().ForEach(fault => RefuseLine(_header.Line, fault));
            _headerFaults = InvalidRows.Count;
            _presumed = _headerFaults > 0 ? _header.Presumed() : _presumed;
        }

        foreach (var (row, index) in file.Read().Select((row, index) => (row, index)))
        {
            if (index == MaxLines)
            {
                RefuseLine(row.Line, Fault.At("#", "too_many_lines", MaxLines));
            }
            else
            {
                Survey(row);
            }

            if (InvalidRows.Count > _headerFaults)
            {
                break;
            }
        }

        if (_firstHidden is { } first)
        {
            Note(first, Fault.At("#", "hidden_rows", _hidden));
        }
    }

    public override int Total => _total;

    public override bool IsTable => true;

    /// <summary>Opens a CSV file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isKorean">True when the sender declared CP949 or EUC-KR.</param>
    /// <param name="schema">The columns.</param>
    public static ImportFile OfCsv(Stream file, bool isKorean, TableSchema schema) => FileEncoding.Of(file, isKorean) switch
    {
        ({ } encoding, _, _) => new TableItemReader(CsvRows.Of(file, encoding, schema), schema),
        (_, var line, var fault) => new UnreadableFile(line, fault!),
    };

    /// <summary>Returns true for a collection whose rows can be read, at least to find their faults beside those of the header.</summary>
    public override bool Has(string resource) => resource == _schema.Resource && _header is not null
        && InvalidRows.Count == _headerFaults && (_headerFaults == 0 || (_header.Matrix?.HasRows ?? _header.IsKnown));

    public override bool HasFaultyHeader(string resource) => resource == _schema.Resource && _headerFaults > 0;

    public override IEnumerable<ImportRow> Of(string resource)
    {
        var rows = Has(resource) ? _file.Read().Where(row => row.Line > _header!.Line && ReasonToSkip(row) is null) : [];

        return _header?.Matrix is { } matrix
            ? rows.Where(row => row.Fault is null).SelectMany(matrix.RowsOf).Select(row => row with { Pointer = Place })
            : Items(rows);
    }

    private static bool IsFormula(string cell) => cell.TrimStart() is ['=' or '＝' or '@' or '＠', ..];

    /// <summary>Notes or refuses a row that is no item, and counts the others.</summary>
    private void Survey(FileRow row)
    {
        if (row.IsLast || (_header is null && row.Fault is not null))
        {
            RefuseLine(row.Line, row.Fault! with { Pointer = _header?.PointerOf(row.At) ?? "#" });
        }
        else if (_header is null || (row.Line >= _header.UpperLine && row.Line <= _header.Line))
        {
            // Either nothing but empty rows, or the header itself.
        }
        else if (row.Line < _header.Line)
        {
            SurveyTitle(row);
        }
        else if (ReasonToSkip(row) is { } reason)
        {
            if (row.Cells.Length > 1 || reason is not "empty_row")
            {
                Skip(row.Line, Fault.At("#", reason, Shown(row)));
            }
        }
        else
        {
            _total++;
            (_hidden, _firstHidden) = row.IsHidden ? (_hidden + 1, _firstHidden ?? row.Line) : (_hidden, _firstHidden);
        }
    }

    private void SurveyTitle(FileRow row)
    {
        var filled = row.Cells.Count(cell => !SkippedRows.IsBlank(cell));

        if (filled > MaxTitle || row.Fault is not null)
        {
            RefuseLine(row.Line, row.Fault ?? Fault.At("#", "above_header", _header!.Line));
        }
        else if (filled > 0)
        {
            Skip(row.Line, Fault.At("#", "title_row", Shown(row)));
        }
    }

    private string? ReasonToSkip(FileRow row) => row.Fault is not null ? null
        : SkippedRows.ReasonOf(row.Cells) ?? (IsNumberAlone(row) ? "empty_row" : _header!.IsRepeatedBy(row) ? "repeated_header" : null);

    private bool IsNumberAlone(FileRow row) => _header!.Columns.Index().All(c => IsUnread(row, c.Index)) && !HasNameless(row);

    /// <summary>Returns true for a cell that is empty or only numbers the row.</summary>
    private bool IsUnread(FileRow row, int at) =>
        at >= row.Cells.Length || SkippedRows.IsBlank(row.Cells[at])
        || (_header!.Columns[at] is null && !_header.IsNoNumber(at, row.Cells[at]));

    private bool HasNameless(FileRow row) => NamelessOf(row).Any();

    /// <summary>Returns the filled cells below which no header tells their column.</summary>
    private IEnumerable<string> NamelessOf(FileRow row) =>
        row.Cells.Where((cell, at) => _header!.IsNameless(at) && !SkippedRows.IsBlank(cell));

    /// <summary>Reads the items. Each knows its cells that are empty below filled ones.</summary>
    private IEnumerable<ImportRow> Items(IEnumerable<FileRow> rows)
    {
        var filled = new HashSet<string>(StringComparer.Ordinal);

        foreach (var item in rows.Select(Read))
        {
            var cells = item.Cells ?? new Dictionary<string, string?>();
            var blank = cells.Where(cell => cell.Value is null && filled.Contains(cell.Key)).Select(cell => cell.Key).ToList();
            filled = cells.Where(cell => cell.Value is not null).Select(cell => cell.Key).Concat(blank).ToHashSet(StringComparer.Ordinal);

            yield return item with { BlankBelow = blank };
        }
    }

    private ImportRow Read(FileRow row)
    {
        var result = new ImportRow(row.Line, Place)
        {
            Size = row.Cells.Sum(cell => cell.Length),
            Headers = _header!.Headers,
            PresumedColumns = _presumed,
            ReportedId = _header.ReportedIdOf(row.Cells),
            WrittenCells = _header.Written([.. row.Cells.Select(Written)]),
        };
        var cells = new Dictionary<string, string?>(StringComparer.Ordinal);
        var faults = FaultsOf(row).ToList();

        if (faults.Exists(fault => fault.Code is not "nameless_cell"))
        {
            return result with { Faults = faults };
        }

        foreach (var (at, cell) in row.Cells.Take(_header.Columns.Count).Index())
        {
            if (_header.ColumnOf(at, cell) is not { } column)
            {
                continue;
            }

            var read = Unclear(row, at) is { } code ? new(null, new Fault(code)) : Read(column, cell);
            cells[column] = read.Text;
            faults.AddRange(read.Fault is { } fault ? [fault with { Pointer = $"#/{column}" }] : Array.Empty<Fault>());
        }

        return result with { Cells = cells, Faults = faults };
    }

    /// <summary>Returns the code of the fault of a part of a merged cell with a value, or of a text with a line through it.</summary>
    private static string? Unclear(FileRow row, int at) => row.Struck.Contains(at) && !SkippedRows.IsBlank(row.Cells[at]) ? "struck_cell"
        : row.MergedAbove.Contains(at) ? "merged_cell"
        : row.MergedBeside.TryGetValue(at, out var first) && !SkippedRows.IsBlank(row.Cells[first]) ? "merged_beside"
        : null;

    /// <summary>Returns a cell as the report shows it: without the sign that protects it in CSV, or that stands for nothing.</summary>
    private string Written(string cell) =>
        SkippedRows.IsBlank(cell) ? "" : LeadingApostrophe.Remove(cell, _file.HasFormulas);

    private CellText Read(string column, string cell) => SkippedRows.IsBlank(cell) ? default
        : _file.HasFormulas && IsFormula(cell) ? new(null, new Fault("formula_cell"))
        : CellSigns.IsError(cell) ? new(null, new Fault("error_cell", cell.Trim()))
        : _schema.Read(column, LeadingApostrophe.Remove(cell, _file.HasFormulas));

    /// <summary>Returns the faults because of which the cells of a row cannot be assigned to columns.</summary>
    private IEnumerable<Fault> FaultsOf(FileRow row)
    {
        var beyond = row.Cells.Skip(_header!.Columns.Count).Any(cell => !SkippedRows.IsBlank(cell));

        if (row.Fault is not null)
        {
            yield return row.Fault with { Pointer = _header.PointerOf(row.At) };
        }
        else if (beyond || row.Cells.Length < _header.Columns.Count)
        {
            yield return Fault.At("#", "cells_differ", row.Cells.Length, _header.Columns.Count);
        }
        else if (HasNameless(row))
        {
            yield return Fault.At("#", "nameless_cell", NamelessOf(row).First());
        }
        else if (_header.IsUncorrected(row.Cells, Written))
        {
            yield return Fault.At("#", "uncorrected_row");
        }
        else if (row.Cells.Index().Where(c => _header.IsNoNumber(c.Index, c.Item)).ToList() is [var (at, text), ..])
        {
            yield return Fault.At(_header.PointerOf(at), "ordinal_text", text.Trim());
        }
        else if (SkippedRows.IsUnclear(row.Cells))
        {
            yield return Fault.At("#", "unclear_row", Shown(row));
        }
    }

    /// <summary>Returns the beginning of the first filled cell of a row.</summary>
    private static string Shown(FileRow row)
    {
        const int MaxShown = 60;
        var text = Array.Find(row.Cells, cell => !SkippedRows.IsBlank(cell))?.Trim() ?? "";

        return text.Length <= MaxShown ? text : $"{text[..(MaxShown - 1)]}…";
    }
}
