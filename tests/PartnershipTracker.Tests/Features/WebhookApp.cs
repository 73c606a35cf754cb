using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;

namespace PartnershipTracker.Tests.Features;

/// <summary>An application that may send to receivers on this machine.</summary>
public sealed class WebhookApp : TrackerApp
{
    private readonly TestServer _server;

    public WebhookApp(TestServer server)
        : base(server) => _server = server;

    private WebhookApp(TestServer server, string database)
        : base(server, database, isCopy: false) => _server = server;

    /// <summary>Starts another instance on the same database.</summary>
    public async Task<WebhookApp> Second()
    {
        var other = new WebhookApp(_server, Database);
        await other.InitializeAsync();

        return other;
    }

    /// <summary>Creates a webhook whose receiver has a key of its own, and returns its id, its secret and the secret of the key.</summary>
    public async Task<(string Id, string Secret, string Key)> Webhook(string url, string clearance = "public")
    {
        var keyId = TestData.Key("reader");
        var key = await Key(["read"], clearance, keyId);
        var made = (await Post("webhooks", TestData.Webhook(keyId, url: url))).Is(HttpStatusCode.Created).Body;

        return ($"{made["webhook"]!["id"]}", $"{made["secret"]}", key);
    }

    /// <summary>Creates a meeting, and returns its id.</summary>
    public async Task<string> Meeting(string confidentiality = "public")
    {
        var meeting = TestData.Meeting();
        meeting["confidentiality"] = confidentiality;

        return $"{(await Post("meetings", meeting)).Is(HttpStatusCode.Created).Body["id"]}";
    }

    public async Task<JsonNode> Delivery(string webhook) => (await Get($"webhooks/{webhook}/delivery")).Is(HttpStatusCode.OK).Body;

    /// <summary>Waits until the state of the delivery is as it should be.</summary>
    public async Task<JsonNode> DeliveryWhen(string webhook, Func<JsonNode, bool> isReached)
    {
        for (var attempt = 0; ; attempt++)
        {
            var delivery = await Delivery(webhook);

            if (isReached(delivery) || attempt == 600)
            {
                Assert.True(isReached(delivery), delivery.ToJsonString());

                return delivery;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Makes the next attempt due, as after its pause.</summary>
    public Task Due(string webhook) => Set(webhook, "next_attempt_at = now()");

    /// <summary>Changes columns of the state of the delivery.</summary>
    public Task<long> Set(string webhook, string columns) => Query<long>(
        $"""
        WITH changed AS (UPDATE webhook_deliveries SET {columns} WHERE webhook_id = '{webhook}' RETURNING 1)
        SELECT count(*) FROM changed
        """);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Webhooks:Networks:0", "127.0.0.0/8");
    }
}
