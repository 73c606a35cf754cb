using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace PartnershipTracker.Web.Security;

/// <summary>The authentication of requests without credentials: anonymous, or the local administrator.</summary>
public sealed class AnonymousAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, LocalAdministrator local)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public new const string Scheme = "no-credentials";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        local.IsOn && !LocalAdministrator.IsForeign(Request)
            ? AuthenticateResult.Success(Claims.Ticket(
                Scheme, CallerKind.LocalAdministrator, Caller.LocalAdministrator, Scopes.All, Confidentiality.Restricted))
            : AuthenticateResult.NoResult());
}
