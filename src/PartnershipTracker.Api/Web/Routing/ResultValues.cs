namespace PartnershipTracker.Web.Routing;

internal static class ResultValues
{
    /// <summary>Returns the value of a handler's result, or null if it has none.</summary>
    public static object? Value(this object? result) =>
        ((result is INestedHttpResult nested ? nested.Result : result) as IValueHttpResult)?.Value;
}
