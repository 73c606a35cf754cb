using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PartnershipTracker.Tests;

namespace PartnershipTracker.Drills;

/// <summary>A meeting that somebody wants to be registered once, under a key that it keeps through every attempt.</summary>
internal sealed class MeetingCreation(int number)
{
    public const string Mark = "Drill meeting ";

    public string Title { get; } = Mark + number.ToString("D7", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What made sure of it: the first answer that said so.</summary>
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
    /// Half of them have an id of another system, which is unique: of the others, nothing but the key keeps a second away.
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

/// <summary>What an order was answered.</summary>
internal sealed record Reply(int Status, string? MediaType, string? Location, string? ETag, bool IsReplay, byte[] Body)
{
    /// <summary>Of a problem.</summary>
    public string? Code => MediaType is "application/problem+json" ? (string?)JsonNode.Parse(Body)!["code"] : null;

    public Guid Id => Guid.Parse(Location!.Split('/')[^1]);

    /// <summary>Whether it is worth another attempt: the database is away, it is not known what became of it, or it is running.</summary>
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
