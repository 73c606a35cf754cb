using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Net.Http.Headers;

namespace PartnershipTracker.Web.Security;

/// <summary>
/// Refusals as problems. An unknown caller gets the same answer for every fault of its credentials; only the log names the fault.
/// </summary>
public sealed class RefusalHandler(LocalAdministrator local) : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        if (authorizeResult.Challenged && Credentials.IsFeedLink(context.Request))
        {
            throw new ProblemException("not_found"); // the same answer as for a link that never existed
        }

        if (authorizeResult.Challenged)
        {
            var isForeign = local.IsOn && !Credentials.Has(context.Request) && LocalAdministrator.IsForeign(context.Request);

            throw new ProblemException(isForeign ? "cross_site" : "unauthenticated");
        }

        var scope = context.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>()?.Policy;

        throw scope is null
            ? new ProblemException("forbidden")
            : new ProblemException("forbidden", Fault.Of(HeaderNames.Authorization, "needs_scope", scope));
    }
}
