namespace PartnershipTracker.Web.Requests;

/// <summary>
/// Something that is asked in the query of a URL: each property that is a text, or several, is a parameter. A handler may take more than
/// one of these, and the query is held to what they declare together.
/// </summary>
public abstract class Query
{
    /// <summary>How many values a parameter may be repeated with.</summary>
    public const int MaxValues = 100;

    /// <summary>The parameters that are about pages, which a file does not have.</summary>
    public static readonly IReadOnlyList<string> PageParameters = ["limit", "cursor", "count"];

    public HttpRequest Request { get; init; } = null!;

    /// <summary>What the addresses of all resources begin with, as the caller sees it: <c>/api/v1</c>.</summary>
    internal string Api => Request.PathBase + string.Join('/', Request.Path.Value!.Split('/').Take(3));
}
