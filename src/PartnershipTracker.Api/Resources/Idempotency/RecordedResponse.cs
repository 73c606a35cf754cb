using System.Text.Json.Serialization;
using Microsoft.Net.Http.Headers;

namespace PartnershipTracker.Resources.Idempotency;

/// <summary>A classified resource in an answer.</summary>
public sealed record ShownVersion(string Resource, string Id, int Version);

/// <summary>An answer as bytes, to be sent again unchanged.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">The headers of the answer, without those that the server sets anew for each request.</param>
/// <param name="Body">The body before compression.</param>
public sealed record RecordedResponse(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body) : IResult
{
    private static readonly string[] Kept =
        [HeaderNames.ContentType, HeaderNames.Location, HeaderNames.ETag, HeaderNames.CacheControl];

    /// <summary>The classified resources that the answer shows.</summary>
    public IReadOnlyList<ShownVersion> Shown { get; init; } = [];

    [JsonIgnore]
    public bool IsSuccess => Status is >= 200 and < 300;

    [JsonIgnore]
    public bool IsReplay { get; init; }

    /// <summary>Executes a result, and returns its answer instead of sending it.</summary>
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

        http.RequestAborted.ThrowIfCancellationRequested(); // half of an answer to a caller who has gone is written without an error
        var headers = Kept.Where(response.Headers.ContainsKey).ToDictionary(h => h, h => response.Headers[h].ToString());

        return new(response.StatusCode, headers, body.ToArray())
        {
            Shown = result.Value() is IAuditedRead shown ? [.. shown.Reads.Select(r => new ShownVersion(r.Resource, r.Id, r.Version))] : [],
        };
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
