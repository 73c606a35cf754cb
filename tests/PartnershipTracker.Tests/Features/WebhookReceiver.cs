using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace PartnershipTracker.Tests.Features;

/// <summary>A message that a receiver got.</summary>
public sealed record ReceivedMessage(string Path, IHeaderDictionary Headers, string Text)
{
    public JsonNode Body => JsonNode.Parse(Text)!;

    public string Id => Headers["webhook-id"].ToString();

    public string Cursor => $"{Body["data"]!["cursor"]}";

    /// <summary>
    /// Returns true if the verifier of a package accepts one of the signatures with a secret. The package itself looks at the first only.
    /// </summary>
    public bool IsSignedWith(string secret) =>
        Headers["webhook-signature"].ToString().Split(' ').Any(signature => IsAccepted(signature, secret));

    private bool IsAccepted(string signature, string secret)
    {
        try
        {
            var headers = new HeaderDictionary(Headers.ToDictionary()) { ["webhook-signature"] = signature };
            new StandardWebhooks.StandardWebhook(secret).Verify(Text, headers);

            return true;
        }
        catch (StandardWebhooks.Diagnostics.WebhookVerificationException)
        {
            return false;
        }
    }
}

/// <summary>A program at the address of a webhook, on this machine.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedMessage> _messages = [];
    private WebApplication? _server;
    private int _running;

    /// <summary>The answer to messages; 204 by default.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = NoContent;

    public string Url { get; private set; } = "";

    public IReadOnlyList<ReceivedMessage> Messages => [.. _messages];

    /// <summary>The largest number of messages that were answered at the same time.</summary>
    public int MostAtOnce { get; private set; }

    public static Task NoContent(HttpContext http) => Status(http, StatusCodes.Status204NoContent);

    public static Task Status(HttpContext http, int status)
    {
        http.Response.StatusCode = status;

        return Task.CompletedTask;
    }

    public static async Task<WebhookReceiver> Start()
    {
        var receiver = new WebhookReceiver();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        receiver._server = builder.Build();
        receiver._server.Run(receiver.Receive);
        await receiver._server.StartAsync();
        receiver.Url = $"{receiver._server.Urls.Single()}/changes";

        return receiver;
    }

    /// <summary>Waits until there are so many messages.</summary>
    public async Task<IReadOnlyList<ReceivedMessage>> Until(int count)
    {
        for (var attempt = 0; Messages.Count < count && attempt < 600; attempt++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        return Messages;
    }

    public void Forget() => _messages.Clear();

    public async ValueTask DisposeAsync() => await _server!.DisposeAsync();

    private async Task Receive(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(http.RequestAborted);
        var headers = new HeaderDictionary(http.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase));
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _running));
        _messages.Enqueue(new(http.Request.Path, headers, text));

        try
        {
            await Answer(http);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
