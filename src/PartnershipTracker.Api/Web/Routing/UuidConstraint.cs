using System.Globalization;
using PartnershipTracker.Data.Model;

namespace PartnershipTracker.Web.Routing;

/// <summary>What <c>:guid</c> means in a route here: the one spelling of a UUID, so that anything else is a 404.</summary>
public sealed class UuidConstraint : IRouteConstraint
{
    public bool Match(
        HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        UuidEntity.TryParseId(Convert.ToString(values[routeKey], CultureInfo.InvariantCulture), out _);
}
