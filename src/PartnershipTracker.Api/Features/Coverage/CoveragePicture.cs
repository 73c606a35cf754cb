using PartnershipTracker.Features.Insights;

namespace PartnershipTracker.Features.Coverage;

/// <summary>The picture of a matrix. A cell with higher counts is darker; its numbers are collaborations and meetings.</summary>
internal sealed class CoveragePicture(CoverageResponse coverage, Labels words)
{
    /// <summary>The most items of an axis that are drawn: a larger picture is not readable.</summary>
    private const int MaxItems = 60;

    private const double CellWidth = 92;
    private const double CellHeight = 40;
    private const double Margin = 20;
    private const double Gap = 4;

    private readonly IReadOnlyList<AxisItem> _rows = [.. coverage.Rows.Items.Take(MaxItems)];
    private readonly IReadOnlyList<AxisItem> _columns = [.. coverage.Columns.Items.Take(MaxItems)];

    public string Draw()
    {
        var canvas = new SvgCanvas();
        var left = Margin + Math.Min(260, _rows.Select(r => 1.1 * SvgCanvas.Width(NameOf(r))).DefaultIfEmpty(60).Max()) + 16;
        var right = left + (_columns.Count * CellWidth) + 8;
        var top = 92.0;
        var cells = coverage.Cells.ToDictionary(c => (c.Row, c.Column));
        canvas.Text(Margin, 34, Title, "title");
        canvas.Text(Margin, 56, Legend, "soft small");

        foreach (var (index, column) in _columns.Index())
        {
            var middle = left + (index * CellWidth) + ((CellWidth - Gap) / 2);
            canvas.Text(middle, top - 10, SvgCanvas.Cut(NameOf(column), CellWidth - Gap), "strong", "middle");
        }

        foreach (var (index, row) in _rows.Index())
        {
            var y = top + (index * CellHeight);
            canvas.Text(left - 12, y + (CellHeight / 2) + 3, SvgCanvas.Cut(NameOf(row), 260), "strong", "end");

            foreach (var (at, column) in _columns.Index())
            {
                DrawCell(canvas, left + (at * CellWidth), y, row, column, cells.GetValueOrDefault((row.Id, column.Id)));
            }

            canvas.Text(right, y + (CellHeight / 2) + 3, Numbers(row.Collaborations, row.Meetings), "soft small");
        }

        var bottom = top + (_rows.Count * CellHeight);

        foreach (var (index, column) in _columns.Index())
        {
            var middle = left + (index * CellWidth) + ((CellWidth - Gap) / 2);
            canvas.Text(middle, bottom + 16, Numbers(column.Collaborations, column.Meetings), "soft small", "middle");
        }

        canvas.Text(right, bottom + 16, Numbers(coverage.Totals.Collaborations, coverage.Totals.Meetings), "small strong");
        var width = Math.Max(right + 82, Margin + (1.1 * SvgCanvas.Width(Title, 17)) + Margin);

        return canvas.Finish(width, bottom + 34, words.Language, Title, Description());
    }

    private string Title =>
        $"{words["coverage"]}: {words[EnumNames.Write(coverage.Rows.Dimension)]} × {words[EnumNames.Write(coverage.Columns.Dimension)]}";

    private string Legend =>
        coverage.Totals.Collaborations is null ? words["meetings"] : $"{words["collaborations"]} · {words["meetings"]}";

    private void DrawCell(SvgCanvas canvas, double x, double y, AxisItem row, AxisItem column, Cell? cell)
    {
        var (width, height) = (CellWidth - Gap, CellHeight - Gap);

        if (cell is null)
        {
            canvas.Box(x, y, width, height, "empty");

            return;
        }

        var said = $"{NameOf(row)} × {NameOf(column)}: {InWords(cell.Collaborations, cell.Meetings)}";
        canvas.Box(x, y, width, height, $"a tone{Tone(cell)}", said: said);
        var style = Tone(cell) == 3 ? "strong on" : "strong";
        canvas.Text(x + (width / 2), y + (height / 2) + 5, Numbers(cell.Collaborations, cell.Meetings), style, "middle");
    }

    /// <summary>Returns one of three tones, by comparison with the highest count.</summary>
    private int Tone(Cell cell)
    {
        var most = coverage.Cells.Max(Size);

        return most <= 1 ? 2 : 1 + (int)Math.Round(2.0 * (Size(cell) - 1) / (most - 1));

        static int Size(Cell cell) => Math.Max(cell.Collaborations ?? 0, cell.Meetings);
    }

    private string Description()
    {
        var cells = coverage.Cells.Take(MaxItems).Select(c =>
            $"{Named(coverage.Rows, c.Row)} × {Named(coverage.Columns, c.Column)}: {InWords(c.Collaborations, c.Meetings)}");

        return string.Join("; ", cells) is { Length: > 0 } text ? text : words["nothing"];
    }

    private string Named(Axis axis, string id) => NameOf(axis.Items.First(i => i.Id == id));

    private string NameOf(AxisItem item) => words.Of(item.Name, item.Id);

    private string InWords(int? collaborations, int meetings) => collaborations is null
        ? string.Create(CultureInfo.InvariantCulture, $"{meetings} {words["meetings"]}")
        : string.Create(CultureInfo.InvariantCulture, $"{collaborations} {words["collaborations"]}, {meetings} {words["meetings"]}");

    private static string Numbers(int? collaborations, int meetings) => collaborations is null
        ? meetings.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{collaborations} · {meetings}");
}
