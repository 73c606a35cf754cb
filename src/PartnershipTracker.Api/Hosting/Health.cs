using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Features.Changes;
using PartnershipTracker.Web.Replicas;

namespace PartnershipTracker.Hosting;

/// <summary>The health of the application.</summary>
/// <param name="Status" example="ready">`live`: the process answers. `ready`: so does the database, with its migrations applied.</param>
/// <param name="FeedLagSeconds" example="0">
/// The seconds for which the oldest transaction that holds the feed of changes back has been running; 0: none does. Only with `ready`, and
/// for a caller with the scope `admin`: others could tell from it that something hidden is being written.
/// </param>
/// <param name="Replicas">
/// The replicas that answer reads. Only with `ready`, where there are any, for a caller with the scope `admin`.
/// </param>
public sealed record HealthResponse(
    [property: MaxLength(5), RegularExpression("^(live|ready)$")] string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Range(0, int.MaxValue)] int? FeedLagSeconds = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MaxLength(Rules.ManyItems)]
    IReadOnlyList<ReplicaHealth>? Replicas = null);

/// <summary>A replica as this instance sees it.</summary>
/// <param name="Host" example="db-2:5432">The host, as the connection string names it.</param>
/// <param name="Answers">Whether it answers, as a standby.</param>
/// <param name="StalenessSeconds" example="0.2">
/// The age of the newest state of the primary that it is known to have, in seconds; null: it does not answer, or is no standby.
/// </param>
public sealed record ReplicaHealth(
    [property: MaxLength(Rules.ShortText)] string Host, bool Answers, [property: Range(0, int.MaxValue)] double? StalenessSeconds)
{
    internal static ReplicaHealth Of(Replica replica) =>
        new(replica.Host, replica.Answers, replica.Answers ? Math.Round(replica.Staleness.TotalSeconds, 1) : null);
}

public static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").AllowAnonymous().WithTag("Health", "The health of the application, for its operators.");

        health.MapGet("/live", Live).WithName("getLiveness").ShortCircuit(); // not even credentials are looked up
        health.MapGet("/ready", Ready).WithName("getReadiness");
    }

    /// <summary>Show that the process is alive</summary>
    /// <remarks>Does not query the database.</remarks>
    private static Ok<HealthResponse> Live() => TypedResults.Ok(new HealthResponse("live"));

    /// <summary>Show whether requests can be served</summary>
    /// <remarks>
    /// Ready means: the database answers, accepts writes, has every migration and knows Hangul, and the server is not stopping. Otherwise
    /// the answer is a 503 problem, whose `errors` name the cause to a caller with the scope `admin`. A lag of the feed of changes, or of a
    /// replica, is no reason.
    /// </remarks>
    private static async Task<Ok<HealthResponse>> Ready(
        HealthCheckService health, ChangeWatch feed, ReplicaWatch replicas, Caller caller, CancellationToken cancellation)
    {
        var report = await health.CheckHealthAsync(cancellation);
        var faults = report.Entries.Values.SelectMany(entry => entry.Data).Select(part => Fault.Of(part.Key, (string)part.Value));

        return report.Status is HealthStatus.Healthy
            ? TypedResults.Ok(caller.Has(Scopes.Admin) ? Details(feed, replicas) : new HealthResponse("ready"))
            : throw new ProblemException("unavailable", caller.Has(Scopes.Admin) ? [.. faults] : []);
    }

    private static HealthResponse Details(ChangeWatch feed, ReplicaWatch replicas) => new(
        "ready", (int)feed.Lag.TotalSeconds, replicas.Replicas.Count == 0 ? null : [.. replicas.Replicas.Select(ReplicaHealth.Of)]);
}
