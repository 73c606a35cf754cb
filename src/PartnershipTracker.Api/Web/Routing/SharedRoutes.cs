namespace PartnershipTracker.Web.Routing;

/// <summary>
/// A builder of routes whose endpoints are made once. ASP.NET makes the endpoints of a group anew for each of its two readers: the router,
/// and those who ask the services for all routes. With 150 routes each time costs half a second at the start.
/// </summary>
public sealed class SharedRoutes : IEndpointRouteBuilder
{
    private readonly IEndpointRouteBuilder _app;

    private SharedRoutes(IEndpointRouteBuilder app) => _app = app;

    public IServiceProvider ServiceProvider => _app.ServiceProvider;

    public ICollection<EndpointDataSource> DataSources { get; } = [];

    public IApplicationBuilder CreateApplicationBuilder() => _app.CreateApplicationBuilder();

    /// <summary>Maps a group of routes, to which further ones can be added until the application starts.</summary>
    public static RouteGroupBuilder Map(IEndpointRouteBuilder app, Func<IEndpointRouteBuilder, RouteGroupBuilder> map)
    {
        var routes = new SharedRoutes(app);
        var group = map(routes);
#pragma warning disable CA2000 // it lives as long as the application
        app.DataSources.Add(new CompositeEndpointDataSource(routes.DataSources)); // keeps the endpoints
#pragma warning restore CA2000

        return group;
    }
}
