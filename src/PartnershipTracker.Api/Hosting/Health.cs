using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Routing;

namespace PartnershipTracker.Hosting;

/// <summary>How the application feels.</summary>
/// <param name="Status" example="ready">`live`: the process answers. `ready`: so does the database, with its migrations applied.</param>
public sealed record HealthResponse([property: MaxLength(5), RegularExpression("^(live|ready)$")] string Status);

public static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").AllowAnonymous().WithTag("Health", "How the application feels, for whoever runs it.");

        health.MapGet("/live", Live).WithName("getLiveness").ShortCircuit(); // not even credentials are looked up
        health.MapGet("/ready", Ready).WithName("getReadiness");
    }

    /// <summary>Is the process alive?</summary>
    /// <remarks>Asks nothing of the database.</remarks>
    private static Ok<HealthResponse> Live() => TypedResults.Ok(new HealthResponse("live"));

    /// <summary>Can requests be served?</summary>
    /// <remarks>
    /// The database answers, takes writes, has every migration and knows Hangul, and the server was not told to stop; a 503 problem
    /// otherwise, whose `errors` say which of these it is to a caller with the scope `admin`.
    /// </remarks>
    private static async Task<Ok<HealthResponse>> Ready(Readiness readiness, Caller caller, CancellationToken cancellation) =>
        await readiness.Faults(cancellation) is { Count: > 0 } faults
            ? throw new ProblemException("unavailable", caller.Has(Scopes.Admin) ? faults : [])
            : TypedResults.Ok(new HealthResponse("ready"));
}
