using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Files.Writers;
using PartnershipTracker.Web.Responses;

namespace PartnershipTracker.Features.Network;

public static class NetworkEndpoints
{
    public static void MapNetwork(this IEndpointRouteBuilder api)
    {
        var network = api.MapGroup("/network").NeedsReadOrWrite().WithSnapshots(isOfAll: true)
            .WithTag("Network", "The connections between organizations, people and areas, with the facts behind each.");

        network.MapGet("/", Show).WithName("getNetwork");
        api.MapPicture("/network", "Network", "drawNetwork", Draw);
        network.MapGet("/path", ShowPath).WithName("getNetworkPath");
        api.MapFile("/network", FileFormat.GraphMl, "Network", "exportNetwork", Export);
    }

    /// <summary>Get the network of organizations, people and areas</summary>
    /// <remarks>
    /// Connections are meetings of people, areas of meetings, collaborations, positions, and memberships of the group. Their weight is the
    /// number of facts behind them. Filters select the meetings; those by affiliate, company, area and stage also select the
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
            network.Edges.Select(e => new GraphEdge(e.Source, e.Target, EnumNames.Write(e.Type), e.Weight)));
    }

    /// <summary>Draw the connections of affiliates, areas and companies</summary>
    /// <remarks>
    /// Affiliates, areas and companies in three columns as a picture (SVG 1.1), for a page or a dashboard to embed. The more collaborations
    /// and meetings connect two of them, the wider the band. It has the filters of the network, and shows the forty heaviest nodes of each
    /// column.
    /// </remarks>
    private static async Task<SvgResult> Draw(
        [AsParameters] LayersQuery query, [AsParameters] MeetingCriteria criteria, [AsParameters] PictureQuery picture, TrackerDb db,
        CancellationToken cancellation)
    {
        var layers = await NetworkLayout.Of(db, query, criteria, cancellation);

        return SvgResult.Of(layers, shown => new NetworkPicture(shown, new(picture.Lang)).Draw());
    }

    /// <summary>Get a path between two nodes</summary>
    /// <remarks>
    /// A shortest path of at most four hops between two companies, affiliates, people or areas, with all connections of each hop. `path` is
    /// null if there is none.
    /// </remarks>
    private static async Task<Ok<PathResponse>> ShowPath([AsParameters] PathQuery query, TrackerDb db, CancellationToken cancellation)
    {
        var shown = new NetworkNames(db, query);
        await shown.Require("from", query.From!, cancellation);
        await shown.Require("to", query.To!, cancellation);
        var network = await NetworkReader.Of(db, new(), new(), cancellation);

        return TypedResults.Ok(await shown.Show(query, network, network.Path(query.From!, query.To!), cancellation));
    }

    private static async Task<NetworkResponse> Find(
        TrackerDb db, NetworkQuery query, MeetingCriteria criteria, CancellationToken cancellation)
    {
        if (query.Around is null && await NetworkReader.IsTooLarge(db, query, criteria, cancellation))
        {
            throw NetworkNames.TooLarge(query);
        }

        var network = await NetworkReader.Of(db, query, criteria, cancellation);
        var shown = new NetworkNames(db, query);

        if (query.Around is { } center)
        {
            await shown.Require("around", center, cancellation);
            network = network.Around(center, query.Depth is null ? NetworkReader.DefaultDepth : query.Depth[0] - '0');
        }

        return await shown.Show(network, cancellation);
    }
}
