using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PartnershipTracker.Tests.Features;

/// <summary>Receivers that are away, refuse, redirect, are slow or send much, and two nodes. They wait much.</summary>
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

    [ProcessTheory]
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

    [ProcessFact]
    public async Task Many_changes_make_few_notifications_and_two_nodes_send_each_once()
    {
        await using var other = await app.Second();
        await using var receiver = await WebhookReceiver.Start();
        receiver.Answer = async http =>
        {
            await Task.Delay(300, TestContext.Current.CancellationToken);
            await WebhookReceiver.NoContent(http);
        };
        var (id, _, key) = await app.Webhook(receiver.Url);

        for (var change = 0; change < 40; change++)
        {
            await app.Meeting();
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        await app.DeliveryWhen(id, state => !(bool)state["isPending"]! && state["deliveredAt"] is not null);
        await Changes.Settle(app);

        for (var attempt = 0; attempt < 600 && (await Left()).Count > 0; attempt++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        var messages = receiver.Messages;
        Assert.InRange(messages.Count, 2, 12);
        Assert.Equal(messages.Count, messages.Select(message => message.Id).Distinct().Count());
        Assert.Equal(1, receiver.MostAtOnce);
        Assert.Empty(await Left());

        async Task<JsonArray> Left() =>
            (await app.Get($"changes?after={receiver.Messages[^1].Cursor}", ("X-Api-Key", key))).Is(HttpStatusCode.OK).Items;
    }

    [ProcessFact]
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

    [ProcessFact]
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

    [ProcessFact]
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

    [ProcessFact]
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
