using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;

namespace PartnershipTracker.Http;

/// <summary>How the application feels.</summary>
/// <param name="Status" example="ready">`live`: the process answers. `ready`: so does the database, with its migrations applied.</param>
public sealed record HealthResponse([property: MaxLength(5), RegularExpression("^(live|ready)$")] string Status);

public static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").AllowAnonymous().WithTag("Health", "How the application feels, for whoever runs it.");

        health.MapGet("/live", Live).WithName("getLiveness");
        health.MapGet("/ready", Ready).WithName("getReadiness");
    }

    /// <summary>Is the process alive?</summary>
    /// <remarks>Asks nothing of the database.</remarks>
    private static Ok<HealthResponse> Live() => TypedResults.Ok(new HealthResponse("live"));

    /// <summary>Can requests be served?</summary>
    /// <remarks>The database answers and has every migration; a 503 problem otherwise.</remarks>
    private static async Task<Ok<HealthResponse>> Ready(TrackerDb db, CancellationToken cancellation) =>
        (await db.Database.GetPendingMigrationsAsync(cancellation)).Any()
            ? throw new ProblemException("unavailable")
            : TypedResults.Ok(new HealthResponse("ready"));
}
