using CsvHelper;
using CsvHelper.Configuration;

namespace PartnershipTracker.Files.Readers;

/// <summary>The rows of a CSV file by RFC 4180, with commas, semicolons or tabs. Memory holds one row.</summary>
internal sealed class CsvRows : FileRows
{
    /// <summary>The largest size of a cell in KiB: above that of a list of 200 names of 200 letters, as exports have it.</summary>
    private const int MaxCell = 256;

    private static readonly Dictionary<string, string> Delimiters =
        new(StringComparer.Ordinal) { [","] = "comma", [";"] = "semicolon", ["\t"] = "tab" };

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
            return parser.Read() ? new(line, parser.Record!) { Fault = _isUnclosed ? Fault.At("#", "unclosed_quote") : null } : null;
        }
        catch (MaxFieldSizeException)
        {
            // Where the row ends is unknown, so the rest of the file cannot be read.
            return new(line, []) { Fault = Fault.At("#", "cell_too_large", MaxCell), At = parser.Count, IsLast = true };
        }
        catch (InvalidDataException)
        {
            return new(line, []) { Fault = Fault.At("#", "item_too_large"), IsLast = true };
        }
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
            MaxFieldSize = MaxCell * 1024,
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
