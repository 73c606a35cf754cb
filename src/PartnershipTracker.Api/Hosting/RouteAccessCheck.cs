using Microsoft.AspNetCore.Authorization;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Hosting;

/// <summary>Deny by default: a route that does not say who may use it keeps the application from starting.</summary>
public static class RouteAccessCheck
{
    public static void RequireDeclaredAccess(this WebApplication app)
    {
        var silent = ((IEndpointRouteBuilder)app).DataSources
            .SelectMany(source => source.Endpoints)
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
                && endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy is null)
            .Select(endpoint => endpoint.DisplayName)
            .ToList();

        if (silent.Count > 0)
        {
            throw new StartupException(
                $"These routes do not say which scope they need (Needs, or AllowAnonymous): {string.Join("; ", silent)}.");
        }
    }
}
