using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using PartnershipTracker.Files.Writers;

namespace PartnershipTracker.Files.Readers;

/// <summary>
/// A reader of a table of one collection, as its export writes it: CSV by RFC 4180 in UTF-8, with a header. Memory holds one row.
/// </summary>
public sealed class CsvItemReader : ImportFile
{
    /// <summary>The largest size of a cell in KiB: above that of a list of 200 names of 200 letters, as exports have it.</summary>
    private const int MaxCell = 256;

    private const string Unclosed = "unclosed_quote";

    private readonly Stream _file;
    private readonly string _resource;
    private readonly string[] _header = [];
    private readonly int _total;
    private bool _isUnclosed;

    /// <param name="file">The file.</param>
    /// <param name="resource">The collection of its items.</param>
    /// <param name="columns">The allowed columns.</param>
    public CsvItemReader(Stream file, string resource, IReadOnlyCollection<string> columns)
    {
        (_file, _resource) = (file, resource);
        using var parser = Parser();
        var line = 1;

        try
        {
            var header = parser.Read() ? parser.Record! : [];
            var faults = _isUnclosed ? [Fault.At("#", Unclosed)] : FaultsOf(header);
            _header = [.. header.Select(Decoded)];
            (faults.Count > 0 ? faults : FaultsOf(_header, columns)).Take(MaxListed).ToList().ForEach(fault => RefuseLine(1, fault));

            for (line = parser.RawRow + 1; InvalidRows.Count == 0 && parser.Read(); line = parser.RawRow + 1)
            {
                _total++;

                if (_total == MaxLines)
                {
                    RefuseLine(line, Fault.At("#", "too_many_lines", MaxLines));
                }
            }
        }
        catch (MaxFieldSizeException)
        {
            // Where the row ends is unknown, so the rest of the file cannot be read.
            var column = parser.Count < _header.Length ? $"#/{JsonFaults.Escape(_header[parser.Count])}" : "#";
            RefuseLine(line, Fault.At(column, "cell_too_large", MaxCell));
        }
        catch (InvalidDataException)
        {
            RefuseLine(line, Fault.At("#", "item_too_large"));
        }
    }

    public override int Total => _total;

    public override bool Has(string resource) => resource == _resource && InvalidRows.Count == 0;

    public override IEnumerable<ImportRow> Of(string resource)
    {
        if (!Has(resource))
        {
            yield break;
        }

        using var parser = Parser();
        parser.Read();

        for (var line = parser.RawRow + 1; parser.Read(); line = parser.RawRow + 1)
        {
            _isUnclosed = false;
            var cells = parser.Record!;

            yield return _isUnclosed
                ? new ImportRow(line, "#") { Faults = [Fault.At("#", Unclosed)] }
                : Read(line, cells);
        }
    }

    private ImportRow Read(int line, string[] record)
    {
        var row = new ImportRow(line, "#") { Size = record.Sum(cell => cell.Length) };

        if (FaultsOf(record) is { Count: > 0 } faults)
        {
            return row with { Faults = faults };
        }

        if (record.Length != _header.Length)
        {
            return row with { Faults = [Fault.At("#", "cells_differ", record.Length, _header.Length)] };
        }

        var cells = _header.Zip(record.Select(Decoded)).ToList();
        var formulas = cells.FindAll(cell => CsvFile.IsFormula(cell.Second));

        return formulas.Count > 0
            ? row with { Faults = formulas.ConvertAll(cell => Fault.At($"#/{cell.First}", "formula_cell")) }
            : row with { Cells = cells.ToDictionary(c => c.First, c => Text(c.Second), StringComparer.Ordinal) };
    }

    private static string? Text(string cell) => cell.Length == 0 ? null : CsvFile.Restored(cell);

    private static IEnumerable<Fault> FaultsOf(string[] header, IReadOnlyCollection<string> columns) => header.Index().SelectMany(column =>
        !columns.Contains(column.Item) ? [InvalidColumn(column.Item, "unknown_column", string.Join(", ", columns))]
        : Array.IndexOf(header, column.Item) < column.Index ? [InvalidColumn(column.Item, "duplicate_member")]
        : Array.Empty<Fault>());

    private static Fault InvalidColumn(string column, string code, params object?[] arguments) =>
        Fault.At($"#/{JsonFaults.Escape(column)}", code, arguments);

    private CsvParser Parser()
    {
        Span<byte> start = stackalloc byte[3];
        _file.Position = 0;
        _file.Position = _file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == 3 && start.SequenceEqual("\uFEFF"u8) ? 3 : 0;

        return new(new RowReader(_file), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            // A quote inside an unquoted cell is text. A quote that opens a cell and is not closed takes the rest of the file into it.
            BadDataFound = cell => _isUnclosed |= cell.Field.StartsWith('"') && cell.Field.Count(letter => letter is '"') % 2 == 1,
            DetectColumnCountChanges = false,
            MissingFieldFound = null,
            MaxFieldSize = MaxCell * 1024,
        });
    }

    /// <summary>Returns the fault of a row with bytes that are not UTF-8.</summary>
    private static List<Fault> FaultsOf(string[] record) =>
        [.. record.Select(cell => Ascii.IsValid(cell) ? null : Utf8Text.Check(Encoding.Latin1.GetBytes(cell))).OfType<Fault>().Take(1)];

    private static string Decoded(string cell) =>
        Ascii.IsValid(cell) ? cell : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(cell));

    /// <summary>
    /// The bytes of a file, each as a letter, so that those that are not UTF-8 are still there when the cells are known. The parser
    /// enlarges its buffer only for a row that does not fit, and may not enlarge it beyond the size of an item.
    /// </summary>
    private sealed class RowReader(Stream file) : TextReader
    {
        private readonly StreamReader _bytes = new(file, Encoding.Latin1, false, leaveOpen: true);

        public override int Read(char[] buffer, int index, int count) => buffer.Length <= ImportRow.MaxBytes
            ? _bytes.Read(buffer, index, count)
            : throw new InvalidDataException("A row is larger than an item may be.");

        protected override void Dispose(bool disposing)
        {
            _bytes.Dispose();
            base.Dispose(disposing);
        }
    }
}
