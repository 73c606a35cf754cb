using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using PartnershipTracker.Files.Writers;

namespace PartnershipTracker.Files.Readers;

/// <summary>A reader of a table of one collection, as its export writes it: CSV by RFC 4180 in UTF-8, with a header.</summary>
public sealed class CsvItemReader : ImportFile
{
    private const string Unclosed = "unclosed_quote";

    private readonly Stream _file;
    private readonly string _resource;
    private readonly Dictionary<int, Fault> _faultsOfLines = [];
    private readonly List<ImportRow> _invalid = [];
    private readonly string[] _header = [];
    private readonly int _total;
    private bool _isUnclosed;

    /// <param name="file">The file.</param>
    /// <param name="resource">The collection of its items.</param>
    /// <param name="columns">The allowed columns.</param>
    public CsvItemReader(Stream file, string resource, IReadOnlyCollection<string> columns)
    {
        (_file, _resource) = (file, resource);
        CheckEncoding();
        using var parser = Parser();
        _header = parser.Read() ? parser.Record! : [];

        if (_isUnclosed)
        {
            _invalid.Add(new(1, "#") { Faults = [Fault.At("#", Unclosed)] });

            return;
        }

        _invalid.AddRange(_header.Index().SelectMany(column =>
            !columns.Contains(column.Item) ? [InvalidColumn(column.Item, "unknown_column", string.Join(", ", columns))]
            : Array.IndexOf(_header, column.Item) < column.Index ? [InvalidColumn(column.Item, "duplicate_member")]
            : Array.Empty<ImportRow>()));

        while (_invalid.Count == 0 && parser.Read())
        {
            _total++;
        }
    }

    public override int Total => _total;

    public override IReadOnlyList<ImportRow> InvalidRows => _invalid;

    public override bool Has(string resource) => resource == _resource && _invalid.Count == 0;

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
                : Read(line, parser.RawRow, cells);
        }
    }

    private ImportRow Read(int line, int last, string[] record)
    {
        var row = new ImportRow(line, "#");

        if (Enumerable.Range(line, last - line + 1).FirstOrDefault(_faultsOfLines.ContainsKey) is > 0 and var faulty)
        {
            return row with { Faults = [_faultsOfLines[faulty]] };
        }

        if (record.Length != _header.Length)
        {
            return row with { Faults = [Fault.At("#", "cells_differ", record.Length, _header.Length)] };
        }

        var formulas = _header.Zip(record).Where(cell => CsvFile.IsFormula(cell.Second)).ToList();

        return formulas.Count > 0
            ? row with { Faults = formulas.ConvertAll(cell => Fault.At($"#/{cell.First}", "formula_cell")) }
            : row with { Cells = _header.Zip(record).ToDictionary(c => c.First, c => Text(c.Second), StringComparer.Ordinal) };
    }

    private static string? Text(string cell) => cell.Length == 0 ? null : CsvFile.Restored(cell);

    private static ImportRow InvalidColumn(string column, string code, params object?[] arguments) =>
        new(1, "#") { Faults = [Fault.At($"#/{JsonFaults.Escape(column)}", code, arguments)] };

    private CsvParser Parser()
    {
        _file.Position = 0;

        return new(new StreamReader(_file, Encoding.UTF8, leaveOpen: true), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            // A quote inside an unquoted cell is text. A quote that opens a cell and is not closed takes the rest of the file into it.
            BadDataFound = cell => _isUnclosed |= cell.Field.StartsWith('"') && cell.Field.Count(letter => letter is '"') % 2 == 1,
            DetectColumnCountChanges = false,
            MissingFieldFound = null,
        });
    }

    /// <summary>Finds the lines that are not UTF-8.</summary>
    private void CheckEncoding()
    {
        using var bytes = new StreamReader(_file, Encoding.Latin1, false, leaveOpen: true); // a character per byte

        for (var line = 1; bytes.ReadLine() is { } text; line++)
        {
            if (!Ascii.IsValid(text) && Utf8Text.Check(Encoding.Latin1.GetBytes(text)) is { } fault)
            {
                _faultsOfLines[line] = fault;
            }
        }
    }
}
