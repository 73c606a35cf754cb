using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Network;

/// <summary>
/// A band between an affiliate and an area, or an area and a company, with its weight and the meetings in it that did not take place.
/// </summary>
internal sealed record Strand(string Left, string Right, int Weight, int Planned = 0, int Cancelled = 0)
{
    /// <summary>True if nothing in it has taken place and no collaboration supports it.</summary>
    public bool IsOpen => Planned + Cancelled == Weight;
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
        var links = await new NetworkEdges(db, asked, criteria).Of(null, cancellation);
        var collaborations = await (await db.Collaborations(criteria, cancellation, query.Stage))
            .Select(c => new { c.AffiliateId, c.AreaId, c.CompanyId }).ToListAsync(cancellation);
        var keys = links.SelectMany(l => new[] { l.Source, l.Target })
            .Concat(collaborations.SelectMany(c => new[] { c.AffiliateId, c.AreaId, c.CompanyId })).Distinct();
        var nodes = await new NetworkNames(db, query).Nodes([.. keys], cancellation);
        bool IsOf(string key, NodeType type) => nodes.TryGetValue(key, out var node) && node.Type == type;

        return new(
            Heaviest([
                .. links.Where(l => IsOf(l.Source, NodeType.Affiliate))
                    .Select(l => new Strand(l.Source, l.Target, l.Weight, l.Planned, l.Cancelled)),
                .. collaborations.Select(c => new Strand(c.AffiliateId, c.AreaId, 1)),
            ]),
            Heaviest([
                .. links.Where(l => IsOf(l.Source, NodeType.Company))
                    .Select(l => new Strand(l.Target, l.Source, l.Weight, l.Planned, l.Cancelled)),
                .. collaborations.Select(c => new Strand(c.AreaId, c.CompanyId, 1)),
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
                .GroupBy(s => (s.Left, s.Right))
                .Select(g => new Strand(
                    g.Key.Left, g.Key.Right, g.Sum(s => s.Weight), g.Sum(s => s.Planned), g.Sum(s => s.Cancelled)))
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
