using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>The notifications of webhooks: what they tell, to whom, and how often.</summary>
public sealed class WebhookTests(WebhookApp app) : IClassFixture<WebhookApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_receiver_is_told_only_that_the_feed_has_moved_and_reads_it_with_its_key()
    {
        await using var receiver = await WebhookReceiver.Start();
        var (id, secret, key) = await app.Webhook(receiver.Url);
        var cursor = $"{(await app.Get("changes?after=now", ("X-Api-Key", key))).Body["cursor"]}";

        var meeting = await app.Meeting();

        var message = Assert.Single(await receiver.Until(1));
        Assert.True(message.IsSignedWith(secret));
        Assert.False(message.IsSignedWith("whsec_" + Convert.ToBase64String(new byte[32])));
        Assert.Equal(["type", "timestamp", "data"], message.Body.AsObject().Select(member => member.Key));
        Assert.Equal(("changes.moved", 1), ($"{message.Body["type"]}", message.Body["data"]!.AsObject().Count));
        Assert.Contains($"created meetings/{meeting} 1", await Changes.Since(app, cursor, 1, ("X-Api-Key", key)));
        Assert.Empty((await app.Get($"changes?after={message.Cursor}", ("X-Api-Key", key))).Is(HttpStatusCode.OK).Items);
        var delivery = await app.DeliveryWhen(id, state => $"{state["lastOutcome"]}" == "delivered");
        Assert.Equal((false, 204), ((bool)delivery["isPending"]!, (int)delivery["lastStatus"]!));
    }

    [Fact]
    public async Task A_change_that_the_key_may_not_see_is_not_told()
    {
        await using var receiver = await WebhookReceiver.Start();
        await using var cleared = await WebhookReceiver.Start();
        var (id, _, _) = await app.Webhook(receiver.Url);
        await app.Webhook(cleared.Url, "restricted");
        var before = (await app.Delivery(id)).ToJsonString();

        await app.Meeting("restricted");

        Assert.NotEmpty(await cleared.Until(1));
        await Task.Delay(2000, Cancellation);
        Assert.Empty(receiver.Messages);
        Assert.Equal(before, (await app.Delivery(id)).ToJsonString());
        await app.Meeting();
        Assert.NotEmpty(await receiver.Until(1));
    }

    [Fact]
    public async Task Two_secrets_sign_each_notification_until_one_is_deleted()
    {
        await using var receiver = await WebhookReceiver.Start();
        var (id, first, _) = await app.Webhook(receiver.Url);
        var second = (await app.Post($"webhooks/{id}/secrets", null)).Is(HttpStatusCode.Created).Body;
        var third = (await app.Post($"webhooks/{id}/secrets", null)).Is(HttpStatusCode.Conflict);
        Assert.Equal("two_webhook_secrets", $"{third.Body["errors"]![0]!["code"]}");

        (await app.Post($"webhooks/{id}/test", null)).Is(HttpStatusCode.OK);
        var firstId = (await app.Get($"webhooks/{id}")).Body["secrets"]![0]!["id"];
        (await app.Delete($"webhooks/{id}/secrets/{firstId}")).Is(HttpStatusCode.NoContent);
        (await app.Post($"webhooks/{id}/test", null)).Is(HttpStatusCode.OK);

        Assert.Equal(
            [(true, true), (false, true)], receiver.Messages.Select(m => (m.IsSignedWith(first), m.IsSignedWith($"{second["secret"]}"))));
        Assert.All(receiver.Messages, message => Assert.Equal("webhook.test", $"{message.Body["type"]}"));
        (await app.Delete($"webhooks/{id}/secrets/{second["secretId"]}")).Is(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_secret_is_shown_once_and_stored_encrypted()
    {
        await using var receiver = await WebhookReceiver.Start();
        var (id, secret, _) = await app.Webhook(receiver.Url);

        foreach (var path in new[] { "webhooks", $"webhooks/{id}", $"webhooks/{id}/history", $"webhooks/{id}/delivery", "audit?limit=200" })
        {
            Assert.DoesNotContain("whsec_", (await app.Get(path)).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        }

        var stored = await app.Query<string>(
            "SELECT (SELECT string_agg(s::text, '') FROM webhook_secrets s) || (SELECT string_agg(c::text, '') FROM changes c)");
        Assert.DoesNotContain(secret, stored, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_of_a_key_that_is_deleted_is_disabled_and_says_why()
    {
        await using var receiver = await WebhookReceiver.Start();
        var (id, _, _) = await app.Webhook(receiver.Url);
        (await app.Delete($"keys/{(await app.Get($"webhooks/{id}")).Body["key"]}", ("If-Match", "*"))).Is(HttpStatusCode.NoContent);

        await app.Meeting();

        var delivery = await app.DeliveryWhen(id, state => state["disabledAt"] is not null);
        Assert.Equal("key_invalid", $"{delivery["disabledBecause"]}");
        var test = (await app.Post($"webhooks/{id}/test", null)).Is(HttpStatusCode.Conflict);
        Assert.Equal("webhook_key_gone", $"{test.Body["errors"]![0]!["code"]}");
        Assert.Empty(receiver.Messages);
        var listed = (await app.Get($"webhooks?q={id}")).Is(HttpStatusCode.OK).Items;
        Assert.Equal("key_invalid", $"{Assert.Single(listed)!["delivery"]!["disabledBecause"]}");
    }

    [Fact]
    public async Task A_webhook_whose_request_is_wrong_is_refused_with_all_faults()
    {
        await app.Key(["admin"], "public", "no-reader");
        await app.Key(["read"], "restricted", "sees-more");
        var low = ("X-Api-Key", await app.Key(["admin", "read"], "internal", "low-admin"));

        Assert.Equal(
            ["#/id required", "#/key required", "#/url url_with_credentials"],
            Errors(await app.Post("webhooks", new JsonObject { ["url"] = "https://user:pass@receiver.example/#part" })));
        Assert.Equal(["#/url not_a_url"], Errors(await app.Post("webhooks", TestData.Webhook("power-bi", url: "ftp://receiver.example"))));
        Assert.Equal(["#/key key_cannot_read"], Errors(await app.Post("webhooks", TestData.Webhook("nobody"))));
        Assert.Equal(["#/key key_cannot_read"], Errors(await app.Post("webhooks", TestData.Webhook("no-reader"))));
        var above = (await app.Post("webhooks", TestData.Webhook("sees-more"), low)).Is(HttpStatusCode.Forbidden);
        Assert.Equal(["#/key not_yours_to_give"], Errors(above));

        var made = (await app.Post("webhooks", TestData.Webhook("sees-more"))).Is(HttpStatusCode.Created).Headers["Location"];
        Assert.Equal(
            ["#/key never_changed"], Errors(await app.Patch(made, new JsonObject { ["key"] = "power-bi" }, ("If-Match", "*"))));
        (await app.Get($"{made}/delivery", low)).Is(HttpStatusCode.Forbidden);
        (await app.Patch(made, new JsonObject { ["url"] = "https://mine.example" }, low, ("If-Match", "*"))).Is(HttpStatusCode.Forbidden);
        (await app.Post($"{made}/secrets", null, low)).Is(HttpStatusCode.Forbidden);
        (await app.Post($"{made}/test", null, low)).Is(HttpStatusCode.Forbidden);
        Assert.DoesNotContain("nextAttemptAt", (await app.Get("webhooks?q=webhook", low)).Is(HttpStatusCode.OK).Items
            .Single(item => made.EndsWith($"/{item!["id"]}", StringComparison.Ordinal))!.ToJsonString(), StringComparison.Ordinal);
        (await app.Get($"{made}/delivery")).Is(HttpStatusCode.OK);
    }

    private static string[] Errors(ApiResponse answer) =>
        [.. answer.Body["errors"]!.AsArray().Select(e => $"{e!["pointer"]} {e["code"]}").Order(StringComparer.Ordinal)];
}
