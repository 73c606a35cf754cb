namespace PartnershipTracker.Features.Network;

/// <summary>The order of paths by the support of the facts behind their hops.</summary>
internal sealed class FactSupport(TrackerDb db)
{
    private readonly Dictionary<(string Fact, string? Organization), Support> _known = [];

    /// <summary>
    /// Orders paths by the support of their weakest hop, then by the number of facts. A hop has the support of its best fact; a disputed
    /// fact has none, and a membership of the group needs none.
    /// </summary>
    public async Task<IEnumerable<string[]>> Rank(IReadOnlyList<string[]> paths, NetworkReader graph, CancellationToken cancellation)
    {
        var hops = paths.SelectMany(Hops).Distinct().ToDictionary(h => h, h => graph.Between(h.From, h.To));
        await Read([.. hops.Values.SelectMany(ties => ties)], cancellation);
        var supports = hops.ToDictionary(h => h.Key, h => h.Value.Max(Of));

        return paths.OrderByDescending(p => Hops(p).Min(h => supports[h]))
            .ThenByDescending(p => Hops(p).Sum(h => hops[h].Sum(tie => tie.Weight)))
            .ThenBy(p => string.Join(' ', p), StringComparer.Ordinal);
    }

    private static IEnumerable<(string From, string To)> Hops(string[] path) => path.Zip(path.Skip(1));

    private Support Of(NetworkEdgeRow tie) => EnumNames.Read<EdgeType>(tie.Type) switch
    {
        EdgeType.Membership => Support.Stated,
        EdgeType.Position => tie.Facts.Max(fact => _known.GetValueOrDefault((fact, tie.Target))),
        _ => tie.Facts.Max(fact => _known.GetValueOrDefault((fact, null))),
    };

    private async Task Read(IReadOnlyList<NetworkEdgeRow> ties, CancellationToken cancellation)
    {
        var facts = ties.SelectMany(tie => tie.Facts).Distinct().Select(fact => fact.Split('/')).ToLookup(f => f[0], f => f[1]);

        if (facts["meetings"].Select(Guid.Parse).ToList() is { Count: > 0 } meetings)
        {
            Add(await db.Meetings.Where(m => meetings.Contains(m.Id))
                .Select(m => new Found("meetings/" + m.Id, null, m.Support, m.Disputed)).ToListAsync(cancellation));
        }

        if (facts["collaborations"].Select(Guid.Parse).ToList() is { Count: > 0 } collaborations)
        {
            Add(await db.Collaborations.Where(c => collaborations.Contains(c.Id))
                .Select(c => new Found("collaborations/" + c.Id, null, c.Support, c.Disputed)).ToListAsync(cancellation));
        }

        if (facts["people"].ToList() is { Count: > 0 } people)
        {
            Add(await db.People.Where(p => people.Contains(p.Id)).SelectMany(p => p.Positions)
                .Select(p => new Found("people/" + p.PersonId, p.OrganizationId, p.Support, p.Disputed)).ToListAsync(cancellation));
        }
    }

    private void Add(List<Found> found)
    {
        foreach (var fact in found)
        {
            var place = (fact.Fact, fact.Organization);
            var support = fact.IsDisputed ? Support.None : fact.Support;
            _known[place] = support > _known.GetValueOrDefault(place) ? support : _known.GetValueOrDefault(place);
        }
    }

    private sealed record Found(string Fact, string? Organization, Support Support, bool IsDisputed);
}
