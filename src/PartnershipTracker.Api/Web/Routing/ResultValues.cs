namespace PartnershipTracker.Web.Routing;

internal static class ResultValues
{
    /// <summary>What a handler shows, whichever of its results it chose; null where it shows nothing.</summary>
    public static object? Value(this object? result) =>
        ((result is INestedHttpResult nested ? nested.Result : result) as IValueHttpResult)?.Value;
}
