using Microsoft.AspNetCore.Http.HttpResults;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Files.Writers;
using PartnershipTracker.Resources.Reading;
using PartnershipTracker.Web.Responses;
using PartnershipTracker.Web.Routing;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Network;

public static class NetworkEndpoints
{
    public static void MapNetwork(this IEndpointRouteBuilder api)
    {
        var network = api.MapGroup("/network").NeedsReadOrWrite().WithSnapshots()
            .WithTag("Network", "Who and what is connected with whom and what, and what each connection rests on.");

        network.MapGet("/", Show).WithName("getNetwork");
        api.MapPicture("/network", "Network", "drawNetwork", Draw);
        network.MapGet("/path", ShowPath).WithName("getNetworkPath");
        api.MapFile("/network", FileFormat.GraphMl, "Network", "exportNetwork", Export);
    }

    /// <summary>Get the network of organizations, people and areas</summary>
    /// <remarks>
    /// Who met whom, which areas meetings were about, who works together, who holds a position where, and who belongs to the group:
    /// weighted by how many facts each connection rests on. Filters choose the meetings; affiliates, companies, areas and stages the
    /// collaborations too.
    /// </remarks>
    private static async Task<Ok<NetworkResponse>> Show(
        [AsParameters] NetworkQuery query, [AsParameters] MeetingCriteria criteria, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await Find(db, query, criteria, cancellation));

    /// <summary>Export the network of organizations, people and areas</summary>
    /// <remarks>Its nodes and edges, for programs that draw and measure graphs; with the filters of the network.</remarks>
    private static async Task<GraphMlFile> Export(
        [AsParameters] NetworkQuery query, [AsParameters] MeetingCriteria criteria, ExportSession store, CancellationToken cancellation)
    {
        var network = await Find(store.Db, query, criteria, cancellation);

        return new(
            "network",
            network.Nodes.Select(n => new GraphNode(n.Id, EnumNames.Write(n.Type), n.Name)),
            network.Edges.Select(e => new GraphEdge(e.Source, e.Target, EnumNames.Write(e.Type), e.Weight)));
    }

    /// <summary>Draw who works with whom, on what</summary>
    /// <remarks>
    /// Affiliates, areas and companies in three columns as a picture (SVG 1.1), for a page or a dashboard to embed: the more collaborations
    /// and meetings connect two of them, the wider the band. Filters as for the network; the forty heaviest of each column are drawn.
    /// </remarks>
    private static async Task<SvgResult> Draw(
        [AsParameters] LayersQuery query, [AsParameters] MeetingCriteria criteria, [AsParameters] PictureQuery picture, TrackerDb db,
        CancellationToken cancellation)
    {
        var layers = await NetworkLayout.Of(db, query, criteria, cancellation);

        return new(new NetworkPicture(layers, new(picture.Lang)).Draw());
    }

    /// <summary>Get how two things are connected</summary>
    /// <remarks>
    /// A shortest path of at most four hops between two companies, affiliates, people or areas, with everything that each hop rests on;
    /// `path` is null where there is none.
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
