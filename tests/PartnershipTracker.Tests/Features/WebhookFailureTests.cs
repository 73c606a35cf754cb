using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Features.Webhooks;

namespace PartnershipTracker.Tests.Features;

/// <summary>Receivers that are away, refuse, redirect, are slow, send much, or are in a private network.</summary>
public sealed class WebhookFailureTests(WebhookApp app) : IClassFixture<WebhookApp>
{
    private static readonly Dictionary<string, Func<HttpContext, Task>> Answers = new(StringComparer.Ordinal)
    {
        ["status 500"] = http => WebhookReceiver.Status(http, 500),
        ["status 301"] = http =>
        {
            http.Response.Headers.Location = "/elsewhere";

            return WebhookReceiver.Status(http, 301);
        },
        ["timeout"] = http => Task.Delay(Timeout.Infinite, http.RequestAborted),
        ["unreachable"] = http =>
        {
            http.Abort();

            return Task.CompletedTask;
        },
    };

    public static TheoryData<string> Failures => [.. Answers.Keys];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task While_a_receiver_fails_one_notification_waits_and_after_it_recovers_one_is_delivered(string failure)
    {
        await using var receiver = await WebhookReceiver.Start();
        var (id, _, key) = await app.Webhook(receiver.Url);
        receiver.Answer = Answers[failure];
        await app.Meeting();
        var first = await app.DeliveryWhen(id, state => (int)state["failedAttempts"]! == 1);
        await app.Meeting();
        await app.Due(id);
        var second = await app.DeliveryWhen(id, state => (int)state["failedAttempts"]! == 2);

        Assert.Equal(failure, $"{first["lastOutcome"]} {first["lastStatus"]}".TrimEnd());
        Assert.Equal([5, 10], new[] { first, second }.Select(Pause));
        Assert.True((bool)second["isPending"]!);
        Assert.All(receiver.Messages, message => Assert.Equal("/changes", message.Path));

        await app.Meeting();
        await Changes.Settle(app);
        receiver.Forget();
        receiver.Answer = WebhookReceiver.NoContent;
        await app.Due(id);
        await app.DeliveryWhen(id, state => !(bool)state["isPending"]! && (int)state["failedAttempts"]! == 0);
        await Task.Delay(2500, TestContext.Current.CancellationToken);
        var message = Assert.Single(receiver.Messages);
        Assert.Empty((await app.Get($"changes?after={message.Cursor}", ("X-Api-Key", key))).Is(HttpStatusCode.OK).Items);
    }

    [Fact]
    public async Task A_notification_that_waits_shows_no_hidden_change()
    {
        await using var receiver = await WebhookReceiver.Start();
        var (id, _, _) = await app.Webhook(receiver.Url);
        receiver.Answer = http => WebhookReceiver.Status(http, 500);
        await app.Meeting();
        await app.DeliveryWhen(id, state => (int)state["failedAttempts"]! == 1);
        var cursor = $"{(await app.Get("changes?after=now")).Body["cursor"]}";
        await app.Meeting("restricted");
        Assert.Single(await Changes.Since(app, cursor, 1));
        await app.Due(id);
        await app.DeliveryWhen(id, state => (int)state["failedAttempts"]! == 2);
        var same = receiver.Messages;
        await app.Meeting();
        await Changes.Settle(app);
        await app.Due(id);
        await app.DeliveryWhen(id, state => (int)state["failedAttempts"]! == 3);

        Assert.Equal((same[0].Id, same[0].Text), (same[1].Id, same[1].Text));
        Assert.NotEqual(same[0].Id, receiver.Messages[2].Id);
    }

    [Fact]
    public async Task An_endless_answer_is_not_read()
    {
        await using var receiver = await WebhookReceiver.Start();
        var sent = 0L;
        receiver.Answer = async http =>
        {
            for (var part = new byte[64 * 1024]; !http.RequestAborted.IsCancellationRequested; sent += part.Length)
            {
                await http.Response.Body.WriteAsync(part);
                await Task.Delay(10); // the server notices a little later that nobody reads any more
            }
        };
        var (id, _, _) = await app.Webhook(receiver.Url);

        var test = (await app.Post($"webhooks/{id}/test", null)).Is(HttpStatusCode.OK).Body;

        Assert.Equal(("delivered", "200"), ($"{test["outcome"]}", $"{test["status"]}"));
        Assert.InRange(sent, 0, 16 * 1024 * 1024);
    }

    [Theory]
    [InlineData("http://10.1.2.3/changes", "private_address")]
    [InlineData("https://169.254.169.254/latest/meta-data", "private_address")]
    [InlineData("http://[::1]/changes", "private_address")]
    [InlineData("http://93.184.216.34/changes", "not_encrypted")]
    [InlineData("https://receiver.invalid/changes", "unreachable")]
    public async Task A_receiver_where_none_may_be_is_not_connected_to(string url, string outcome)
    {
        var (id, _, _) = await app.Webhook(url);

        var test = (await app.Post($"webhooks/{id}/test", null)).Is(HttpStatusCode.OK).Body;

        Assert.Equal((outcome, null), ($"{test["outcome"]}", (int?)test["status"]));
    }

    [Theory]
    [InlineData("127.0.0.1", "private_address")]
    [InlineData("0.0.0.0", "private_address")]
    [InlineData("10.20.0.1", null)] // allowed
    [InlineData("10.21.0.1", "private_address")]
    [InlineData("172.31.255.255", "private_address")]
    [InlineData("172.32.0.0", null)]
    [InlineData("192.168.0.1", "private_address")]
    [InlineData("100.64.0.1", "private_address")]
    [InlineData("169.254.169.254", "private_address")]
    [InlineData("224.0.0.1", "private_address")]
    [InlineData("255.255.255.255", "private_address")]
    [InlineData("8.8.8.8", null)]
    [InlineData("::ffff:127.0.0.1", "private_address")]
    [InlineData("::ffff:8.8.8.8", null)]
    [InlineData("::1", "private_address")]
    [InlineData("fe80::1", "private_address")]
    [InlineData("fd00:20::1", null)] // allowed
    [InlineData("fd00:21::1", "private_address")]
    [InlineData("64:ff9b::7f00:1", "private_address")]
    [InlineData("2002:7f00:1::", "private_address")]
    [InlineData("2001:db8::1", "private_address")]
    [InlineData("2606:4700::1111", null)]
    public void Only_public_addresses_and_allowed_networks_are_permitted(string address, string? refusal)
    {
        var networks = new ReceiverNetworks(new() { Networks = ["10.20.0.0/16", "fd00:20::/32"] });

        var outcome = networks.Refusal(IPAddress.Parse(address), isEncrypted: true);

        Assert.Equal(refusal, outcome is { } given ? EnumNames.Write(given) : null);
    }

    [Fact]
    public async Task After_three_days_of_failures_a_webhook_is_disabled_until_a_test_succeeds()
    {
        await using var receiver = await WebhookReceiver.Start();
        var (id, _, _) = await app.Webhook(receiver.Url);
        receiver.Answer = http => WebhookReceiver.Status(http, 503);
        await app.Meeting();
        await app.DeliveryWhen(id, state => (int)state["failedAttempts"]! == 1);
        await app.Set(id, "next_attempt_at = now(), failed_attempts = 99, failing_since = now() - interval '2 days 23 hours'");
        var late = await app.DeliveryWhen(id, state => (int)state["failedAttempts"]! == 100);
        Assert.Equal((15 * 60, null), (Pause(late), late["disabledAt"]));

        await app.Set(id, "next_attempt_at = now(), failing_since = now() - interval '3 days'");
        var disabled = await app.DeliveryWhen(id, state => state["disabledAt"] is not null);
        Assert.Equal(("failing", null), ($"{disabled["disabledBecause"]}", disabled["nextAttemptAt"]));
        (await app.Post($"webhooks/{id}/test", null)).Is(HttpStatusCode.OK);
        Assert.NotNull((await app.Delivery(id))["disabledAt"]);

        receiver.Forget();
        receiver.Answer = WebhookReceiver.NoContent;
        Assert.Equal("delivered", $"{(await app.Post($"webhooks/{id}/test", null)).Is(HttpStatusCode.OK).Body["outcome"]}");
        await app.DeliveryWhen(id, state => state["disabledAt"] is null && !(bool)state["isPending"]!);
        Assert.Equal(["webhook.test", "changes.moved"], receiver.Messages.Select(message => $"{message.Body["type"]}"));
    }

    [Fact]
    public async Task A_receiver_that_answers_410_is_sent_nothing_more()
    {
        await using var receiver = await WebhookReceiver.Start();
        var (id, _, _) = await app.Webhook(receiver.Url);
        receiver.Answer = http => WebhookReceiver.Status(http, 410);

        await app.Meeting();

        var disabled = await app.DeliveryWhen(id, state => state["disabledAt"] is not null);
        Assert.Equal("unwanted", $"{disabled["disabledBecause"]}");
        Assert.Single(receiver.Messages);
    }

    /// <summary>Returns the seconds between the last attempt and the next.</summary>
    private static int Pause(JsonNode delivery) => (int)Math.Round(
        ((DateTimeOffset)delivery["nextAttemptAt"]! - (DateTimeOffset)delivery["lastAttemptAt"]!).TotalSeconds);
}
