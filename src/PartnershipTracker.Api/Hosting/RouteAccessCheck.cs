using Microsoft.AspNetCore.Authorization;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Hosting;

/// <summary>The check that every route declares its access (deny by default): otherwise the application does not start.</summary>
public static class RouteAccessCheck
{
    public static void RequireDeclaredAccess(this WebApplication app)
    {
        var undeclared = ((IEndpointRouteBuilder)app).DataSources
            .SelectMany(source => source.Endpoints)
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
