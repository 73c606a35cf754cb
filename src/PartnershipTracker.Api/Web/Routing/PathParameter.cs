namespace PartnershipTracker.Web.Routing;

/// <summary>The documentation of a path parameter that no parameter of the handler has the name of.</summary>
public sealed record PathParameter(string Name, string Description, string Example);
