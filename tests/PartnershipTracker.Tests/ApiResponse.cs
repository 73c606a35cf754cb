using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests;

/// <summary>What the application answered, read once.</summary>
public sealed record ApiResponse(string Url, HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public JsonNode Body => JsonNode.Parse(Text)!;

    public string ETag => Headers["ETag"];

    public string? MediaType => Headers.GetValueOrDefault("Content-Type")?.Split(';')[0];

    public JsonArray Items => Body["items"]!.AsArray();

    /// <summary>A member of every item, as text.</summary>
    public string[] Each(string member) => [.. Items.Select(i => i![member]!.ToString())];

    /// <summary>The code of the problem, and where the first error is.</summary>
    public string Problem =>
        $"{Body["code"]} {Body["errors"]?[0]?["pointer"] ?? Body["errors"]?[0]?["parameter"]} {Body["errors"]?[0]?["code"]}".TrimEnd();

    public static async Task<ApiResponse> Read(HttpResponseMessage response, string url) => new(
        url,
        response.StatusCode,
        response.Headers.Concat(response.Content.Headers).Concat(response.TrailingHeaders)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase),
        await response.Content.ReadAsStringAsync());

    /// <summary>The same answer, when it has this status; a failure that shows the answer otherwise.</summary>
    public ApiResponse Is(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{(int)Status} {Status} instead of {(int)status}: {Text}");

        return this;
    }
}
