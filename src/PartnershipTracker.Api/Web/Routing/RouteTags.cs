using Microsoft.OpenApi;

namespace PartnershipTracker.Web.Routing;

public static class RouteTags
{
    /// <summary>Puts the operations of a group under a tag with a description.</summary>
    public static RouteGroupBuilder WithTag(this RouteGroupBuilder group, string name, string description) =>
        group.WithTags(name).WithMetadata(new OpenApiTag { Name = name, Description = description });
}
