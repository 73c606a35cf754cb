using PartnershipTracker.Features.Insights;

namespace PartnershipTracker.Features.Coverage;

/// <summary>
/// The picture of a matrix. A cell with higher counts is darker; its numbers are collaborations and meetings. With links, a cell has a
/// field for its collaborations with their stages, and one for its meetings with the date of the last; each opens its list.
/// </summary>
/// <param name="coverage">The part of the matrix that is drawn.</param>
/// <param name="allRows">The number of rows of the whole matrix.</param>
/// <param name="allColumns">The number of its columns.</param>
/// <param name="words">The labels.</param>
/// <param name="isLinked">True for the form whose marks are links.</param>
internal sealed class CoveragePicture(CoverageResponse coverage, int allRows, int allColumns, Labels words, bool isLinked)
{
    /// <summary>The most items of an axis that are drawn: a larger picture is not readable.</summary>
    public const int MaxItems = 40;

    private const double Margin = 20;
    private const double Gap = 4;

    private readonly double _cellWidth = isLinked ? 180 : 92;
    private readonly double _cellHeight = isLinked ? 56 : 40;
    private readonly IReadOnlyList<AxisItem> _rows = coverage.Rows.Items;
    private readonly IReadOnlyList<AxisItem> _columns = coverage.Columns.Items;
    private readonly int _most = coverage.Cells.Select(Size).DefaultIfEmpty(0).Max();
    private readonly SvgCanvas _canvas = new(isLinked);

    public string Draw()
    {
        var left = Margin + Math.Min(260, _rows.Select(r => 1.1 * SvgCanvas.Width(NameOf(r))).DefaultIfEmpty(60).Max()) + 16;
        var right = left + (_columns.Count * _cellWidth) + 8;
        var top = 92.0;
        var cells = coverage.Cells.ToDictionary(c => (c.Row, c.Column));
        _canvas.Text(Margin, 34, Title, "title");
        _canvas.Text(Margin, 56, Legend, "soft small");

        foreach (var (index, column) in _columns.Index())
        {
            _canvas.Text(MiddleOf(left, index), top - 10, SvgCanvas.Cut(NameOf(column), _cellWidth - Gap), "strong", "middle");
        }

        foreach (var (index, row) in _rows.Index())
        {
            var y = top + (index * _cellHeight);
            _canvas.Text(left - 12, y + (_cellHeight / 2) + 3, SvgCanvas.Cut(NameOf(row), 260), "strong", "end");
            _canvas.List(NameOf(row), () =>
            {
                foreach (var (at, column) in _columns.Index())
                {
                    DrawCell(left + (at * _cellWidth), y, row, column, cells.GetValueOrDefault((row.Id, column.Id)));
                }
            });
        }

        var bottom = top + (_rows.Count * _cellHeight);

        if (!isLinked) // no list has all that a row or a column counts
        {
            DrawTotals(left, right, top, bottom);
        }

        var width = Math.Max(right + (isLinked ? Margin : 82), Margin + (1.1 * SvgCanvas.Width(Title, 17)) + Margin);

        return _canvas.Finish(width, bottom + 34, words.Language, Title, Description());
    }

    private string Title =>
        $"{words["coverage"]}: {words[EnumNames.Write(coverage.Rows.Dimension)]} × {words[EnumNames.Write(coverage.Columns.Dimension)]}";

    private string Legend
    {
        get
        {
            var counted = coverage.Totals.Collaborations is null ? words["meetings"] : $"{words["collaborations"]} · {words["meetings"]}";

            var shown = string.Format(
                CultureInfo.InvariantCulture, words["topMost"], _rows.Count, allRows, _columns.Count, allColumns);

            return _rows.Count == allRows && _columns.Count == allColumns ? counted : $"{counted}. {shown}";
        }
    }

    private double MiddleOf(double left, int index) => left + (index * _cellWidth) + ((_cellWidth - Gap) / 2);

    private void DrawTotals(double left, double right, double top, double bottom)
    {
        foreach (var (index, row) in _rows.Index())
        {
            var y = top + (index * _cellHeight) + (_cellHeight / 2) + 3;
            _canvas.Text(right, y, Numbers(row.Collaborations, row.Meetings), "soft small");
        }

        foreach (var (index, column) in _columns.Index())
        {
            _canvas.Text(MiddleOf(left, index), bottom + 16, Numbers(column.Collaborations, column.Meetings), "soft small", "middle");
        }

        _canvas.Text(right, bottom + 16, Numbers(coverage.Totals.Collaborations, coverage.Totals.Meetings), "small strong");
    }

    private void DrawCell(double x, double y, AxisItem row, AxisItem column, Cell? cell)
    {
        var (width, height) = (_cellWidth - Gap, _cellHeight - Gap);

        if (cell is null)
        {
            _canvas.Box(x, y, width, height, "empty");
        }
        else if (isLinked)
        {
            DrawField(x, y, cell, row, column, ofMeetings: false);
            DrawField(x, y + (height / 2), cell, row, column, ofMeetings: true);
        }
        else
        {
            var said = $"{NameOf(row)} × {NameOf(column)}: {InWords(cell.Collaborations, cell.Meetings)}";
            _canvas.Box(x, y, width, height, $"a tone{Tone(Size(cell))}", said: said);
            var style = Tone(Size(cell)) == 3 ? "strong on" : "strong";
            _canvas.Text(x + (width / 2), y + (height / 2) + 5, Numbers(cell.Collaborations, cell.Meetings), style, "middle");
        }
    }

    /// <summary>Draws one number of a cell, with the stages of the collaborations or the date of the last meeting.</summary>
    private void DrawField(double x, double y, Cell cell, AxisItem row, AxisItem column, bool ofMeetings)
    {
        var (width, height, count) = (_cellWidth - Gap, (_cellHeight - Gap) / 2, ofMeetings ? cell.Meetings : cell.Collaborations);

        if (count is not > 0)
        {
            _canvas.Box(x, y, width, height, "empty");

            return;
        }

        var more = ofMeetings
            ? cell.LastMet is { } last ? last.Edtf : ""
            : string.Join(", ", cell.Stages.Select(s => words[EnumNames.Write(s.Stage)]));
        var link = CellLinkBuilder.Expand(ofMeetings ? coverage.Links.Meetings : coverage.Links.Collaborations!, row, column);
        var number = count.Value.ToString(CultureInfo.InvariantCulture);
        var counted = words[ofMeetings ? "meetings" : "collaborations"];
        _canvas.Link(link, $"{NameOf(row)} × {NameOf(column)}, {counted}: {number} {more}".TrimEnd(), () =>
        {
            _canvas.Box(x, y, width, height - 1, $"{(ofMeetings ? "a" : "c")} tone{Tone(count.Value)}");
            _canvas.Text(x + 8, y + 18, number, "strong");
            _canvas.Text(x + 14 + SvgCanvas.Width(number), y + 18, SvgCanvas.Cut(more, width - 22 - SvgCanvas.Width(number), 11), "small");
        });
    }

    /// <summary>Returns one of three tones, by comparison with the highest count.</summary>
    private int Tone(int count) => _most <= 1 ? 2 : 1 + (int)Math.Round(2.0 * (count - 1) / (_most - 1));

    private static int Size(Cell cell) => Math.Max(cell.Collaborations ?? 0, cell.Meetings);

    private string Description()
    {
        const int MaxCells = 60;
        var cells = coverage.Cells.Take(MaxCells).Select(c =>
            $"{Named(coverage.Rows, c.Row)} × {Named(coverage.Columns, c.Column)}: {InWords(c.Collaborations, c.Meetings)}");

        return string.Join("; ", cells) is { Length: > 0 } text ? text : words["nothing"];
    }

    private string Named(Axis axis, string id) => NameOf(axis.Items.First(i => i.Id == id));

    private string NameOf(AxisItem item) => words.Of(item.Name, item.Id);

    private string InWords(int? collaborations, int meetings) => collaborations is null
        ? words.Count(meetings, "meetings")
        : $"{words.Count(collaborations.Value, "collaborations")}, {words.Count(meetings, "meetings")}";

    private static string Numbers(int? collaborations, int meetings) => collaborations is null
        ? meetings.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{collaborations} · {meetings}");
}
