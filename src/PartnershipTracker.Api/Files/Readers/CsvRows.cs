using CsvHelper;
using CsvHelper.Configuration;

namespace PartnershipTracker.Files.Readers;

/// <summary>The rows of a CSV file by RFC 4180, with commas, semicolons, tabs or vertical bars. Memory holds one row.</summary>
internal sealed class CsvRows : FileRows
{
    /// <summary>The largest size of a cell in KiB: above that of a list of 200 names of 200 letters, as exports have it.</summary>
    private const int MaxCell = 256;

    /// <summary>The size of a cell in KiB at which its end is no longer searched.</summary>
    private const int MaxRead = 640;

    private static readonly Dictionary<string, string> Delimiters =
        new(StringComparer.Ordinal) { [","] = "comma", [";"] = "semicolon", ["\t"] = "tab", ["|"] = "vertical_bar" };

    private readonly Stream _file;
    private readonly FileEncoding _encoding;
    private readonly string _delimiter;
    private readonly bool _isDeclared;
    private bool _isUnclosed;

    private CsvRows(Stream file, FileEncoding encoding, string delimiter, bool isDeclared) =>
        (_file, _encoding, _delimiter, _isDeclared) = (file, encoding, delimiter, isDeclared);

    public override bool HasFormulas => true;

    /// <summary>
    /// Opens a file with the delimiter that its first line declares (<c>sep=;</c>), or with the one by which a row is the best header.
    /// </summary>
    public static CsvRows Of(Stream file, FileEncoding encoding, TableSchema schema)
    {
        if (Delimiters.Keys.FirstOrDefault(delimiter => Declares(file, encoding, delimiter)) is { } declared)
        {
            return new(file, encoding, declared, isDeclared: true);
        }

        return Delimiters.Keys.Select(delimiter => new CsvRows(file, encoding, delimiter, isDeclared: false))
            .MaxBy(rows => rows.Beginning().Select(row => (schema.CountKnown(row.Cells), row.Cells.Length)).DefaultIfEmpty().Max())!;
    }

    public override Fault NoteOf(int header) =>
        new("read_as_csv", Messages.Noun(Delimiters[_delimiter]), _encoding.Name, header.ToString(CultureInfo.InvariantCulture));

    public override IEnumerable<FileRow> Read()
    {
        using var parser = Parser();

        if (_isDeclared)
        {
            parser.Read();
        }

        while (Next(parser, parser.RawRow + 1) is { } row)
        {
            yield return row;

            if (row.IsLast)
            {
                yield break;
            }
        }
    }

    private static bool Declares(Stream file, FileEncoding encoding, string delimiter)
    {
        file.Position = encoding.Preamble;
        var start = new char[16];
        using var text = new StreamReader(file, encoding.Encoding, false, -1, leaveOpen: true);
        var line = new string(start, 0, text.ReadBlock(start)).Split('\r', '\n')[0].Replace("\"", "", StringComparison.Ordinal);

        return line.Equals($"sep={delimiter}", StringComparison.OrdinalIgnoreCase);
    }

    private FileRow? Next(CsvParser parser, int line)
    {
        _isUnclosed = false;

        try
        {
            return parser.Read() ? Checked(new(line, parser.Record!)) : null;
        }
        catch (MaxFieldSizeException)
        {
            return WithoutEnd(line, parser.Count);
        }
        catch (InvalidDataException)
        {
            return new(line, []) { Fault = Fault.At("#", "item_too_large"), IsLast = true };
        }
    }

    private FileRow Checked(FileRow row)
    {
        var large = Array.FindIndex(row.Cells, cell => cell.Length > MaxCell * 1024);

        if (large >= 0)
        {
            return _isUnclosed
                ? WithoutEnd(row.Line, large)
                : new(row.Line, []) { Fault = Fault.At("#", "cell_too_large", MaxCell, ""), At = large };
        }

        return _isUnclosed ? row with { Fault = Fault.At("#", "unclosed_quote") } : row;
    }

    /// <summary>Returns a row whose end is unknown, so that the rest of the file cannot be read.</summary>
    private static FileRow WithoutEnd(int line, int cell)
    {
        var fault = Fault.At("#", "cell_too_large", MaxCell, Messages.Noun("without_end"));

        return new(line, []) { Fault = fault, At = cell, IsLast = true };
    }

    private CsvParser Parser()
    {
        _file.Position = _encoding.Preamble;

        return new(new RowReader(_file, _encoding), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            // A quote inside an unquoted cell is text. A quote that opens a cell and is not closed takes the rest of the file into it.
            BadDataFound = cell => _isUnclosed |= cell.Field.StartsWith('"') && cell.Field.Count(letter => letter is '"') % 2 == 1,
            Delimiter = _delimiter,
            DetectColumnCountChanges = false,
            IgnoreBlankLines = false, // the parser would not tell how many it left out
            MissingFieldFound = null,
            MaxFieldSize = MaxRead * 1024,
        });
    }

    /// <summary>
    /// The text of a file. The parser enlarges its buffer only for a row that does not fit, and may not enlarge it beyond the size of an
    /// item.
    /// </summary>
    private sealed class RowReader(Stream file, FileEncoding encoding) : TextReader
    {
        private readonly StreamReader _text = new(file, encoding.Encoding, false, -1, leaveOpen: true);

        public override int Read(char[] buffer, int index, int count) => buffer.Length <= ImportRow.MaxBytes
            ? _text.Read(buffer, index, count)
            : throw new InvalidDataException("A row is larger than an item may be.");

        protected override void Dispose(bool disposing)
        {
            _text.Dispose();
            base.Dispose(disposing);
        }
    }
}
