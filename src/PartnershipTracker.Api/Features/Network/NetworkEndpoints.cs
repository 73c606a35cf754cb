using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Files.Writers;
using PartnershipTracker.Web.Responses;

namespace PartnershipTracker.Features.Network;

public static class NetworkEndpoints
{
    public static void MapNetwork(this RouteGroupBuilder api)
    {
        var network = api.MapGroup("/network").NeedsReadOrWrite().WithSnapshots(isOfAll: true)
            .WithTag("Network", "The connections between organizations, people and areas, with the facts behind each.");

        network.MapGet("/", Show).WithName("getNetwork");
        api.MapPicture("/network", "Network", "drawNetwork", Draw);
        network.MapGet("/path", ShowPath).WithName("getNetworkPath");
        api.MapRows("/network/nodes", "Network", "NetworkNodes", "network-nodes", ListNodes);
        api.MapRows("/network/edges", "Network", "NetworkEdges", "network-edges", ListEdges);
        api.MapFile("/network", FileFormat.GraphMl, "Network", "exportNetwork", Export);
    }

    /// <summary>Get the network of organizations, people and areas</summary>
    /// <remarks>
    /// Connections are meetings of people, areas of meetings, collaborations, positions, and memberships of the group. Their weight is the
    /// number of facts behind them. A meeting connects when it took place; `status` names other statuses, and `statuses` of a connection
    /// counts its meetings by status. Filters select the meetings; those by affiliate, company, area, stage and modality also select the
    /// collaborations.
    /// </remarks>
    private static async Task<Ok<NetworkResponse>> Show(
        [AsParameters] NetworkQuery query, [AsParameters] MeetingCriteria criteria, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await Find(db, query, criteria, cancellation));

    /// <summary>Export the network of organizations, people and areas</summary>
    /// <remarks>The nodes and edges, for programs that draw and measure graphs, with the filters of the network.</remarks>
    private static async Task<GraphMlFile> Export(
        [AsParameters] NetworkQuery query, [AsParameters] MeetingCriteria criteria, ExportSession store, CancellationToken cancellation)
    {
        var network = await Find(store.Db, query, criteria, cancellation);

        return new(
            "network",
            network,
            network.Nodes.Select(n => new GraphNode(n.Id, EnumNames.Write(n.Type), n.Name)),
            network.Edges.Select(e => new GraphEdge(
                e.Source, e.Target, EnumNames.Write(e.Type), e.Weight, StatusCounts.Print(e.Statuses))));
    }

    /// <summary>List the nodes of the network</summary>
    /// <remarks>A row for each organization, person and area of the network, with the filters of the network.</remarks>
    private static async Task<Ok<InsightTable<NodeRow>>> ListNodes(
        [AsParameters] NetworkQuery query, [AsParameters] MeetingCriteria criteria, TrackerDb db, CancellationToken cancellation)
    {
        var network = await Find(db, query, criteria, cancellation);

        return InsightTable.Of(network.Nodes.Select(NodeRow.From), network);
    }

    /// <summary>List the edges of the network</summary>
    /// <remarks>
    /// A row for each connection, with the number of facts behind it, the id, type and both names of each node, and the filters of the
    /// network.
    /// </remarks>
    private static async Task<Ok<InsightTable<EdgeRow>>> ListEdges(
        [AsParameters] NetworkQuery query, [AsParameters] MeetingCriteria criteria, TrackerDb db, CancellationToken cancellation)
    {
        var network = await Find(db, query, criteria, cancellation);

        return InsightTable.Of(EdgeRow.Of(network), network);
    }

    /// <summary>Draw the connections of affiliates, areas and companies</summary>
    /// <remarks>
    /// Affiliates, areas and companies in three columns as a picture (SVG 1.1), for a page or a dashboard to embed. The more collaborations
    /// and meetings connect two of them, the wider the band. With `status`, a dashed band has only meetings that did not take place. The
    /// picture has the filters of the network, and shows the forty heaviest nodes of each column.
    /// </remarks>
    private static async Task<SvgResult> Draw(
        [AsParameters] LayersQuery query, [AsParameters] MeetingCriteria criteria, [AsParameters] PictureQuery picture, TrackerDb db,
        CancellationToken cancellation)
    {
        var layers = await NetworkLayout.Of(db, query, criteria, cancellation);

        return SvgResult.Of(layers, shown => new NetworkPicture(
            shown, new(picture.Lang), picture.Links is "true" ? new(query) : null).Draw());
    }

    /// <summary>Get the shortest paths between two nodes</summary>
    /// <remarks>
    /// A shortest path of at most four hops between two companies, affiliates, people or areas, with all connections of each hop. `path` is
    /// null if there is none. `alternatives` has up to four further paths of the same length, and `hasMore` says whether there are others.
    /// The path whose weakest hop is best supported by sources comes first, then the one with the most facts. Of the nodes that continue a
    /// path, the ten with the most facts are considered.
    /// </remarks>
    private static async Task<Ok<PathResponse>> ShowPath([AsParameters] PathQuery query, TrackerDb db, CancellationToken cancellation)
    {
        var shown = new NetworkNames(db, query, new(query, null, null, isPeriod: false));
        await shown.Require("from", query.From!, cancellation);
        await shown.Require("to", query.To!, cancellation);
        var found = await NetworkPaths.Find(query.From!, query.To!, new(db, new(), new() { Status = query.Status }), new(db), cancellation);

        return TypedResults.Ok(await shown.Show(query, found, cancellation));
    }

    private static async Task<NetworkResponse> Find(
        TrackerDb db, NetworkQuery query, MeetingCriteria criteria, CancellationToken cancellation)
    {
        var shown = new NetworkNames(db, query, new(query, query.Kind, query.Stage));
        var edges = new NetworkEdges(db, query, criteria);

        if (query.Around is not { } center)
        {
            return await edges.AreTooMany(null, cancellation)
                ? throw NetworkNames.TooLarge(query)
                : await shown.Show(new(await edges.Of(null, cancellation)), cancellation);
        }

        await shown.Require("around", center, cancellation);
        var depth = query.Depth is null ? NetworkReader.DefaultDepth : query.Depth[0] - '0';
        var network = await NetworkReader.Around(center, depth, edges, cancellation);

        return network is null ? throw NetworkNames.TooLarge(query) : await shown.Show(network, cancellation);
    }
}
