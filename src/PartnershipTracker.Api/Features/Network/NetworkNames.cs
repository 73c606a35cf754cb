using PartnershipTracker.Features.Insights;
using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Features.Network;

/// <summary>The answers of a network, with the names of its nodes.</summary>
internal sealed class NetworkNames(TrackerDb db, Query query, FactLists lists)
{
    /// <summary>Refuses an unknown key.</summary>
    public async Task Require(string parameter, string key, CancellationToken cancellation)
    {
        if ((await Nodes(db, [key], cancellation)).Count == 0)
        {
            throw new ProblemException("unprocessable", Fault.Of(parameter, "unknown_key", key));
        }
    }

    /// <summary>Makes the refusal of a network with too many edges, which names the parameter that reduces them.</summary>
    public static ProblemException TooLarge(Query query) => new(
        "unprocessable",
        query is NetworkQuery { Around: null } ? Fault.Of("around", "required") : Fault.Of("around", "too_many", NetworkReader.MaxEdges));

    public async Task<NetworkResponse> Show(NetworkReader network, CancellationToken cancellation)
    {
        var ties = network.Ties;

        if (ties.Count > NetworkReader.MaxEdges)
        {
            throw TooLarge(query);
        }

        var nodes = await Nodes(db, [.. ties.SelectMany(t => new[] { t.Source, t.Target }).Distinct()], cancellation);

        return new([.. nodes.Values.OrderBy(n => n.Type).ThenBy(n => n.Id, StringComparer.Ordinal)], [.. ties.Select(NetworkEdge)])
        {
            Meetings = await Disclosed(ties, cancellation),
        };
    }

    public async Task<PathResponse> Show(PathQuery asked, NetworkPaths? found, CancellationToken cancellation)
    {
        var nodes = await Nodes(db, [.. (found?.Paths ?? []).SelectMany(path => path).Distinct()], cancellation);
        var paths = (found?.Paths ?? [])
            .Select(path => path.Zip(path.Skip(1), (from, to) => (from, to, ties: found!.Graph.Between(from, to))).ToList()).ToList();
        var shown = paths.ConvertAll<IReadOnlyList<Hop>>(path =>
            path.ConvertAll(h => new Hop(nodes[h.from], nodes[h.to], [.. h.ties.Select(NetworkEdge)])));

        return new(
            asked.From!, asked.To!, shown.FirstOrDefault(), [.. shown.Skip(1).Select(path => new AlternativePath(path))],
            found?.HasMore is true)
        {
            Meetings = await Disclosed(paths.SelectMany(path => path).SelectMany(h => h.ties), cancellation),
        };
    }

    private NetworkEdge NetworkEdge(NetworkEdgeRow tie) =>
        new(tie.Source, tie.Target, EnumNames.Read<EdgeType>(tie.Type), tie.Weight, [.. tie.Facts.Select(fact => $"{query.Api}/{fact}")],
            tie.Statuses(), ListOf(tie));

    private string? ListOf(NetworkEdgeRow tie) => EnumNames.Read<EdgeType>(tie.Type) switch
    {
        EdgeType.Participation or EdgeType.Link => lists.Meetings((FactLists.Connection, tie.Name)),
        EdgeType.Collaboration => lists.Collaborations((FactLists.Connection, tie.Name)),
        _ => null,
    };

    /// <summary>Returns the nodes with these keys; unknown keys are left out.</summary>
    public static async Task<Dictionary<string, NetworkNode>> Nodes(TrackerDb db, string[] keys, CancellationToken cancellation)
    {
        var organizations = db.Organizations.Where(o => keys.Contains(o.Id))
            .Select(o => new { o.Id, Type = o.Resource, o.Name.Ko, o.Name.En });
        var areas = db.Areas.Where(a => keys.Contains(a.Id)).Select(a => new { a.Id, Type = "areas", a.Name.Ko, a.Name.En });
        var people = db.People.Where(p => keys.Contains(p.Id)).Select(p => new { p.Id, Type = "people", p.Name.Ko, p.Name.En });

        return await organizations.Concat(areas).Concat(people).ToDictionaryAsync(
            n => n.Id,
            n => new NetworkNode(
                n.Id,
                n.Type switch
                {
                    "affiliates" => NodeType.Affiliate,
                    "companies" => NodeType.Company,
                    "areas" => NodeType.Area,
                    _ => NodeType.Person,
                },
                new(n.Ko, n.En)),
            cancellation);
    }

    private static readonly Confidentiality[] Recorded = [.. Enum.GetValues<Confidentiality>().Where(c => c >= AuditWriter.Recorded)];

    /// <summary>Returns the reads of the facts that are meetings and are confidential.</summary>
    private async Task<IReadOnlyList<AuditedRead>> Disclosed(IEnumerable<NetworkEdgeRow> ties, CancellationToken cancellation)
    {
        var ids = ties.SelectMany(t => t.Facts).Where(f => f.StartsWith("meetings/", StringComparison.Ordinal)).Distinct()
            .Select(f => Guid.Parse(f.AsSpan("meetings/".Length), CultureInfo.InvariantCulture)).ToList();

        return ids.Count == 0 ? [] :
        [
            .. (await db.Meetings
                .Where(m => ids.Contains(m.Id) && (Recorded.Contains(m.Confidentiality) || m.Readers.Count > 0))
                .Select(m => new { m.Id, m.Version, m.Confidentiality, m.Readers }).ToListAsync(cancellation))
                .Select(m => new AuditedRead("meetings", $"{m.Id}", m.Version, new AccessLabel(m.Confidentiality, m.Readers))),
        ];
    }
}
