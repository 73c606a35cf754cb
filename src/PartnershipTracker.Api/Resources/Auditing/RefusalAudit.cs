using Microsoft.AspNetCore.Diagnostics;

namespace PartnershipTracker.Resources.Auditing;

/// <summary>
/// The audit of refused callers and of what refusals name, written before the answer. A refusal that cannot be recorded is answered as a
/// 503.
/// </summary>
public sealed class RefusalAudit(ProblemHandler problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        try
        {
            await Record(httpContext.RequestServices, exception as ProblemException);

            return false;
        }
        catch (ProblemException limited)
        {
            await problems.Answer(httpContext, limited.Code, [], limited.RetryAfter);
        }
        catch (Exception e) when (ProblemHandler.Explain(e).Code is "unavailable")
        {
            await problems.Answer(httpContext, "unavailable");
        }

        return true;
    }

    private static async Task Record(IServiceProvider services, ProblemException? refusal)
    {
        if (refusal is { Shown.Count: > 0 })
        {
            await services.GetRequiredService<AuditWriter>().RecordReads(refusal.Shown, CancellationToken.None);
        }

        if (refusal is { IsAboutCaller: true })
        {
            await services.GetRequiredService<AuditWriter>().RecordRefusal(refusal.Code, refusal.Hidden, CancellationToken.None);
        }
        else if (refusal?.FindHidden is { } find)
        {
            var hidden = await find(services.GetRequiredService<TrackerDb>(), CancellationToken.None);
            await services.GetRequiredService<HiddenConflicts>().Record(hidden, CancellationToken.None);
        }
    }
}
