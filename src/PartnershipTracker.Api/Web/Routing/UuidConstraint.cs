namespace PartnershipTracker.Web.Routing;

/// <summary>The meaning of <c>:guid</c> in a route: the canonical spelling of a UUID. Any other spelling is a 404.</summary>
public sealed class UuidConstraint : IRouteConstraint
{
    public bool Match(
        HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        UuidEntity.TryParseId(Convert.ToString(values[routeKey], CultureInfo.InvariantCulture), out _);
}
