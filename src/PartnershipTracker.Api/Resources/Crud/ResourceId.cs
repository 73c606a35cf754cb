using System.Reflection;

namespace PartnershipTracker.Resources.Crud;

/// <summary>The id or key of a resource in the path, under any parameter name.</summary>
public sealed record ResourceId(string Value) : IBindableFromHttpContext<ResourceId>
{
    public static ValueTask<ResourceId?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult<ResourceId?>(
        new(Convert.ToString(context.Request.RouteValues.Values.Single(), CultureInfo.InvariantCulture)!));
}
