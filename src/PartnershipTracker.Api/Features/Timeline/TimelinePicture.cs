using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Timeline;

/// <summary>
/// The picture of a timeline, with a row for each entry: a solid bar for several days, a diamond for one day, and a dashed span over all
/// possible days for one unknown day. A planned meeting is hollow, a cancelled one is crossed out. An unknown date has no shape.
/// </summary>
internal sealed class TimelinePicture(
    IReadOnlyList<TimelineEntry> entries, bool isCut, IReadOnlyDictionary<string, LocalizedText> names, Labels words, bool isLinked)
{
    private const double Margin = 20;
    private const double RowHeight = 28;
    private const double LabelWidth = 360;
    private const double ChartWidth = 640;
    private const double Top = 96;
    private const double Left = Margin + LabelWidth;

    private readonly DateOnly _first = Month(entries.Min(FirstOf) ?? DateOnly.MinValue);
    private readonly DateOnly _last = Month(entries.Max(LastOf) ?? DateOnly.MinValue).AddMonths(1);

    public string Draw()
    {
        var canvas = new SvgCanvas(isLinked);
        var bottom = Top + (entries.Count * RowHeight) + (isCut ? RowHeight : 0);
        canvas.Text(Margin, 34, words["timeline"], "title");
        DrawLegend(canvas);
        DrawTicks(canvas, bottom);

        canvas.List(words["timeline"], () =>
        {
            foreach (var (index, entry) in entries.Index())
            {
                canvas.Link(
                    entry.Link, $"{entry.Date.Edtf}: {LabelOf(entry)}", () => DrawEntry(canvas, Top + (index * RowHeight), entry));
            }
        });

        if (entries.Count == 0 || isCut)
        {
            canvas.Text(Margin, bottom - 8, words[isCut ? "more" : "nothing"], "soft small");
        }

        return canvas.Finish(
            Left + ChartWidth + 24, bottom + 20, words.Language, words["timeline"],
            entries.Count == 0 ? words["nothing"] : string.Join("; ", entries.Select(e => $"{e.Date.Edtf}: {LabelOf(e)}")),
            entries.Count == 0 ? null : (_first, _last.AddDays(-1)));
    }

    private void DrawLegend(SvgCanvas canvas)
    {
        var x = Margin;

        foreach (var (draw, word) in new (Action<double> Draw, string Word)[]
        {
            (at => canvas.Box(at, 49, 22, 9, "a tone3"), "lasted"),
            (at => canvas.Diamond(at + 11, 53.5, 6, "a"), "day"),
            (at => canvas.Box(at, 49, 22, 9, "a faint").Box(at, 49, 22, 9, "rim a"), "somewhen"),
        })
        {
            draw(x);
            canvas.Text(x + 28, 58, words[word], "soft small");
            x += 28 + SvgCanvas.Width(words[word], 11) + 22;
        }

        foreach (var (style, word) in new[] { ("b", "trip"), ("a", "meeting"), ("c", "stage") })
        {
            canvas.Box(x, 49, 9, 9, style);
            canvas.Text(x + 14, 58, words[word], "soft small");
            x += 14 + SvgCanvas.Width(words[word], 11) + 18;
        }

        foreach (var status in new[] { MeetingStatus.Planned, MeetingStatus.Cancelled }.Where(s => entries.Any(e => e.Status == s)))
        {
            var word = EnumNames.Write(status);
            DrawDay(canvas, x + 6, 53.5, 5, "a", status);
            canvas.Text(x + 16, 58, words[word], "soft small");
            x += 16 + SvgCanvas.Width(words[word], 11) + 18;
        }
    }

    /// <summary>Draws months, quarters or years, as many as are readable.</summary>
    private void DrawTicks(SvgCanvas canvas, double bottom)
    {
        var months = Months(_first, _last);
        var step = months <= 14 ? 1 : months <= 42 ? 3 : months <= 170 ? 12 : 12 * (1 + (months / 170));

        for (var day = _first; _first > DateOnly.MinValue && day <= _last; day = day.AddMonths(step))
        {
            canvas.Line(X(day), Top - 12, X(day), bottom);

            if (day < _last)
            {
                canvas.Text(X(day) + 3, Top - 16, day.ToString(step < 12 ? "yyyy-MM" : "yyyy", CultureInfo.InvariantCulture), "soft small");
            }
        }
    }

    private void DrawEntry(SvgCanvas canvas, double y, TimelineEntry entry)
    {
        var (color, middle) = (ColorOf(entry), y + (RowHeight / 2));
        var said = $"{entry.Date.Edtf}: {LabelOf(entry)}";
        canvas.Text(
            Margin, middle + 4, SvgCanvas.Cut(LabelOf(entry), LabelWidth - 14), entry.Status is MeetingStatus.Cancelled ? "void" : "");

        if (FirstOf(entry) is not { } first || LastOf(entry) is not { } last)
        {
            return;
        }

        var (from, to) = (X(first), X(last.AddDays(1)));

        if (entry.Date.Precision is FuzzyDatePrecision.Day)
        {
            DrawDay(canvas, (from + to) / 2, middle, 7, color, entry.Status, said);

            return;
        }

        if (entry.Date.Precision is FuzzyDatePrecision.Interval)
        {
            var style = entry.Status is MeetingStatus.Planned ? "hollow" : "tone3";
            canvas.Box(from, middle - 6, Math.Max(4, to - from), 12, $"{color} {style}", said: said);
        }
        else
        {
            var style = entry.Status is MeetingStatus.Planned ? "paper" : $"{color} faint";
            canvas.Box(from, middle - 6, Math.Max(4, to - from), 12, style, said: said);
            canvas.Box(from, middle - 6, Math.Max(4, to - from), 12, $"rim {color}");
        }

        if (entry.Status is MeetingStatus.Cancelled)
        {
            Cross(canvas, (from + to) / 2, middle, 6);
        }
    }

    private static void DrawDay(
        SvgCanvas canvas, double x, double y, double radius, string color, MeetingStatus? status, string? said = null)
    {
        canvas.Diamond(x, y, radius, status is MeetingStatus.Planned ? $"{color} hollow" : color, said);

        if (status is MeetingStatus.Cancelled)
        {
            Cross(canvas, x, y, radius);
        }
    }

    private static void Cross(SvgCanvas canvas, double x, double y, double radius) => canvas
        .Line(x - radius, y - radius, x + radius, y + radius, "cross").Line(x - radius, y + radius, x + radius, y - radius, "cross");

    private string LabelOf(TimelineEntry entry) => entry.Stage is { } stage
        ? $"{NameOf(entry.Affiliates[0])} × {NameOf(entry.Companies[0])}, {NameOf(entry.Areas[0])}: {words[EnumNames.Write(stage)]}"
            + (entry.PlacedBy is Placement.Reported ? $" ({words["reported"]})" : "")
        : entry.Status is { } status and not MeetingStatus.Held ? $"{words[EnumNames.Write(status)]}: {words.Of(entry.Title, "")}"
        : words.Of(entry.Title, "");

    private string NameOf(string key) => words.Of(names.GetValueOrDefault(key), key);

    private static string ColorOf(TimelineEntry entry) => entry.Type switch
    {
        TimelineEntryType.Trip => "b",
        TimelineEntryType.Meeting => "a",
        _ => "c",
    };

    /// <summary>Returns the first day to draw: the last day if the date has no start.</summary>
    private static DateOnly? FirstOf(TimelineEntry entry) => entry.Date.FirstDay ?? entry.Date.LastDay;

    /// <summary>Returns the last day to draw: the first day if the date has no end.</summary>
    private static DateOnly? LastOf(TimelineEntry entry) => entry.Date.LastDay ?? entry.Date.FirstDay;

    private double X(DateOnly day) =>
        Left + (ChartWidth * (day.DayNumber - _first.DayNumber) / Math.Max(1, _last.DayNumber - _first.DayNumber));

    private static DateOnly Month(DateOnly day) => new(day.Year, day.Month, 1);

    private static int Months(DateOnly first, DateOnly last) => (12 * (last.Year - first.Year)) + last.Month - first.Month;
}
