using Microsoft.AspNetCore.Diagnostics;

namespace PartnershipTracker.Resources.Auditing;

/// <summary>The audit of refused callers, written before the answer. A refusal that cannot be recorded is answered as a 503.</summary>
public sealed class RefusalAudit(ProblemHandler problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not ProblemException { IsAboutCaller: true } refusal || await Record(httpContext, refusal))
        {
            return false;
        }

        await problems.Answer(httpContext, "unavailable");

        return true;
    }

    private static async Task<bool> Record(HttpContext http, ProblemException refusal)
    {
        try
        {
            var hidden = refusal.Hidden;
            await http.RequestServices.GetRequiredService<AuditWriter>()
                .RecordRefusal(refusal.Code, hidden?.Resource, hidden?.Id, hidden?.Label, CancellationToken.None);

            return true;
        }
        catch (Exception e) when (ProblemHandler.Explain(e).Code is "unavailable")
        {
            return false;
        }
    }
}
