using System.Net;
using Microsoft.AspNetCore.Authentication;

namespace PartnershipTracker.Web.Security;

/// <summary>The check, while a request for changes waits, that its credential still gives the rights with which it began.</summary>
public sealed class CredentialCheck(IServiceScopeFactory scopes)
{
    /// <summary>The pause between two checks of a request.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Ends the request when its credential was revoked or has expired (401), has not the scope any more (403), or shows more or less than
    /// before (410).
    /// </summary>
    public async Task Require(HttpContext http, Caller caller)
    {
        if (!Credentials.Has(http.Request))
        {
            return; // nobody can lose the rights of the local administrator
        }

        await using var scope = scopes.CreateAsyncScope();
        var again = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        (again.Request.Method, again.Request.Path) = (http.Request.Method, http.Request.Path);
        (again.Connection.RemoteIpAddress, again.Connection.LocalIpAddress) =
            (http.Connection.RemoteIpAddress ?? IPAddress.None, http.Connection.LocalIpAddress);

        foreach (var (name, value) in http.Request.Headers)
        {
            again.Request.Headers[name] = value;
        }

        var now = new Caller();
        var result = await again.AuthenticateAsync();

        if (result.Principal is { Identity.IsAuthenticated: true } principal)
        {
            Claims.Read(principal, now);
        }

        if (now.Name != caller.Name)
        {
            throw new ProblemException("unauthenticated");
        }

        if (!now.Has(Scopes.Read))
        {
            throw new ProblemException("forbidden", Fault.Of("Authorization", "needs_scope", Scopes.Read));
        }

        if (now.Clearance != caller.Clearance)
        {
            throw new ProblemException("cursor_gone"); // the caller sees more or less from now on
        }
    }
}
