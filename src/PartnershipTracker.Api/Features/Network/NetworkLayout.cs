using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Network;

/// <summary>
/// A band between an affiliate and an area, or an area and a company: its collaborations, its meetings, and those of the meetings that did
/// not take place.
/// </summary>
internal sealed record Strand(
    string Left, string Right, bool IsToArea, int Collaborations, int Meetings, int Planned = 0, int Cancelled = 0)
{
    public string Organization => IsToArea ? Left : Right;

    public string Area => IsToArea ? Right : Left;

    public int Weight => Collaborations + Meetings;

    /// <summary>True if none of its meetings has taken place.</summary>
    public bool IsOpen => Meetings > 0 && Planned + Cancelled == Meetings;
}

/// <summary>The bands between affiliates, areas and companies: collaborations, and area links of meetings.</summary>
internal sealed record NetworkLayout(
    IReadOnlyList<Strand> ToAreas, IReadOnlyList<Strand> ToCompanies, IReadOnlyDictionary<string, NetworkNode> Nodes)
{
    /// <summary>The most nodes of a column that are drawn.</summary>
    private const int MaxNodes = 40;

    public static async Task<NetworkLayout> Of(TrackerDb db, LayersQuery query, MeetingCriteria criteria, CancellationToken cancellation)
    {
        var asked = new NetworkQuery { Type = [EnumNames.Write(EdgeType.Link)], Kind = query.Kind, Stage = query.Stage };
        var links = await new NetworkEdges(db, asked, criteria) { IsCounted = true }.Of(null, cancellation);
        var collaborations = await (await db.Collaborations(criteria, cancellation, query.Stage))
            .Select(c => new { c.AffiliateId, c.AreaId, c.CompanyId }).ToListAsync(cancellation);
        var keys = links.SelectMany(l => new[] { l.Source, l.Target })
            .Concat(collaborations.SelectMany(c => new[] { c.AffiliateId, c.AreaId, c.CompanyId })).Distinct();
        var nodes = await NetworkNames.Nodes(db, [.. keys], cancellation);
        bool IsOf(string key, NodeType type) => nodes.TryGetValue(key, out var node) && node.Type == type;

        return new(
            Heaviest([
                .. links.Where(l => IsOf(l.Source, NodeType.Affiliate))
                    .Select(l => new Strand(l.Source, l.Target, true, 0, l.Weight, l.Planned, l.Cancelled)),
                .. collaborations.Select(c => new Strand(c.AffiliateId, c.AreaId, true, 1, 0)),
            ]),
            Heaviest([
                .. links.Where(l => IsOf(l.Source, NodeType.Company))
                    .Select(l => new Strand(l.Target, l.Source, false, 0, l.Weight, l.Planned, l.Cancelled)),
                .. collaborations.Select(c => new Strand(c.AreaId, c.CompanyId, false, 1, 0)),
            ]),
            nodes);
    }

    /// <summary>Returns each pair once, of the heaviest nodes on either side.</summary>
    private static List<Strand> Heaviest(IReadOnlyList<Strand> strands)
    {
        var (left, right) = (Top(strands, s => s.Left), Top(strands, s => s.Right));

        return
        [
            .. strands.Where(s => left.Contains(s.Left) && right.Contains(s.Right))
                .GroupBy(s => (s.Left, s.Right, s.IsToArea))
                .Select(g => new Strand(
                    g.Key.Left, g.Key.Right, g.Key.IsToArea, g.Sum(s => s.Collaborations), g.Sum(s => s.Meetings), g.Sum(s => s.Planned),
                    g.Sum(s => s.Cancelled)))
                .OrderBy(s => s.Left, StringComparer.Ordinal).ThenBy(s => s.Right, StringComparer.Ordinal),
        ];
    }

    private static HashSet<string> Top(IEnumerable<Strand> strands, Func<Strand, string> side) =>
    [
        .. strands.GroupBy(side).OrderByDescending(g => g.Sum(s => s.Weight)).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Take(MaxNodes).Select(g => g.Key),
    ];
}

/// <summary>The query of the picture of the network, beside the criteria of meetings.</summary>
public sealed class LayersQuery : Query
{
    /// <summary>Only meetings of one of these kinds.</summary>
    public string[]? Kind { get; init; }

    /// <summary>Only collaborations that are now in one of these stages.</summary>
    public string[]? Stage { get; init; }
}

public sealed class LayersQueryValidator : AbstractValidator<LayersQuery>
{
    public LayersQueryValidator()
    {
        RuleForEach(q => q.Kind).OneOf(default(MeetingKind?));
        RuleForEach(q => q.Stage).OneOf(default(CollaborationStage?));
    }
}
