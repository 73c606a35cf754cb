using PartnershipTracker.Features.Insights;

namespace PartnershipTracker.Features.Network;

/// <summary>
/// The picture of affiliates, areas and companies in three columns. The more collaborations and meetings connect two, the wider the band,
/// which has a part for either.
/// </summary>
internal sealed class NetworkPicture(NetworkLayout layers, Labels words, NodeLinks? links)
{
    private const double Margin = 20;
    private const double Top = 92;
    private const double RowHeight = 44;
    private const double ColumnWidth = 250;
    private const double Between = 130;
    private const double MaxWidth = 16;

    private static readonly string[] Columns = ["affiliates", "areas", "companies"];

    public string Draw()
    {
        var columns = Order();
        var canvas = new SvgCanvas(links is not null);
        var height = Math.Max(1, columns.Max(c => c.Count)) * RowHeight;
        var places = columns.Select(c => c.Index().ToDictionary(
            n => n.Item, n => Top + (height * (n.Index + 0.5) / c.Count), StringComparer.Ordinal)).ToList();
        canvas.Text(Margin, 34, words["network"], "title");
        var isAnyOpen = layers.ToAreas.Concat(layers.ToCompanies).Any(s => s.IsOpen);
        canvas.Text(Margin, Top + height + 8, isAnyOpen ? $"{words["wider"]} {words["dashed"]}" : words["wider"], "soft small");
        canvas.List(words["connections"], () =>
        {
            DrawStrands(canvas, layers.ToAreas, places[0], places[1], 0);
            DrawStrands(canvas, layers.ToCompanies, places[1], places[2], 1);
        });

        foreach (var (index, word) in Columns.Index())
        {
            canvas.Text(LeftOf(index) + (ColumnWidth / 2), 70, words[word], "soft", "middle");

            canvas.List(words[word], () =>
            {
                foreach (var (key, y) in places[index])
                {
                    canvas.Link(links?.Of(word, key), NameOf(key), () => DrawNode(canvas, index, y, key));
                }
            });
        }

        return canvas.Finish(LeftOf(2) + ColumnWidth + Margin, Top + height + 26, words.Language, words["network"], Description());
    }

    private void DrawNode(SvgCanvas canvas, int column, double y, string key)
    {
        canvas.Box(LeftOf(column), y - 14, ColumnWidth, 28, "paper", 6);
        canvas.Box(LeftOf(column), y - 14, ColumnWidth, 28, column == 1 ? "c faint" : "a faint", 6);
        canvas.Text(LeftOf(column) + (ColumnWidth / 2), y + 5, SvgCanvas.Cut(NameOf(key), ColumnWidth - 16), "strong", "middle");
    }

    private void DrawStrands(
        SvgCanvas canvas, IReadOnlyList<Strand> strands, Dictionary<string, double> left, Dictionary<string, double> right, int column)
    {
        var most = layers.ToAreas.Concat(layers.ToCompanies).Max(s => (int?)s.Weight) ?? 1;

        foreach (var strand in strands)
        {
            var width = Math.Max(1.5, MaxWidth * Math.Sqrt((double)strand.Weight / most));
            var top = -width / 2;

            foreach (var part in PartsOf(strand))
            {
                var height = width * part.Count / strand.Weight;
                var offset = top + (height / 2);
                top += height;
                canvas.Link(part.Address, part.InWords, () => canvas.Band(
                    LeftOf(column) + ColumnWidth, left[strand.Left] + offset, LeftOf(column + 1), right[strand.Right] + offset, height,
                    (column == 0 ? "tie" : "tie c") + (part.IsOpen ? " open" : ""), part.InWords));
            }
        }
    }

    /// <summary>Returns the collaborations and the meetings of a band, if it has any.</summary>
    private IEnumerable<StrandPart> PartsOf(Strand strand)
    {
        var name = $"{NameOf(strand.Left)} – {NameOf(strand.Right)}";

        if (strand.Collaborations > 0)
        {
            yield return new(
                strand.Collaborations, $"{name}, {words["collaborations"]}: {strand.Collaborations}", links?.Collaborations(strand), false);
        }

        if (strand.Meetings > 0)
        {
            var meetings = $"{name}, {words["meetings"]}: {strand.Meetings}{NotHeld(strand)}";

            yield return new(strand.Meetings, meetings, links?.Meetings(strand), strand.IsOpen);
        }
    }

    /// <summary>Orders each column by its connections with the column before, so that fewer bands cross.</summary>
    private List<List<string>> Order()
    {
        var affiliates = layers.ToAreas.GroupBy(s => s.Left)
            .OrderByDescending(g => g.Sum(s => s.Weight)).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key).ToList();
        var areas = Follow(affiliates, layers.ToAreas.Select(s => (s.Left, s.Right, s.Weight)))
            .Union(layers.ToCompanies.Select(s => s.Left).Order(StringComparer.Ordinal)).ToList();
        var companies = Follow(areas, layers.ToCompanies.Select(s => (s.Left, s.Right, s.Weight)));

        return [affiliates, areas, companies];
    }

    private static List<string> Follow(List<string> before, IEnumerable<(string Before, string After, int Weight)> strands) =>
    [
        .. strands.GroupBy(s => s.After)
            .OrderBy(g => g.Sum(s => (double)s.Weight * before.IndexOf(s.Before)) / g.Sum(s => s.Weight))
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.Key),
    ];

    private string Description() => layers.ToAreas.Count + layers.ToCompanies.Count == 0
        ? words["nothing"]
        : string.Join("; ", layers.ToAreas.Concat(layers.ToCompanies).SelectMany(PartsOf).Select(part => part.InWords));

    /// <summary>Returns the numbers of the meetings that did not take place, in brackets.</summary>
    private string NotHeld(Strand strand)
    {
        var notHeld = string.Join(
            ", ",
            new[] { (strand.Planned, Word: "planned"), (strand.Cancelled, Word: "cancelled") }.Where(n => n.Item1 > 0)
                .Select(n => string.Create(CultureInfo.InvariantCulture, $"{n.Item1} {words[n.Word]}")));

        return notHeld is "" ? "" : $" ({notHeld})";
    }

    private string NameOf(string key) => words.Of(layers.Nodes.GetValueOrDefault(key)?.Name, key);

    private static double LeftOf(int column) => Margin + (column * (ColumnWidth + Between));
}

/// <summary>The collaborations or the meetings of a band, and the address of their list.</summary>
internal sealed record StrandPart(int Count, string InWords, string? Address, bool IsOpen);

/// <summary>The addresses that the marks of the picture open.</summary>
internal sealed class NodeLinks(LayersQuery query)
{
    private readonly FactLists _lists = new(query, query.Kind, query.Stage);

    public string Of(string collection, string key) => $"{query.Api}/{collection}/{key}";

    public string Collaborations(Strand strand) =>
        _lists.Collaborations((FactLists.Connection, $"{EnumNames.Write(EdgeType.Collaboration)}:{strand.Left}:{strand.Right}"));

    /// <summary>Returns the request of the meetings: a link goes from an organization to an area.</summary>
    public string Meetings(Strand strand) =>
        _lists.Meetings((FactLists.Connection, $"{EnumNames.Write(EdgeType.Link)}:{strand.Organization}:{strand.Area}"));
}
