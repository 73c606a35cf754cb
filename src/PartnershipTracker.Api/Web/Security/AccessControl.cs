using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Web.Json;

namespace PartnershipTracker.Web.Security;

/// <summary>
/// Who is asking, and whether they may. Every way to say who one is ends in claims, and the claims make the <see cref="Caller"/>; what a
/// route needs is a scope, and a route that names none is open to nobody.
/// </summary>
public static class AccessControl
{
    /// <summary>Sends each request to the scheme that its credentials are for.</summary>
    public const string Scheme = "credentials";

    /// <summary>For whoever has said who they are, whatever they may do.</summary>
    public const string Anybody = "anybody";

    public static void AddAccess(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider(); // nothing is signed here: no key file is written
        builder.Services.AddScoped<Caller>();
        builder.Services.AddSingleton<LocalAdministrator>();
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusalHandler>();
        var schemes = builder.Services.AddAuthentication(Scheme)
            .AddPolicyScheme(Scheme, null, options => options.ForwardDefaultSelector = SchemeFor)
            .AddScheme<AuthenticationSchemeOptions, AnonymousAuthentication>(AnonymousAuthentication.Scheme, null);
        schemes.AddJwt(builder.Configuration);
        builder.Services.AddAuthorization(options =>
        {
            options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(IsOfNoRoute).Build();
            options.AddPolicy(Anybody, policy => policy.RequireAuthenticatedUser());

            foreach (var scope in Scopes.All)
            {
                options.AddPolicy(scope, policy => policy.RequireAuthenticatedUser().RequireAssertion(context =>
                    context.Resource is HttpContext http && http.RequestServices.GetRequiredService<Caller>().Has(scope)));
            }
        });
    }

    /// <summary>Reads of the group need one scope, and writes another; the API document says which.</summary>
    public static T Needs<T>(this T group, string toRead, string toWrite)
        where T : IEndpointConventionBuilder
    {
        group.Add(endpoint =>
        {
            var methods = endpoint.Metadata.OfType<HttpMethodMetadata>().SelectMany(m => m.HttpMethods);
            endpoint.Metadata.Add(new AuthorizeAttribute(methods.All(HttpMethods.IsGet) ? toRead : toWrite));
        });

        return group;
    }

    /// <summary>What a resource of the register needs.</summary>
    public static RouteGroupBuilder NeedsReadOrWrite(this RouteGroupBuilder group) => group.Needs(Scopes.Read, Scopes.Write);

    /// <summary>Whether nothing is asked for that there is: that is for the 404 (and, routing's own endpoint, the 405).</summary>
    private static bool IsOfNoRoute(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint;

    /// <summary>A credential that is sent is the one that counts: a wrong one is refused, never ignored.</summary>
    private static string SchemeFor(HttpContext context) =>
        Credentials.IsFeedLink(context.Request) ? Credentials.FeedScheme
        : !Credentials.Has(context.Request) ? AnonymousAuthentication.Scheme
        : context.Request.Headers.ContainsKey(Credentials.KeyHeader) || Credentials.IsApiKey(Credentials.Of(context.Request))
            ? Credentials.ApiKeyScheme
            : JwtAuthentication.Scheme;

    public static Task SetCaller(HttpContext context, RequestDelegate next)
    {
        if (context.User.Identity is { IsAuthenticated: true })
        {
            Claims.Read(context.User, context.RequestServices.GetRequiredService<Caller>());
        }

        return next(context);
    }
}

/// <summary>What the schemes say of a caller, in one form.</summary>
public static class Claims
{
    private const string Kind = "kind";
    private const string Scope = "scope";
    private const string Clearance = "clearance";
    private const string Expires = "expires";

    public static AuthenticationTicket Ticket(
        string scheme, CallerKind kind, string name, IEnumerable<string> scopes, Confidentiality clearance, DateTimeOffset? expires = null)
    {
        var claims = new List<Claim> { new(ClaimTypes.Name, name), new(Kind, kind.ToString()), new(Clearance, clearance.ToString()) };
        claims.AddRange(scopes.Select(scope => new Claim(Scope, scope)));

        if (expires is { } instant)
        {
            claims.Add(new(Expires, Instant.Print(instant)));
        }

        return new(new ClaimsPrincipal(new ClaimsIdentity(claims, scheme)), scheme);
    }

    public static void Read(ClaimsPrincipal user, Caller caller) => caller.Become(
        Enum.Parse<CallerKind>(user.FindFirstValue(Kind)!),
        user.Identity!.Name!,
        user.FindAll(Scope).Select(c => c.Value),
        Enum.Parse<Confidentiality>(user.FindFirstValue(Clearance)!),
        Instant.TryParse(user.FindFirstValue(Expires), out var expires) ? expires : null);
}
