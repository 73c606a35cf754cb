using System.Net.Http.Headers;
using System.Text;

namespace PartnershipTracker.Features.Webhooks;

/// <summary>A message to a receiver.</summary>
/// <param name="Id">The id, which is the same in each attempt.</param>
/// <param name="Type">The type of the message.</param>
/// <param name="At">The instant at which the message was made.</param>
/// <param name="Cursor">The cursor to which the feed has moved; null in a test.</param>
public sealed record WebhookMessage(string Id, string Type, DateTimeOffset At, string? Cursor)
{
    public const string Moved = "changes.moved";
    public const string Test = "webhook.test";

    public static string NewId() => $"msg_{Guid.CreateVersion7():n}";

    /// <summary>The body, as the Standard Webhooks specification structures it.</summary>
    public string Body => new JsonObject
    {
        ["type"] = Type,
        ["timestamp"] = Instant.Print(At),
        ["data"] = Cursor is null ? new JsonObject() : new JsonObject { ["cursor"] = Cursor },
    }.ToJsonString();
}

/// <summary>
/// The sender of single messages. It follows no redirect, reads only the status of the answer, and waits for it 10 seconds at most.
/// </summary>
public sealed class WebhookClient(ReceiverNetworks networks, WebhookSecrets secrets, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false, // it would connect in our place, without the check of the address
        ConnectCallback = networks.Connect,
        PooledConnectionLifetime = TimeSpan.Zero, // the address is checked anew each time
        MaxResponseHeadersLength = 16, // KiB
        MaxResponseDrainSize = 0,
        ActivityHeadersPropagator = null,
    });

    /// <summary>Sends a message once.</summary>
    /// <returns>The outcome, and the status of the answer if there was one.</returns>
    public async Task<(DeliveryOutcome Outcome, int? Status)> Send(Webhook webhook, WebhookMessage message, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Timeout);

        try
        {
            using var request = Request(webhook, message);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);

            return (response.IsSuccessStatusCode ? DeliveryOutcome.Delivered : DeliveryOutcome.Status, (int)response.StatusCode);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (DeliveryOutcome.Timeout, null);
        }
        catch (HttpRequestException e)
        {
            return (e.InnerException is RefusedReceiverException refused ? refused.Outcome : DeliveryOutcome.Unreachable, null);
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(Webhook webhook, WebhookMessage message)
    {
        var (body, timestamp) = (message.Body, clock.GetUtcNow().ToUnixTimeSeconds());

        return new(HttpMethod.Post, webhook.Url)
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
            Headers =
            {
                { WebhookSignature.IdHeader, message.Id },
                { WebhookSignature.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture) },
                {
                    WebhookSignature.SignatureHeader,
                    WebhookSignature.Sign(webhook.Secrets.OrderBy(s => s.Id).Select(secrets.Read), message.Id, timestamp, body)
                },
                { "User-Agent", "PartnershipTracker" },
            },
        };
    }
}
