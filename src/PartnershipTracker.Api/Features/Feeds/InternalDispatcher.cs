using Microsoft.AspNetCore.Authorization;
using Microsoft.Net.Http.Headers;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Feeds;

/// <summary>
/// The reads of the API by their addresses, for who keeps one of them with its query: a view is asked as it would be at its own address,
/// its guards and validators included, so that what it refuses is refused everywhere in the same words.
/// </summary>
public sealed class InternalDispatcher(EndpointDataSource routes, IHttpContextAccessor http)
{
    /// <summary>The scope that a view needs; a 404 when there is no such view, or none any more.</summary>
    public string ScopeOf(string view) => Find(view).Metadata.GetMetadata<IAuthorizeData>()!.Policy!;

    /// <summary>Asks a view with a query, and forgets what it answers: it refuses what it would refuse.</summary>
    public async Task DryRun(string view, string? query, CancellationToken cancellation)
    {
        var asked = http.HttpContext!;
        var rehearsal = new DefaultHttpContext { RequestServices = asked.RequestServices, RequestAborted = cancellation };
        Web.Routing.DryRun.Begin(rehearsal);
        rehearsal.Request.Method = HttpMethods.Get;
        rehearsal.Request.PathBase = asked.Request.PathBase;
        rehearsal.Request.Host = asked.Request.Host;
        await Dispatch(view, query, rehearsal);
    }

    /// <summary>Asks a view with a query, instead of what the request asks for.</summary>
    internal Task Dispatch(string view, string? query, HttpContext context)
    {
        var route = Find(view);
        context.Request.Path = $"/{route.RoutePattern.RawText!.Trim('/')}";
        context.Request.QueryString = string.IsNullOrEmpty(query) ? QueryString.Empty : new($"?{query}");
        context.Request.Headers.Remove(HeaderNames.Accept); // the address alone says in which form, whatever the program likes best
        context.SetEndpoint(route);

        return route.RequestDelegate!(context);
    }

    private RouteEndpoint Find(string view) =>
        routes.Endpoints.OfType<RouteEndpoint>().SingleOrDefault(r =>
            r.RoutePattern.RawText?.Trim('/') == $"api/v1/{view}"
            && r.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.All(HttpMethods.IsGet) is true)
        ?? throw new ProblemException("not_found");
}

/// <summary>What a view answers, at an address that is not its own. The caller is held to what the view needs now.</summary>
public sealed class DispatchedResult(string name, string? query) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (forwarder, caller) = (
            httpContext.RequestServices.GetRequiredService<InternalDispatcher>(), httpContext.RequestServices.GetRequiredService<Caller>());

        if (Array.Find([HeaderNames.Authorization, Credentials.KeyHeader], httpContext.Request.Headers.ContainsKey) is { } other)
        {
            throw new ProblemException("invalid_request", Fault.Of(other, "no_other_credential"));
        }

        // What an answer says of its neighbours, their addresses do not open to whoever has only this one.
        httpContext.Response.OnStarting(() => Task.FromResult(httpContext.Response.Headers.Remove(HeaderNames.Link)));

        return caller.Has(forwarder.ScopeOf(name)) ? forwarder.Dispatch(name, query, httpContext) : throw new ProblemException("not_found");
    }
}
