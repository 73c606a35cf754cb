using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PartnershipTracker.Web.Routing;

namespace PartnershipTracker.Tests.Hosting;

public sealed class RouteStartTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Fact]
    public void No_handler_of_the_API_is_compiled_at_the_start()
    {
        var routes = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.TrimStart('/').StartsWith("api/v1/", StringComparison.Ordinal)).ToList();

        Assert.True(routes.Count >= 147, $"{routes.Count} routes");
        Assert.Empty(routes.Where(route => route.RequestDelegate!.Method.DeclaringType?.DeclaringType != typeof(LateHandlers))
            .Select(route => route.DisplayName));
    }

    [Fact]
    public async Task The_endpoints_of_a_group_are_made_once_for_all_who_read_them()
    {
        await using var web = WebApplication.CreateSlimBuilder().Build();
        var made = 0;
        var group = SharedRoutes.Map(web, routes => routes.MapGroup("/group"));
        ((IEndpointConventionBuilder)group).Add(_ => made++);
        group.MapGet("/late", () => "added after the group");
        var sources = ((IEndpointRouteBuilder)web).DataSources;
        using var first = new CompositeEndpointDataSource(sources);
        using var second = new CompositeEndpointDataSource(sources);

        Assert.Single(first.Endpoints);
        Assert.Same(first.Endpoints[0], second.Endpoints[0]);
        Assert.Equal(1, made);
    }
}
