using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PartnershipTracker.Tests;

namespace PartnershipTracker.Drills;

/// <summary>A meeting to be created once, with one idempotency key for all attempts.</summary>
internal sealed class MeetingCreation(int number)
{
    public const string Mark = "Drill meeting ";

    public string Title { get; } = Mark + number.ToString("D7", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The first answer that acknowledged the meeting.</summary>
    public Reply? Acknowledged { get; private set; }

    public int Attempts { get; private set; }

    public Task<Reply> Send(HttpClient client, CancellationToken cancellation)
    {
        Attempts++;

        return Send(client, JsonContent.Create(Meeting), cancellation);
    }

    public async Task<Reply> Send(HttpClient client, HttpContent body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/meetings") { Content = body };
        request.Headers.Add("Idempotency-Key", Title.Replace(' ', '-'));
        using var response = await client.SendAsync(request, cancellation);
        var reply = await Reply.Read(response, cancellation);
        Acknowledged ??= reply.Status is 201 ? reply : null;

        return reply;
    }

    /// <summary>
    /// Half of the meetings have an external id, which is unique; only the idempotency key prevents duplicates of the others.
    /// </summary>
    public JsonObject Meeting
    {
        get
        {
            var meeting = TestData.Meeting();
            meeting["title"] = TestData.Name("훈련 회동", Title);
            meeting["externalId"] = number % 2 == 0 ? Title : null;

            return meeting;
        }
    }
}

/// <summary>The answer to an attempt.</summary>
internal sealed record Reply(int Status, string? MediaType, string? Location, string? ETag, bool IsReplay, byte[] Body)
{
    /// <summary>The code of the problem; null for other answers.</summary>
    public string? Code => MediaType is "application/problem+json" ? (string?)JsonNode.Parse(Body)!["code"] : null;

    public Guid Id => Guid.Parse(Location!.Split('/')[^1]);

    /// <summary>
    /// True if another attempt may succeed: the database is away, the outcome is unknown, or the request is still running.
    /// </summary>
    public bool IsPassing => Status is 503 or 500 || Code is "request_in_progress";

    public bool IsSameAs(Reply other) =>
        (Status, Location, ETag) == (other.Status, other.Location, other.ETag) && Body.AsSpan().SequenceEqual(other.Body);

    public static async Task<Reply> Read(HttpResponseMessage response, CancellationToken cancellation) => new(
        (int)response.StatusCode,
        response.Content.Headers.ContentType?.MediaType,
        response.Headers.Location?.ToString(),
        response.Headers.ETag?.ToString(),
        response.Headers.Contains("Idempotent-Replayed"),
        await response.Content.ReadAsByteArrayAsync(cancellation));
}
