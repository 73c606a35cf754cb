using PartnershipTracker.Files.Writers;

namespace PartnershipTracker.Features.Sources;

public static class SourceEndpoints
{
    public static void MapSources(this RouteGroupBuilder api)
    {
        var sources = api.MapCrud(SourceResource.Definition);

        sources.MapGet("/", List).WithName("listSources");
        api.MapTable("/sources", "Sources", "exportSources", Export);
    }

    /// <summary>List sources</summary>
    /// <remarks>The sources in the order of registration, without their texts.</remarks>
    private static async Task<Ok<Page<Rendered<SourceResponse>>>> List(
        [AsParameters] SourceFilter filter, [AsParameters] View<SourceResponse> view, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await Find(db, filter).ToPage<Source, SourceResponse>(filter, SourceFilter.Sorting, cancellation));

    /// <summary>Export sources</summary>
    /// <remarks>One row for each item, with the filters and the order of the list, without pages.</remarks>
    private static TableFile<SourceRow> Export([AsParameters] SourceFilter filter, ExportSession session) => new(
        "sources",
        Find(session.Db, filter).InOrder(filter, SourceFilter.Sorting).ToExport(SourceRow.From));

    private static IQueryable<Source> Find(TrackerDb db, SourceFilter filter)
    {
        var found = db.Sources.Matching(filter);

        if (CanonicalUrl.Of(filter.Url) is { } url)
        {
            found = found.Where(s => s.Url == url);
        }

        if (filter.Reliability is { Length: > 0 } asked)
        {
            found = found.Where(s => asked.Contains(s.Reliability));
        }

        if (filter.HasText is not null)
        {
            found = found.Where(s => s.HasText == (filter.HasText == "true"));
        }

        if (filter.Retracted is not null)
        {
            found = found.Where(s => s.RetractedAt != null == (filter.Retracted == "true"));
        }

        return Text.Containing(filter.Q) is { } part
            ? found.Where(s => EF.Functions.ILike(s.Title.Ko!, part, "\\") || EF.Functions.ILike(s.Title.En!, part, "\\")
                || EF.Functions.ILike(s.Publisher.Ko!, part, "\\") || EF.Functions.ILike(s.Publisher.En!, part, "\\"))
            : found;
    }
}
