using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Web;

/// <summary>Stored responses with secrets, which are readable only with the Idempotency-Key.</summary>
public sealed class SecretReplayTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Fact]
    public async Task A_stored_secret_can_be_replayed_only_with_its_idempotency_key()
    {
        var (key, request) = (IdempotencyTests.Key(), new JsonObject { ["id"] = TestData.Key(), ["scopes"] = new JsonArray("read") });
        var made = (await app.Post("keys", request, key)).Is(HttpStatusCode.Created);
        var url = made.Headers["Location"] + "/secrets";
        var rotated = (await app.Post(url, null, key)).Is(HttpStatusCode.Created);

        IdempotencyTests.AreAlike(made, await app.Post("keys", request, key));
        IdempotencyTests.AreAlike(rotated, await app.Post(url, null, key));

        var dump = await Dump();
        Assert.Contains(request["id"]!.ToString(), dump, StringComparison.Ordinal); // the dump has the data

        foreach (var secret in new[] { made, rotated }.Select(a => a.Body["secret"]!.ToString()).Append(key.Item2))
        {
            Assert.DoesNotContain(secret, dump, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexString(Encoding.UTF8.GetBytes(secret)), dump, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(
                Convert.ToHexString(Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))))[..40],
                dump, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_response_with_a_secret_needs_a_long_idempotency_key()
    {
        var request = new JsonObject { ["id"] = TestData.Key(), ["scopes"] = new JsonArray("read") };

        var refused = await app.Post("keys", request, IdempotencyTests.Key("nineteen-letters-xx"), ("Accept-Language", "ko"));

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request Idempotency-Key weak_key"), (refused.Status, refused.Problem));
        Assert.Contains("20자", refused.Body["errors"]![0]!["detail"]!.ToString(), StringComparison.Ordinal);
        (await app.Get($"keys/{request["id"]}")).Is(HttpStatusCode.NotFound);
        (await app.Post("keys", request, IdempotencyTests.Key("twenty-letters-xxxxx"))).Is(HttpStatusCode.Created);
    }

    /// <summary>Returns every row of every table, with bytes in hexadecimal.</summary>
    private Task<string> Dump() => app.Query<string>(
        """
        SELECT string_agg(query_to_xml(format('SELECT t::text FROM %I.%I t', schemaname, tablename), true, false, '')::text, '')
        FROM pg_tables WHERE schemaname = 'public'
        """);
}
