using System.Net;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>The life cycle of an API key: creation, use, rotation and revocation.</summary>
public sealed class ApiKeyTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static (string, string) With(string secret) => ("X-Api-Key", secret);

    private static JsonObject Request(string id, string clearance, params string[] scopes) => new()
    {
        ["id"] = id,
        ["scopes"] = new JsonArray([.. scopes.Select(s => JsonValue.Create(s))]),
        ["clearance"] = clearance,
    };

    private async Task<string> Me(string secret) =>
        (await app.Get("me", With(secret))) is { Status: HttpStatusCode.OK } me
            ? $"{string.Join(' ', me.Body["scopes"]!.AsArray().Select(s => $"{s}"))} {me.Body["clearance"]}"
            : "nobody";

    [Fact]
    public async Task A_secret_is_256_random_bits_and_a_checksum_that_needs_no_database()
    {
        var secrets = new[] { await app.Key(["read"]), await app.Key(["read"]), await app.Key(["read"]) };

        Assert.Equal(3, secrets.Distinct().Count());
        Assert.All(secrets, secret =>
        {
            Assert.Matches("^pt_live_[0-9A-Za-z]{49}$", secret);
            Assert.Equal(new BigInteger(Crc32C(secret[..^6])), Number(secret[^6..]));
            Assert.True(Number(secret[8..^6]) < BigInteger.One << 256, "no more than 256 bits");
        });
        Assert.Contains(secrets, s => Number(s[8..^6]) > BigInteger.One << 240);
    }

    [Fact]
    public async Task A_secret_is_shown_once_and_only_its_hash_is_stored()
    {
        var made = (await app.Post("keys", Request("shown-once", "internal", "read"))).Is(HttpStatusCode.Created);
        var secret = made.Body["secret"]!.ToString();
        var second = (await app.Post("keys/shown-once/secrets", null)).Is(HttpStatusCode.Created).Body["secret"]!.ToString();
        await app.Get("me", With(secret));

        Assert.Equal("/api/v1/keys/shown-once", made.Headers["Location"]);

        foreach (var path in new[] { "keys", "keys/shown-once", "keys/shown-once/history", "keys/shown-once/secrets", "audit?limit=200" })
        {
            var shown = (await app.Get(path)).Is(HttpStatusCode.OK).Text;
            Assert.DoesNotContain("pt_live_", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("hash", shown, StringComparison.OrdinalIgnoreCase);
        }

        var log = await app.Query<string>("SELECT string_agg(c::text, '') || (SELECT string_agg(a::text, '') FROM audit a) FROM changes c");
        Assert.Contains("shown-once", log, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[8..^6], log, StringComparison.Ordinal);
        Assert.DoesNotContain(second[8..^6], log, StringComparison.Ordinal);
        Assert.Equal(32, await app.Query<int>("SELECT max(length(hash)) FROM api_key_secrets"));
    }

    [Fact]
    public async Task A_key_is_rotated_through_a_second_secret_and_has_at_most_two()
    {
        var old = await app.Key(["read"], id: "rotated");
        var added = (await app.Post("keys/rotated/secrets", null, ("If-Match", "\"1\""))).Is(HttpStatusCode.Created);
        var fresh = added.Body["secret"]!.ToString();
        Assert.Equal("\"2\"", added.ETag);
        Assert.Equal(("read restricted", "read restricted"), (await Me(old), await Me(fresh)));

        Assert.Equal("conflict # two_secrets", (await app.Post("keys/rotated/secrets", null)).Is(HttpStatusCode.Conflict).Problem);
        (await app.Post("keys/rotated/secrets", null, ("If-Match", "\"1\""))).Is(HttpStatusCode.PreconditionFailed);
        var korean = (await app.Post("keys/rotated/secrets", null, ("Accept-Language", "ko"))).Text;
        Assert.Contains("비밀", korean, StringComparison.Ordinal);

        var ids = (await app.Get("keys/rotated/secrets")).Each("id");
        (await app.Delete($"keys/rotated/secrets/{ids[0]}")).Is(HttpStatusCode.NoContent);
        (await app.Delete($"keys/rotated/secrets/{ids[0]}")).Is(HttpStatusCode.NotFound);
        Assert.Equal(("nobody", "read restricted"), (await Me(old), await Me(fresh)));
    }

    [Fact]
    public async Task Of_concurrent_rotations_exactly_one_adds_the_second_secret()
    {
        await app.Key(["read"], id: "concurrent");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.Post("keys/concurrent/secrets", null)));

        Assert.Single(answers, a => a.Status is HttpStatusCode.Created);
        Assert.Equal(7, answers.Count(a => a.Status is HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task The_last_secret_can_be_removed_and_another_added_later()
    {
        var secret = await app.Key(["read"], id: "emptied");
        (await app.Delete($"keys/emptied/secrets/{(await app.Get("keys/emptied/secrets")).Each("id")[0]}")).Is(HttpStatusCode.NoContent);

        Assert.Equal("nobody", await Me(secret));
        Assert.Empty((await app.Get("keys/emptied")).Body["secrets"]!.AsArray());
        Assert.Equal("read restricted", await Me((await app.Post("keys/emptied/secrets", null)).Body["secret"]!.ToString()));
    }

    [Fact]
    public async Task A_change_of_a_key_applies_to_the_next_request()
    {
        var secret = await app.Key(["read", "write"], "restricted", "lowered");
        (await app.Post("companies", TestData.Company(), With(secret))).Is(HttpStatusCode.Created);

        await app.Patch("keys/lowered", Request("lowered", "internal", "read"), ("If-Match", "*"));
        Assert.Equal("read internal", await Me(secret));
        Assert.Equal(
            "forbidden Authorization needs_scope", (await app.Post("companies", TestData.Company(), With(secret))).Problem);

        await app.Patch("keys/lowered", new JsonObject { ["expiresAt"] = "2024-01-01T00:00:00Z" }, ("If-Match", "*"));
        Assert.Equal("nobody", await Me(secret));
        await app.Patch("keys/lowered", new JsonObject { ["expiresAt"] = "2190-01-01T09:00:00+09:00" }, ("If-Match", "*"));
        Assert.Equal("2190-01-01T00:00:00Z", $"{(await app.Get("me", With(secret))).Body["expiresAt"]}");

        (await app.Delete("keys/lowered", ("If-Match", "*"))).Is(HttpStatusCode.NoContent);
        Assert.Equal("nobody", await Me(secret));
    }

    [Fact]
    public async Task The_id_of_a_deleted_key_cannot_be_used_again()
    {
        await app.Key(["read"], id: "once");
        Assert.Equal("already_exists #/id", (await app.Post("keys", Request("once", "public"))).Problem[..19]);
        (await app.Delete("keys/once", ("If-Match", "*"))).Is(HttpStatusCode.NoContent);
        (await app.Delete("keys/once", ("If-Match", "*"))).Is(HttpStatusCode.NotFound);

        Assert.Equal("already_exists #/id was_given_up", (await app.Post("keys", Request("once", "public"))).Problem);
        Assert.Equal(["delete", "create"], (await app.Get("keys/once/history")).Each("operation"));
    }

    [Fact]
    public async Task A_key_cannot_be_given_more_than_its_creator_has()
    {
        var weak = With(await app.Key(["read", "admin"], "internal", "weak-admin"));
        await app.Key(["read", "write"], "restricted", "strong");

        var wide = await app.Post("keys", Request("a", "public", "read", "audit"), weak);
        var high = await app.Post("keys", Request("b", "confidential", "read"), weak);
        Assert.Equal(("forbidden #/scopes not_yours_to_give", "forbidden #/clearance not_yours_to_give"), (wide.Problem, high.Problem));
        (await app.Post("keys", Request("c", "internal", "read", "admin"), weak)).Is(HttpStatusCode.Created);

        foreach (var (key, patch) in new (string, JsonObject)[]
        {
            ("c", new() { ["scopes"] = new JsonArray("write") }), ("c", new() { ["clearance"] = "restricted" }),
            ("weak-admin", new() { ["clearance"] = "restricted" }), ("strong", new() { ["description"] = "Mine now" }),
        })
        {
            (await app.Patch($"keys/{key}", patch, ("If-Match", "*"), weak)).Is(HttpStatusCode.Forbidden);
        }

        (await app.Post("keys/strong/secrets", null, weak)).Is(HttpStatusCode.Forbidden);
        Assert.Single((await app.Get("keys/strong")).Body["secrets"]!.AsArray());
        (await app.Get("keys", With(await app.Key(["read", "write", "audit", "declassify", "export"])))).Is(HttpStatusCode.Forbidden);
        (await app.Delete("keys/strong", ("If-Match", "*"), weak)).Is(HttpStatusCode.NoContent); // an administrator can delete any key
    }

    [Theory]
    [InlineData("""{ "id": "odd", "scopes": ["fly"] }""")]
    [InlineData("""{ "id": "odd", "scopes": ["READ"] }""")]
    [InlineData("""{ "id": "odd", "scopes": [null] }""")]
    [InlineData("""{ "id": "odd", "scopes": ["read", "read"] }""")]
    [InlineData("""{ "id": "odd", "scopes": null }""")]
    [InlineData("""{ "id": "odd" }""")]
    [InlineData("""{ "id": "Odd", "scopes": [] }""")]
    [InlineData("""{ "id": "열쇠", "scopes": [] }""")]
    [InlineData("""{ "scopes": [] }""")]
    [InlineData("""{ "id": "odd", "scopes": [], "clearance": "secret" }""")]
    [InlineData("""{ "id": "odd", "scopes": [], "expiresAt": "2030-01-01" }""")]
    [InlineData("""{ "id": "odd", "scopes": [], "secret": "pt_live_mine" }""")]
    public async Task A_malformed_key_request_is_refused(string request) =>
        (await app.Post("keys", JsonNode.Parse(request))).Is(HttpStatusCode.BadRequest);

    [Fact]
    public async Task The_last_use_of_a_secret_is_shown_to_the_minute()
    {
        var secret = await app.Key(["read"], id: "used");
        async Task<JsonNode?> Used() => (await app.Get("keys/used/secrets")).Items[0]!["lastUsedAt"];
        Assert.Null(await Used());
        await Me(secret);
        var used = await Used();
        Assert.NotNull(used);
        await Me(secret);
        Assert.Equal($"{used}", $"{await Used()}"); // to the minute
        Assert.Equal("\"1\"", (await app.Get("keys/used")).ETag);
    }

    [Fact]
    public async Task A_local_request_without_a_credential_is_the_local_administrator()
    {
        var me = (await app.Get("me")).Is(HttpStatusCode.OK).Body;

        Assert.Equal(("local-admin", "local_administrator", "restricted"), ($"{me["principal"]}", $"{me["kind"]}", $"{me["clearance"]}"));
        Assert.Equal(7, me["scopes"]!.AsArray().Count);
    }

    private static BigInteger Number(string text) =>
        text.Aggregate(BigInteger.Zero, (sum, letter) => (sum * 62) + Letters.IndexOf(letter, StringComparison.Ordinal));

    /// <summary>Computes the CRC-32C of RFC 3720 bit by bit.</summary>
    private static uint Crc32C(string text)
    {
        var crc = uint.MaxValue;

        foreach (var b in Encoding.ASCII.GetBytes(text))
        {
            crc ^= b;

            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
            }
        }

        return ~crc;
    }
}
