using PartnershipTracker.Resources.Operations;
using PartnershipTracker.Web.Replicas;

namespace PartnershipTracker.Features.Imports;

public static class OperationEndpoints
{
    public static void MapOperations(this RouteGroupBuilder api) => api.MapGroup("/operations")
        .Needs(AccessControl.Anybody, AccessControl.Anybody)
        .WithTag("Operations", "Long-running operations, with their progress and result.")
        .WithMetadata(new CreatedWith("POST /api/v1/imports"))
        .MapGet("/{operationId}", Get).WithName("getOperation").OnPrimaryOnly(showsPosition: true);

    /// <summary>Get one operation</summary>
    /// <remarks>
    /// Returns an operation of the caller or, with the scope `admin`, of any principal. When the server stopped during the operation, its
    /// state is `failed` with the code `interrupted`, and nothing was changed.
    /// </remarks>
    /// <param name="operationId" example="019094ca-3c00-7000-8000-000000000001">The id of the operation.</param>
    private static async Task<Ok<OperationResponse>> Get(
        string operationId, TrackerDb db, TimeProvider clock, CancellationToken cancellation)
    {
        var id = UuidEntity.TryParseId(operationId, out var known) ? known : throw new ProblemException("not_found");
        var found = db.Operations.AsNoTracking().Where(o => o.Id == id);
        var operation = await found.SingleOrDefaultAsync(cancellation);

        if (operation is { State: OperationState.Running })
        {
            await Job.GiveUpDead(db, clock.Now(), cancellation);
            operation = await found.SingleOrDefaultAsync(cancellation);
        }

        operation = operation ?? throw new ProblemException("not_found");

        return TypedResults.Ok(OperationResponse.From(operation, await ImportRows.ReadResult(db, operation, cancellation)));
    }
}
