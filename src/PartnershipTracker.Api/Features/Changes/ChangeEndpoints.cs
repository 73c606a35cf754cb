using Microsoft.AspNetCore.Http.Timeouts;

namespace PartnershipTracker.Features.Changes;

public static class ChangeEndpoints
{
    /// <summary>The pause between two looks at the log while a request waits.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static void AddChanges(this IServiceCollection services) =>
        services.AddSingleton<ChangeCursors>().AddScoped<ChangeFeed>();

    public static void MapChanges(this RouteGroupBuilder api) => api.MapGroup("/changes").Needs(Scopes.Read, Scopes.Read)
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
    /// The answer is a 410 when the feed cannot go on from the cursor: the database was restored from a backup that does not have the
    /// change, old changes or personal data were deleted, or the caller sees more or less than before. Then begin a new copy: ask for a
    /// cursor with `after=now`, read everything, and go on from that cursor.
    /// </remarks>
    private static async Task<Ok<ChangePage>> List(
        [AsParameters] ChangeQuery query, ChangeFeed feed, Caller caller, CredentialCheck credentials, IHostApplicationLifetime lifetime,
        TimeProvider clock, HttpContext http)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        var (began, position) = (clock.GetTimestamp(), await feed.Begin(query.After, http.RequestAborted));

        while (true)
        {
            var (page, next) = await feed.Read(query, position, http.RequestAborted);
            var isOver = page.Items.Count > 0 || page.More || clock.GetElapsedTime(began) >= query.LongestWait;

            if (isOver || lifetime.ApplicationStopping.IsCancellationRequested)
            {
                return TypedResults.Ok(page);
            }

            position = next;
            await Task.Delay(Pause, clock, ends.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            http.RequestAborted.ThrowIfCancellationRequested();
            await credentials.Require(http, caller);
        }
    }
}
