using Microsoft.Net.Http.Headers;

namespace PartnershipTracker.Web.Hardening;

/// <summary>
/// The problem of a request for another host. The framework refuses it without a body, before the middleware of the application: so its
/// language is selected here too, for all requests.
/// </summary>
public sealed class HostRefusals(ProblemHandler problems) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseRequestLocalization();
        app.UseStatusCodePages(context => context.HttpContext.Response.StatusCode is StatusCodes.Status400BadRequest
            ? problems.Answer(context.HttpContext, "malformed_request", Fault.Of(HeaderNames.Host, "unknown_host"))
            : Task.CompletedTask);
        next(app);
    };
}
