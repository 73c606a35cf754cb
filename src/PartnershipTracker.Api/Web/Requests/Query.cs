namespace PartnershipTracker.Web.Requests;

/// <summary>
/// The parameters of a URL's query: each property that is a string or an array of strings is one. A handler may take several of these
/// types, and the query may contain the parameters of all of them.
/// </summary>
public abstract class Query
{
    /// <summary>The maximum number of values of a repeated parameter.</summary>
    public const int MaxValues = 100;

    /// <summary>The parameters of paging, which file downloads do not have.</summary>
    public static readonly IReadOnlyList<string> PageParameters = ["limit", "cursor", "count"];

    public HttpRequest Request { get; init; } = null!;

    /// <summary>The common beginning of all resource addresses as the caller sees it, such as <c>/api/v1</c>.</summary>
    internal string Api => Request.PathBase + string.Join('/', Request.Path.Value!.Split('/').Take(3));

    /// <summary>Today's date in the time zone of the register.</summary>
    internal DateOnly Today => Request.HttpContext.RequestServices.GetRequiredService<TimeProvider>().Today();
}

/// <summary>
/// A query that may be valid and still be refused with 422, because it names a resource or asks for more than one answer may hold.
/// </summary>
public interface IRefusedByData;
