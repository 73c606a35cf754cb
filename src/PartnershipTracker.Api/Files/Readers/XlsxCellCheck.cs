using System.Xml;

namespace PartnershipTracker.Files.Readers;

/// <summary>A sheet of a workbook.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cells">What the library does not tell of its cells.</param>
/// <param name="DaysLost">The days by which the library reads its dates too early.</param>
internal sealed record XlsxSheet(string Name, XlsxCellCheck Cells, int DaysLost);

/// <summary>
/// The check of the cells of a sheet: their number in each row, the results of formulas, the errors, and what is hidden or struck through.
/// </summary>
internal sealed class XlsxCellCheck(StruckFormats? formats = null)
{
    private const int MaxCells = 16_384;
    private const int MaxRow = 1_048_576;
    private const int MaxErrors = 100_000;

    private static readonly HashSet<int> NoColumns = [];

    private readonly Dictionary<(int Row, int Column), string> _errors = [];
    private readonly HashSet<(int Row, int Column)> _struck = [];
    private readonly HashSet<int> _hidden = [];
    private int _row;
    private int _cells;
    private string? _cell;
    private bool _isError;
    private bool _isFormula;
    private bool _isValue;
    private bool _hasResult;
    private bool _isShared;

    /// <summary>The errors of the cells, such as <c>#N/A</c>, by row and column from 0.</summary>
    public IReadOnlyDictionary<(int Row, int Column), string> Errors => _errors;

    /// <summary>Returns true for a row, from 0, that the spreadsheet does not show.</summary>
    public bool IsHidden(int row) => _hidden.Contains(row);

    /// <summary>Returns the columns of a row, from 0, with a line through their texts.</summary>
    public IReadOnlySet<int> StruckIn(int row, int columns) =>
        _struck.Count == 0 ? NoColumns : Enumerable.Range(0, columns).Where(column => _struck.Contains((row, column))).ToHashSet();

    /// <summary>Returns the cell that ends here as a formula without a result.</summary>
    public string? Next(XmlReader xml)
    {
        switch (xml.NodeType, xml.LocalName)
        {
            case (XmlNodeType.Element, "row"):
                _cells = 0;
                _row = int.TryParse(xml.GetAttribute("r"), CultureInfo.InvariantCulture, out var row) ? row : _row + 1;
                XlsxPackage.Require(_row <= MaxRow);

                if (xml.GetAttribute("hidden") is "1" or "true")
                {
                    _hidden.Add(_row - 1);
                }

                break;
            case (XmlNodeType.Element, "c"):
                XlsxPackage.Require(++_cells <= MaxCells);
                var type = xml.GetAttribute("t");
                (_cell, _isFormula, _isError, _hasResult) = (xml.GetAttribute("r") ?? "", false, type is "e", type is "str");
                _isShared = type is "s";
                _ = int.TryParse(xml.GetAttribute("s"), CultureInfo.InvariantCulture, out var format);
                NoteLine(formats?.Cells.Contains(format) is true);

                break;
            case (XmlNodeType.Element, "strike"):
                NoteLine(StruckFormats.IsLine(xml));

                break;
            case (XmlNodeType.Element, "f"):
                _isFormula = true;

                break;
            case (XmlNodeType.Text, _) when _isValue:
                _hasResult = true;
                NoteError(xml);
                NoteLine(_isShared && formats is not null && int.TryParse(xml.Value, CultureInfo.InvariantCulture, out var shared)
                    && formats.Texts.Contains(shared));

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
            _errors[Place] = xml.Value;
        }
    }

    private void NoteLine(bool isStruck)
    {
        if (isStruck && _cell is not null)
        {
            XlsxPackage.Require(_struck.Count < MaxErrors);
            _struck.Add(Place);
        }
    }

    private (int Row, int Column) Place => (_row - 1, ColumnOf(_cell!) ?? _cells - 1);

    /// <summary>Returns the number of the column in the name of a cell such as <c>AB12</c>, from 0; null when it has none.</summary>
    private static int? ColumnOf(string cell)
    {
        const int MaxLetters = 3;
        var letters = cell.TakeWhile(char.IsAsciiLetter).ToList();

        return letters.Count is 0 or > MaxLetters ? null
            : letters.Aggregate(0, (number, letter) => (number * 26) + (char.ToUpperInvariant(letter) - 'A' + 1)) - 1;
    }
}
