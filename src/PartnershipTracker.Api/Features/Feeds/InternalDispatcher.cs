using Microsoft.AspNetCore.Authorization;
using Microsoft.Net.Http.Headers;

namespace PartnershipTracker.Features.Feeds;

/// <summary>
/// The dispatcher of stored requests: it runs a view of the API with a query, as at the view's own address, authorization and validation
/// included. So a fault is reported in the same words everywhere.
/// </summary>
public sealed class InternalDispatcher(EndpointDataSource routes, IHttpContextAccessor http)
{
    /// <summary>Returns the scope that a view requires; answers 404 when there is no such view (any more).</summary>
    public string ScopeOf(string view) => Find(view).Metadata.GetMetadata<IAuthorizeData>()!.Policy!;

    /// <summary>Runs a view with a query and discards its answer, to throw the errors that it would answer.</summary>
    public async Task DryRun(string view, string? query, CancellationToken cancellation)
    {
        var current = http.HttpContext!;
        var dryRun = new DefaultHttpContext { RequestServices = current.RequestServices, RequestAborted = cancellation };
        Web.Routing.DryRun.Begin(dryRun);
        dryRun.Request.Method = HttpMethods.Get;
        dryRun.Request.PathBase = current.Request.PathBase;
        dryRun.Request.Host = current.Request.Host;
        await Dispatch(view, query, dryRun);
    }

    /// <summary>Answers the request with a view and a query, in place of the request's own path.</summary>
    internal Task Dispatch(string view, string? query, HttpContext context)
    {
        var route = Find(view);
        context.Request.Path = $"/{route.RoutePattern.RawText!.Trim('/')}";
        context.Request.QueryString = string.IsNullOrEmpty(query) ? QueryString.Empty : new($"?{query}");
        context.Request.Headers.Remove(HeaderNames.Accept); // the view's extension alone selects the format
        context.SetEndpoint(route);

        return route.RequestDelegate!(context);
    }

    private RouteEndpoint Find(string view) =>
        routes.Endpoints.OfType<RouteEndpoint>().SingleOrDefault(r =>
            r.RoutePattern.RawText?.Trim('/') == $"api/v1/{view}"
            && r.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.All(HttpMethods.IsGet) is true)
        ?? throw new ProblemException("not_found");
}

/// <summary>The answer of a view at an address that is not its own. The caller needs the scope that the view requires now.</summary>
public sealed class DispatchedResult(string name, string? query) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (dispatcher, caller) = (
            httpContext.RequestServices.GetRequiredService<InternalDispatcher>(), httpContext.RequestServices.GetRequiredService<Caller>());

        if (Array.Find([HeaderNames.Authorization, Credentials.KeyHeader], httpContext.Request.Headers.ContainsKey) is { } other)
        {
            throw new ProblemException("invalid_request", Fault.Of(other, "no_other_credential"));
        }

        // A holder of this link alone could not open the pages that a Link header points to.
        httpContext.Response.OnStarting(() => Task.FromResult(httpContext.Response.Headers.Remove(HeaderNames.Link)));

        return caller.Has(dispatcher.ScopeOf(name))
            ? dispatcher.Dispatch(name, query, httpContext)
            : throw new ProblemException("not_found");
    }
}
