namespace PartnershipTracker.Http;

/// <summary>
/// Something that is asked in the query of a URL: each property that is a text, or several, is a parameter. A handler may take more than
/// one of these, and the query is held to what they declare together.
/// </summary>
public abstract class Query
{
    public HttpRequest Request { get; init; } = null!;

    /// <summary>What the addresses of all resources begin with, as the caller sees it: <c>/api/v1</c>.</summary>
    internal string Api => Request.PathBase + string.Join('/', Request.Path.Value!.Split('/').Take(3));
}
