using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PartnershipTracker.Tests;

/// <summary>A response of the application with its body as text.</summary>
public sealed partial record ApiResponse(string Url, HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public JsonNode Body => JsonNode.Parse(Text)!;

    public string ETag => Headers["ETag"];

    /// <summary>The version that the ETag of a single resource names.</summary>
    public int Version => int.Parse(ETag.Trim('"').Split('-')[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The ETag with the length of its encrypted part, which differs in each answer.</summary>
    public string ETagOfContent => EncryptedPart().Replace(Headers.GetValueOrDefault("ETag", ""), part => $".{part.Length}");

    public string? MediaType => Headers.GetValueOrDefault("Content-Type")?.Split(';')[0];

    public JsonArray Items => Body["items"]!.AsArray();

    /// <summary>Returns a member of every item as text.</summary>
    public string[] Each(string member) => [.. Items.Select(i => i![member]!.ToString())];

    /// <summary>The code of the problem with the position and code of its first error.</summary>
    public string Problem =>
        $"{Body["code"]} {Body["errors"]?[0]?["pointer"] ?? Body["errors"]?[0]?["parameter"]} {Body["errors"]?[0]?["code"]}".TrimEnd();

    public static async Task<ApiResponse> Read(HttpResponseMessage response, string url) => new(
        url,
        response.StatusCode,
        response.Headers.Concat(response.Content.Headers).Concat(response.TrailingHeaders)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase),
        await response.Content.ReadAsStringAsync());

    [GeneratedRegex(@"\.[\w-]+", RegexOptions.NonBacktracking)]
    private static partial Regex EncryptedPart();

    /// <summary>Returns this response if it has the status and fails with its text otherwise.</summary>
    public ApiResponse Is(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{(int)Status} {Status} instead of {(int)status}: {Text}");

        return this;
    }
}
