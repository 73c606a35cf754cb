using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Net.Http.Headers;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Web.Replicas;
using PartnershipTracker.Web.Responses;

namespace PartnershipTracker.Features.Changes;

public static class ChangeEndpoints
{
    public static void AddChanges(this IServiceCollection services) => services
        .AddSingleton(provider => provider.GetRequiredService<IMeterFactory>().Create(ChangeWatch.MeterName))
        .AddSingleton<ChangeCursors>().AddScoped<ChangeFeed>().AddScoped<ChangeWaiting>()
        .AddSingleton<ChangeWatch>().AddSingleton<IListensTo>(provider => provider.GetRequiredService<ChangeWatch>())
        .AddSingleton<ChangeStreams>().AddSingleton<SharedChanges>().AddScoped<ChangeStream>();

    public static void MapChanges(this RouteGroupBuilder api) => api.MapGroup("/changes").Needs(Scopes.Read, Scopes.Read).OnPrimaryOnly()
        .WithTag("Changes", "The feed of all changes, for copies of the register.")
        .MapGet("/", List).WithName("listChanges").WithMetadata(new DisableRequestTimeoutAttribute());

    /// <summary>List changes</summary>
    /// <remarks>
    /// Every committed change of what the caller may see, oldest first, for a program that keeps a copy. Keep `cursor` with the copy, and
    /// send it as `after` of the next request; `more` says whether to ask again at once. With `wait`, a request without changes waits for
    /// one.
    ///
    /// `gone` stands for a deletion, and for a resource that the caller may not see any more; it has only the collection and the id. A
    /// resource that the caller may see from now on is `created`. Apply `created` and `updated` alike, and ignore a version that the copy
    /// has already: a change may come twice, but none is missed, and those of one resource are in the order of its versions.
    ///
    /// A change appears when no transaction that began before its own is running any more, so a long import holds the feed back until it
    /// has ended.
    ///
    /// With `Accept: text/event-stream`, the answer is a stream of server-sent events that goes on with each further change. The data of an
    /// event is a change, its `id` the cursor after it. At the beginning, and after 15 seconds without a change, there is a comment with an
    /// `id` and no data. A client that connects again sends the last `id` as `Last-Event-ID`, which counts more than `after`. The stream
    /// ends when its key is revoked, when the server stops, when the database is away, and when its reader does not accept an event within
    /// 10 seconds. When too many streams are open, the answer is a 503.
    ///
    /// The answer is a 410 when the feed cannot go on from the cursor: the database was restored from a backup that does not have the
    /// change, old changes or personal data were deleted, or the caller sees more or less than before. Then begin a new copy: ask for a
    /// cursor with `after=now`, read everything, and go on from that cursor.
    /// </remarks>
    private static async Task<Results<Ok<ChangePage>, EventStreamResult>> List(
        [AsParameters] ChangeQuery query, ChangeFeed feed, ChangeWaiting waiting, ChangeStream stream, HttpContext http)
    {
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);

        return EventStreamResult.IsAskedFor(http.Request)
            ? new EventStreamResult(stream.Events(query, await stream.Begin(query.After), http.RequestAborted))
            : TypedResults.Ok(await waiting.Read(query, await feed.Begin(query.After, http.RequestAborted)));
    }
}
