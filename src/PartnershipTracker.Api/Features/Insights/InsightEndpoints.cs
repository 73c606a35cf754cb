using PartnershipTracker.Files.Writers;

namespace PartnershipTracker.Features.Insights;

public static class InsightEndpoints
{
    /// <summary>
    /// Maps a picture at an address that ends in <c>.svg</c>. It shows one snapshot, and polling it costs as little as polling its data.
    /// </summary>
    internal static void MapPicture(this RouteGroupBuilder api, string path, string tag, string name, Delegate draw,
        bool isOfAll = true) => api
        .MapGroup("").NeedsReadOrWrite().WithSnapshots(isOfAll).WithTags(tag).MapGet($"{path}.svg", draw).WithName(name);

    /// <summary>
    /// Maps the rows of an insight as JSON, at an address that ends in <c>.json</c>. They are read like the insight itself.
    /// </summary>
    internal static void MapJsonRows(this RouteGroupBuilder api, string path, string tag, string name, Delegate handler,
        bool isOfAll = true) => api
        .MapGroup("").NeedsReadOrWrite().WithSnapshots(isOfAll).WithTags(tag)
        .MapGet($"{path}.json", handler).WithName($"list{name}Rows");

    /// <summary>Maps the rows of an insight as JSON, and as a file in each format of tables.</summary>
    /// <param name="api">The group of all resources.</param>
    /// <param name="path">The address, without its extension.</param>
    /// <param name="tag">The tag in the document.</param>
    /// <param name="name">The name of the rows in the names of the operations.</param>
    /// <param name="file">The name of the file, without date and extension.</param>
    /// <param name="handler">The handler of all formats, which answers with a <see cref="InsightTable{TRow}"/>.</param>
    internal static void MapRows(
        this RouteGroupBuilder api, string path, string tag, string name, string file, Delegate handler)
    {
        api.MapJsonRows(path, tag, name, handler);

        foreach (var format in FileFormat.OfTables)
        {
            api.MapFile(path, format, tag, $"export{name}", handler).AddEndpointFilter(async (context, next) =>
            {
                var session = context.HttpContext.RequestServices.GetRequiredService<ExportSession>();
                var db = context.Arguments.Index().Single(argument => argument.Item is TrackerDb).Index;
                context.Arguments[db] = session.Db; // a file shows what its own connection sees

                return ((IInsightTable)(await next(context)).Value()!).ToFile(file);
            });
        }
    }
}
