using System.Diagnostics;
using System.Net;
using Npgsql;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Features.Access;

namespace PartnershipTracker.Tests.Features;

/// <summary>The keys that a process keeps while it listens for their changes.</summary>
public sealed class ApiKeyCacheTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly KnownKey Known = new("kept", ["read"], Confidentiality.Internal, null, Guid.Empty, null, ReplicaReads: false);

    private (string, string) _key;

    [Fact]
    public async Task A_read_by_a_known_key_is_one_command()
    {
        _key = ("X-Api-Key", await app.Key(["read"]));

        await Until(TimeSpan.FromSeconds(10), async () => await Commands() is [var only] && !IsLookUp(only));
    }

    [Theory]
    [InlineData("UPDATE api_keys SET expires_at = now() WHERE id = '{0}'")]
    [InlineData("DELETE FROM api_key_secrets WHERE key_id = '{0}'")]
    [InlineData("UPDATE api_key_secrets SET hash = sha256(hash) WHERE key_id = '{0}'")]
    [InlineData("DELETE FROM api_keys WHERE id = '{0}'")]
    public async Task A_change_by_another_process_applies_within_a_second(string sql)
    {
        var id = await WarmKey();
        await app.Query<object>(string.Format(null, sql, id) + "; SELECT 1");

        await Until(TimeSpan.FromSeconds(1), async () => (await app.Get("me", _key)).Status is HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_change_of_the_clearance_by_another_process_applies_within_a_second()
    {
        var id = await WarmKey();
        await app.Query<object>($"UPDATE api_keys SET clearance = 'public' WHERE id = '{id}'; SELECT 1");

        await Until(TimeSpan.FromSeconds(1), async () => $"{(await app.Get("me", _key)).Body["clearance"]}" == "public");
    }

    [Fact]
    public async Task A_key_that_expires_is_refused_although_it_is_known()
    {
        _key = ("X-Api-Key", await app.Key(["read"], expiresAt: TimeProvider.System.GetUtcNow().AddSeconds(2)));
        (await app.Get("me", _key)).Is(HttpStatusCode.OK);

        await Until(TimeSpan.FromSeconds(10), async () => (await app.Get("me", _key)).Status is HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Without_a_listener_every_request_looks_its_key_up()
    {
        await WarmKey();

        Assert.True(await app.Query<bool>(
            $"SELECT bool_and(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE {Listener}"));
        await Until(TimeSpan.FromSeconds(1), async () => (await Commands()).Any(IsLookUp)); // before the listener connects again
        await Until(TimeSpan.FromSeconds(10), async () => !(await Commands()).Any(IsLookUp));
    }

    [Fact]
    public async Task Changes_apply_within_a_second_again_after_the_connection_was_lost()
    {
        var id = await WarmKey();
        var before = await app.Query<int>($"SELECT pid FROM pg_stat_activity WHERE {Listener}");

        await app.Query<bool>($"SELECT pg_terminate_backend({before}, 5000)");
        await Until(TimeSpan.FromSeconds(10), async () =>
            await app.Query<long>($"SELECT count(*) FROM pg_stat_activity WHERE {Listener} AND pid <> {before}") == 1);
        await Until(TimeSpan.FromSeconds(10), async () => !(await Commands()).Any(IsLookUp));

        await app.Query<object>($"DELETE FROM api_keys WHERE id = '{id}'; SELECT 1");
        await Until(TimeSpan.FromSeconds(1), async () => (await app.Get("me", _key)).Status is HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_database_announces_changes_of_keys_and_no_uses()
    {
        var announced = 0;
        await using var connection = await app.Open();
        connection.Notification += (_, _) => announced++;
        await using var listen = new NpgsqlCommand("LISTEN api_keys", connection);
        await listen.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await using var trip = new NpgsqlCommand("SELECT 1", connection);

        await app.Key(["read"], id: "announced");
        await app.Query<object>("UPDATE api_key_secrets SET last_used_at = now(); SELECT 1");
        await trip.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, announced);

        await app.Delete("keys/announced", ("If-Match", "*"));
        await trip.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, announced);
    }

    [Fact]
    public void A_kept_key_is_good_for_a_second_after_the_last_round_trip_began()
    {
        var clock = new ManualClock();
        var cache = new ApiKeyCache(clock);
        cache.BeginLookUp()("hash", Known);
        Assert.Null(cache.Find("hash")); // nothing is confirmed yet

        cache.Confirm(clock.GetTimestamp());
        clock.Now += 999;
        Assert.Same(Known, cache.Find("hash"));
        clock.Now += 1;
        Assert.Null(cache.Find("hash"));

        cache.Confirm(clock.GetTimestamp());
        Assert.Same(Known, cache.Find("hash"));
        cache.Suspend();
        cache.Confirm(clock.GetTimestamp());
        Assert.Null(cache.Find("hash"));
    }

    [Fact]
    public void A_key_that_was_looked_up_while_keys_changed_is_not_kept()
    {
        var clock = new ManualClock();
        var cache = new ApiKeyCache(clock);
        cache.Confirm(clock.GetTimestamp());

        var keep = cache.BeginLookUp();
        cache.Drop();
        keep("hash", Known);

        Assert.Null(cache.Find("hash"));
    }

    private string Listener => $"application_name = 'PartnershipTracker listener' AND datname = '{app.Database}'";

    /// <summary>Creates a key that requests use without a look-up, and returns its id.</summary>
    private async Task<string> WarmKey()
    {
        var id = TestData.Key("key");
        _key = ("X-Api-Key", await app.Key(["read"], id: id));
        await Until(TimeSpan.FromSeconds(10), async () => !(await Commands()).Any(IsLookUp));

        return id;
    }

    private async Task<List<string>> Commands()
    {
        using var log = new SqlLog(app);
        (await app.Get("companies/nvidia", _key)).Is(HttpStatusCode.OK);

        return [.. log.Commands];
    }

    private static bool IsLookUp(string sql) => sql.Contains("api_key_secrets", StringComparison.Ordinal);

    private static async Task Until(TimeSpan limit, Func<Task<bool>> isTrue)
    {
        var clock = Stopwatch.StartNew();

        while (!await isTrue())
        {
            Assert.True(clock.Elapsed < limit, $"not within {limit}");
        }
    }

    /// <summary>A clock that a test sets, in milliseconds.</summary>
    private sealed class ManualClock : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Now;
    }
}
