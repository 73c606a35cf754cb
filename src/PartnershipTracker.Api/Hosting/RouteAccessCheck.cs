using Microsoft.AspNetCore.Authorization;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Hosting;

/// <summary>The check that every route declares its access (deny by default): otherwise the application does not start.</summary>
/// <param name="routes">All routes. They are complete, and built once for everybody who needs them, when the pipeline is.</param>
public sealed class RouteAccessCheck(EndpointDataSource routes) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        RequireDeclaredAccess();
    };

    private void RequireDeclaredAccess()
    {
        var undeclared = routes.Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
                && endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy is null)
            .Select(endpoint => endpoint.DisplayName)
            .ToList();

        if (undeclared.Count > 0)
        {
            throw new StartupException(
                $"These routes declare no scope (call Needs or AllowAnonymous): {string.Join("; ", undeclared)}.");
        }
    }
}
