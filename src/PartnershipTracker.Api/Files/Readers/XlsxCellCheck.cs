using System.Xml;

namespace PartnershipTracker.Files.Readers;

/// <summary>A sheet of a workbook.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Errors">The errors of its cells, such as <c>#N/A</c>, by row and column from 0.</param>
internal sealed record XlsxSheet(string Name, IReadOnlyDictionary<(int Row, int Column), string> Errors);

/// <summary>The check of the cells of a sheet: their number in each row, the results of formulas, and the errors.</summary>
internal sealed class XlsxCellCheck
{
    private const int MaxCells = 16_384;
    private const int MaxRow = 1_048_576;
    private const int MaxErrors = 100_000;

    private readonly Dictionary<(int Row, int Column), string> _errors = [];
    private int _row;
    private int _cells;
    private string? _cell;
    private bool _isError;
    private bool _isFormula;
    private bool _isValue;
    private bool _hasResult;

    public IReadOnlyDictionary<(int Row, int Column), string> Errors => _errors;

    /// <summary>Returns the cell that ends here as a formula without a result.</summary>
    public string? Next(XmlReader xml)
    {
        switch (xml.NodeType, xml.LocalName)
        {
            case (XmlNodeType.Element, "row"):
                _cells = 0;
                _row = int.TryParse(xml.GetAttribute("r"), CultureInfo.InvariantCulture, out var row) ? row : _row + 1;
                XlsxPackage.Require(_row <= MaxRow);

                break;
            case (XmlNodeType.Element, "c"):
                XlsxPackage.Require(++_cells <= MaxCells);
                var type = xml.GetAttribute("t");
                (_cell, _isFormula, _isError, _hasResult) = (xml.GetAttribute("r") ?? "", false, type is "e", type is "str");

                break;
            case (XmlNodeType.Element, "f"):
                _isFormula = true;

                break;
            case (XmlNodeType.Text, _) when _isValue:
                _hasResult = true;
                NoteError(xml);

                break;
            case (XmlNodeType.Element or XmlNodeType.EndElement, "v"):
                _isValue = xml is { NodeType: XmlNodeType.Element, IsEmptyElement: false };

                break;
            case (XmlNodeType.EndElement, "c"):
                return _isFormula && !_hasResult ? _cell : null;
        }

        return null;
    }

    private void NoteError(XmlReader xml)
    {
        if (_isError)
        {
            XlsxPackage.Require(_errors.Count < MaxErrors);
            _errors[(_row - 1, ColumnOf(_cell!) ?? _cells - 1)] = xml.Value;
        }
    }

    /// <summary>Returns the number of the column in the name of a cell such as <c>AB12</c>, from 0; null when it has none.</summary>
    private static int? ColumnOf(string cell)
    {
        const int MaxLetters = 3;
        var letters = cell.TakeWhile(char.IsAsciiLetter).ToList();

        return letters.Count is 0 or > MaxLetters ? null
            : letters.Aggregate(0, (number, letter) => (number * 26) + (char.ToUpperInvariant(letter) - 'A' + 1)) - 1;
    }
}
