using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Resources.Operations;

/// <summary>
/// The answer to a POST whose work may outlast it: the result if it is there within two seconds, else a 202 with the operation. The work
/// begins when this is executed, which is after the operation and the claim of an Idempotency-Key have been committed.
/// </summary>
/// <param name="id">The operation.</param>
/// <param name="work">The work; null where it has begun already.</param>
public sealed class OperationResult(Guid id, JobWork? work) : IResult
{
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(2);

    public Guid Id => id;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (services, cancellation) = (httpContext.RequestServices, httpContext.RequestAborted);
        var (jobs, clock) = (services.GetRequiredService<JobRunner>(), services.GetRequiredService<TimeProvider>());
        var run = work is null ? jobs.Find(id) : jobs.Start(id, services, work);
        await Task.WhenAny(run, Task.Delay(WaitTimeout, clock, cancellation));
        var operation = await services.GetRequiredService<TrackerDb>().Operations.AsNoTracking()
            .SingleOrDefaultAsync(o => o.Id == id, cancellation) ?? throw new ProblemException("not_found");

        if (work is null)
        {
            httpContext.Response.Headers[ApiHeaders.IdempotentReplayed] = "true";
        }

        await (operation.State switch
        {
            OperationState.Succeeded => Succeeded(httpContext, operation),
            OperationState.Failed => services.GetRequiredService<ProblemHandler>().Answer(
                httpContext, operation.Code!, Errors(operation),
                instance: operation.Kind is Operation.Import ? $"/api/v1/imports/{operation.Id}" : null),
            _ => Accepted(httpContext, operation),
        });
    }

    private static async Task Succeeded(HttpContext http, Operation operation)
    {
        var (services, cancellation) = (http.RequestServices, http.RequestAborted);
        var (result, reads) = await services.GetRequiredService<ResultReader>()(
            services.GetRequiredService<TrackerDb>(), operation, cancellation);
        await services.GetRequiredService<AuditWriter>().RecordReads(reads, cancellation);
        await (result is null
            ? TypedResults.NoContent().ExecuteAsync(http)
            : TypedResults.Text(result.ToJsonString(ApiJson.Options), "application/json").ExecuteAsync(http));
    }

    private static Task Accepted(HttpContext http, Operation operation)
    {
        http.Response.Headers.RetryAfter = "2";

        return TypedResults.Accepted(
            $"/api/v1/{Operation.Resource}/{operation.Id}", OperationResponse.From(operation, new(null, []))).ExecuteAsync(http);
    }

    /// <summary>Reads the errors of a failure, which are in the language of the caller who requested it.</summary>
    private static List<ProblemError> Errors(Operation operation) => operation.Result is null
        ? []
        : [.. (JsonNode.Parse(operation.Result)!["errors"] as JsonArray ?? []).Select(error => new ProblemError(
            (string?)error!["pointer"], null, (string)error["code"]!, (string)error["detail"]!) { Line = (int?)error["line"] })];
}
