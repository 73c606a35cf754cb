using System.Text.Json.Serialization;
using Microsoft.Net.Http.Headers;
using PartnershipTracker.Web.Routing;

namespace PartnershipTracker.Resources.Idempotency;

/// <summary>An answer as bytes: what was given once can be given again just as it was.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">What the answer says of itself; what a server says of each request anew is not among it.</param>
/// <param name="Body">The body, as it is before any compression.</param>
/// <param name="Version">The version of what it shows.</param>
public sealed record RecordedResponse(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body, int Version) : IResult
{
    private static readonly string[] Kept =
        [HeaderNames.ContentType, HeaderNames.Location, HeaderNames.ETag, HeaderNames.CacheControl];

    [JsonIgnore]
    public bool IsSuccess => Status is >= 200 and < 300;

    [JsonIgnore]
    public bool IsReplay { get; init; }

    /// <summary>Writes an answer to bytes instead of to the caller.</summary>
    public static async Task<RecordedResponse> Of(IResult result, HttpContext http)
    {
        var response = http.Response;
        var wire = response.Body;
        await using var body = new MemoryStream();
        response.Body = body;

        try
        {
            await result.ExecuteAsync(http);
            await response.BodyWriter.FlushAsync(http.RequestAborted);
        }
        finally
        {
            response.Body = wire;
        }

        http.RequestAborted.ThrowIfCancellationRequested(); // to a caller who has gone, half an answer is written without a word
        var headers = Kept.Where(response.Headers.ContainsKey).ToDictionary(h => h, h => response.Headers[h].ToString());

        return new(response.StatusCode, headers, body.ToArray(), 0);
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;

        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        if (IsReplay)
        {
            response.Headers[ApiHeaders.IdempotentReplayed] = "true";
        }

        await response.Body.WriteAsync(Body, httpContext.RequestAborted);
    }
}
