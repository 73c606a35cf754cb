using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using PartnershipTracker.Web.Configuration;

namespace PartnershipTracker.Web.Security;

/// <summary>
/// Authentication and authorization. Every scheme of authentication ends in claims, and the claims make the <see cref="Caller"/>. A route
/// needs a scope; a route that names none refuses every caller.
/// </summary>
public static class AccessControl
{
    /// <summary>The scheme that forwards each request to the scheme of its credentials.</summary>
    public const string Scheme = "credentials";

    /// <summary>The policy for every authenticated caller, with any scopes.</summary>
    public const string Anybody = "anybody";

    public static void AddAccess(this WebApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddDataProtection().SetApplicationName("PartnershipTracker").PersistKeysToDbContext<TrackerDb>();
        builder.Services.AddScoped<Caller>();
        builder.Services.AddSingleton<LocalAdministrator>();
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusalHandler>();
        var schemes = builder.Services.AddAuthentication(Scheme)
            .AddPolicyScheme(Scheme, null, options => options.ForwardDefaultSelector = SchemeFor)
            .AddScheme<AuthenticationSchemeOptions, AnonymousAuthentication>(AnonymousAuthentication.Scheme, null);
        schemes.AddJwt(builder.AddSettings<JwtSettings>());
        builder.AddSettings<AccessSettings>();
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

    /// <summary>Requires one scope for reads of the group and another for writes; the OpenAPI document names them.</summary>
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

    /// <summary>Requires the scopes of the register's resources.</summary>
    public static RouteGroupBuilder NeedsReadOrWrite(this RouteGroupBuilder group) => group.Needs(Scopes.Read, Scopes.Write);

    /// <summary>Returns true when no route matches: the answer is then a 404 (or a 405, by routing's own endpoint).</summary>
    private static bool IsOfNoRoute(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint;

    /// <summary>Returns the scheme for the credential that was sent: a wrong one is refused, never ignored.</summary>
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

/// <summary>The claims about a caller, in the same form for all schemes.</summary>
public static class Claims
{
    private const string Kind = "kind";
    private const string Scope = "scope";
    private const string Clearance = "clearance";
    private const string Expires = "expires";
    private const string Replicas = "replicas";

    public static AuthenticationTicket Ticket(
        string scheme, CallerKind kind, string name, IEnumerable<string> scopes, Confidentiality clearance, DateTimeOffset? expires = null,
        bool readsReplicas = false)
    {
        var claims = new List<Claim> { new(ClaimTypes.Name, name), new(Kind, kind.ToString()), new(Clearance, clearance.ToString()) };
        claims.AddRange(scopes.Select(scope => new Claim(Scope, scope)));

        if (expires is { } instant)
        {
            claims.Add(new(Expires, Instant.Print(instant)));
        }

        if (readsReplicas)
        {
            claims.Add(new(Replicas, "true"));
        }

        return new(new ClaimsPrincipal(new ClaimsIdentity(claims, scheme)), scheme);
    }

    public static void Read(ClaimsPrincipal user, Caller caller) => caller.Become(
        Enum.Parse<CallerKind>(user.FindFirstValue(Kind)!),
        user.Identity!.Name!,
        user.FindAll(Scope).Select(c => c.Value),
        Enum.Parse<Confidentiality>(user.FindFirstValue(Clearance)!),
        Instant.TryParse(user.FindFirstValue(Expires), out var expires) ? expires : null,
        user.HasClaim(claim => claim.Type == Replicas));
}
