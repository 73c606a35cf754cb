namespace PartnershipTracker.Files.Readers;

/// <summary>One item of an imported file.</summary>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Pointer">Its place in the file as a JSON pointer; <c>#</c> where the line alone identifies it.</param>
public sealed record ImportRow(int Line, string Pointer)
{
    /// <summary>The largest size of an item, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>
    /// The largest number of values in an item, more than the rules allow. An item of the largest size may consist of 300,000 empty
    /// objects, which would take a hundred times as much memory.
    /// </summary>
    public const int MaxValues = 100_000;

    /// <summary>The collection of the table to which it belongs; null in other formats, and for faults of the whole file.</summary>
    public string? Table { get; init; }

    /// <summary>The size of the item in the file, in bytes.</summary>
    public int Size { get; init; }

    /// <summary>The item; null where it cannot be read.</summary>
    public JsonObject? Item { get; init; }

    /// <summary>The reasons why it, or a part of it, cannot be read.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>The cells of a table row by column. Members without a column keep their values.</summary>
    public IReadOnlyDictionary<string, string?>? Cells { get; init; }

    /// <summary>The id that the report of an earlier import has for the row.</summary>
    public string? ReportedId { get; init; }

    /// <summary>The headers of columns that the file calls otherwise, by column.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The cells as the file has them, where they are read as something else, such as a date.</summary>
    public IReadOnlyDictionary<string, string?>? WrittenCells { get; init; }

    /// <summary>The columns that unknown headers of the table may mean, so that they are not missing for sure.</summary>
    public IReadOnlySet<string> PresumedColumns { get; init; } = new HashSet<string>();

    /// <summary>The columns whose cell is empty below a filled one, as those of merged cells are.</summary>
    public IReadOnlyCollection<string> BlankBelow { get; init; } = [];

    /// <summary>Reads an item as strictly as the body of a request.</summary>
    public static ImportRow Read(int line, string pointer, ReadOnlySpan<byte> json)
    {
        var row = new ImportRow(line, pointer) { Size = json.Length };

        if (Check(json) is { } fault)
        {
            return row with { Faults = [fault] };
        }

        try
        {
            if (HasTooManyValues(json))
            {
                return row with { Faults = [Fault.At("#", "too_many", MaxValues)] };
            }

            var faults = new List<Fault>();

            return StrictJson.Parse(json, faults) is JsonObject item
                ? row with { Item = item, Faults = faults }
                : row with { Faults = [Fault.At("#", "wrong_type", Messages.Noun("object"))] };
        }
        catch (JsonException unreadable)
        {
            return row with { Faults = [JsonFaults.Explain(unreadable)] };
        }
    }

    /// <summary>Returns the fault of bytes that are too many for an item, or are not UTF-8.</summary>
    internal static Fault? Check(ReadOnlySpan<byte> json) =>
        json.Length > MaxBytes ? Fault.At("#", "item_too_large") : Utf8Text.Check(json);

    /// <summary>Returns true for too many values. Each takes two bytes or more, so that short items need not be counted.</summary>
    private static bool HasTooManyValues(ReadOnlySpan<byte> json)
    {
        if (json.Length < 2 * MaxValues)
        {
            return false;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = ApiJson.MaxDepth });
        var values = 0;

        while (values <= MaxValues && reader.Read())
        {
            values += reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.EndObject or JsonTokenType.EndArray ? 0 : 1;
        }

        return values > MaxValues;
    }

    /// <summary>Converts a pointer into the item to one into the file, which names the column of a table as its header does.</summary>
    public string Place(string pointer)
    {
        var header = pointer.Length > 2 ? Headers?.GetValueOrDefault(pointer[2..]) : null;
        var inFile = header is null ? pointer : $"#/{JsonFaults.Escape(header)}";

        return Pointer is "#" ? inFile : Pointer + inFile.TrimStart('#');
    }
}

/// <summary>A file of items of several collections, which is read once per collection.</summary>
public abstract class ImportFile
{
    /// <summary>The largest number of lines. Memory holds some bytes for each.</summary>
    public const int MaxLines = 5_000_000;

    /// <summary>The largest number of invalid rows, and of their errors, that are listed.</summary>
    public const int MaxListed = 1000;

    private readonly List<ImportRow> _invalid = [];
    private readonly List<ImportRow> _notes = [];

    /// <summary>The number of readable items.</summary>
    public abstract int Total { get; }

    /// <summary>True when the file consists of tables.</summary>
    public virtual bool IsTable => false;

    /// <summary>The first faults of the file itself, and of items that belong to no collection.</summary>
    public IReadOnlyList<ImportRow> InvalidRows => _invalid;

    /// <summary>The number of such faults that are not listed.</summary>
    public int MoreInvalid { get; private set; }

    /// <summary>The first notes about the reading of the file, one in each row: its format, and the rows that are no items.</summary>
    public IReadOnlyList<ImportRow> Notes => _notes;

    /// <summary>The number of rows that are no items.</summary>
    public int Skipped { get; private set; }

    /// <summary>Reads the items of a collection in their order. Only one enumeration may run at a time.</summary>
    public abstract IEnumerable<ImportRow> Of(string resource);

    public abstract bool Has(string resource);

    /// <summary>
    /// Returns true for the table of a collection whose header has faults. Its rows are read only to find all faults of the file at once.
    /// </summary>
    public virtual bool HasFaultyHeader(string resource) => false;

    /// <summary>The pointer of what is read within a larger file; <c>#</c> for a whole file.</summary>
    protected string Place { get; init; } = "#";

    /// <summary>The collection of a table; null for other files.</summary>
    protected string? Table { get; init; }

    protected void RefuseLine(int line, Fault fault)
    {
        if (_invalid.Count < MaxListed)
        {
            _invalid.Add(new(line, Place) { Table = Table, Faults = [fault] });
        }
        else
        {
            MoreInvalid++;
        }
    }

    protected void Note(int line, Fault note)
    {
        if (_notes.Count < MaxListed)
        {
            _notes.Add(new(line, Place) { Faults = [note] });
        }
    }

    /// <summary>Adds the faults and notes of a part of this file.</summary>
    protected void Include(ImportFile part)
    {
        _invalid.AddRange(part._invalid);
        _notes.AddRange(part._notes);
        MoreInvalid += part.MoreInvalid;
        Skipped += part.Skipped;
    }

    /// <summary>Counts a row that is no item, with the reason.</summary>
    protected void Skip(int line, Fault reason)
    {
        Skipped++;
        Note(line, reason);
    }
}
