using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Web;

/// <summary>POST requests with an Idempotency-Key, which run once and are replayed.</summary>
public sealed class IdempotencyTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const string Replayed = "Idempotent-Replayed";

    private static readonly string[] Anew = ["Date", Replayed];

    internal static (string, string) Key(string? key = null) => ("Idempotency-Key", key ?? TestData.Key("a-key-that-is-long-enough"));

    internal static void AreAlike(ApiResponse first, ApiResponse again)
    {
        Assert.Equal(Said(first), Said(again));
        Assert.Equal((first.Status, first.Text), (again.Status, again.Text));
        Assert.False(first.Headers.ContainsKey(Replayed));
        Assert.Equal("true", again.Headers[Replayed]);
    }

    private static IEnumerable<string> Said(ApiResponse answer) =>
        answer.Headers.Where(h => !Anew.Contains(h.Key)).Select(h => $"{h.Key}: {h.Value}").Order(StringComparer.Ordinal);

    /// <summary>Creates an API key and returns its credential.</summary>
    private async Task<(string, string)> Caller(string clearance, params string[] scopes)
    {
        var made = await app.Post("keys", new JsonObject
        {
            ["id"] = TestData.Key("caller"),
            ["clearance"] = clearance,
            ["scopes"] = new JsonArray([.. scopes.Select(s => JsonValue.Create(s))]),
        });

        return ("Authorization", $"Bearer {made.Is(HttpStatusCode.Created).Body["secret"]}");
    }

    [Fact]
    public async Task Of_64_concurrent_POSTs_with_one_key_exactly_one_is_processed()
    {
        var (meeting, key) = (TestData.Meeting(), Key());
        meeting["externalId"] = "once-of-64";
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => app.Get("meetings"))); // opens all connections

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => app.Post("meetings", meeting, key)));

        var done = Assert.Single(answers, a => a.Status == HttpStatusCode.Created && !a.Headers.ContainsKey(Replayed));
        Assert.All(answers.Where(a => a != done), a =>
        {
            if (a.Status != HttpStatusCode.Created)
            {
                Assert.Equal((HttpStatusCode.Conflict, "request_in_progress"), (a.Status, a.Problem));
            }
            else
            {
                AreAlike(done, a);
            }
        });
        AreAlike(done, await app.Post("meetings", meeting, key));
        Assert.Equal(1, await app.Query<long>("SELECT count(*) FROM meetings WHERE external_id = 'once-of-64'"));
        Assert.Equal(1, await app.Query<long>($"SELECT count(*) FROM changes WHERE resource_id = '{done.Body["id"]}'"));
    }

    [Fact]
    public async Task A_response_does_not_depend_on_the_key_and_is_replayed_unchanged()
    {
        var with = await app.Post("companies", TestData.Company(), Key());
        var without = await app.Post("companies", TestData.Company());

        Assert.Equal(without.Headers.Keys.Order(StringComparer.Ordinal), with.Headers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            ("\"1\"", without.Headers["Cache-Control"], without.Headers["Content-Type"], $"/api/v1/companies/{with.Body["id"]}"),
            (with.ETag, with.Headers["Cache-Control"], with.Headers["Content-Type"], with.Headers["Location"]));

        var (participant, key) = (TestData.Participant("intel"), Key());
        var url = (await app.Post("meetings", TestData.Meeting())).Headers["Location"] + "/participants";
        var added = (await app.Post(url, participant, key)).Is(HttpStatusCode.Created);
        AreAlike(added, await app.Post(url, participant, key, ("If-Match", "\"1\""))); // the version at the first request
        Assert.Equal("\"2-2\"", added.ETag); // the version, and the shape of a meeting
        Assert.Equal(3, (await app.Get(url)).Items.Count);
    }

    [Fact]
    public async Task A_key_is_bound_to_the_bytes_of_its_body()
    {
        var key = Key();
        var body = TestData.Company().ToJsonString();
        (await app.SendBytes(HttpMethod.Post, "companies", Encoding.UTF8.GetBytes(body), key)).Is(HttpStatusCode.Created);

        var other = await app.SendBytes(HttpMethod.Post, "companies", Encoding.UTF8.GetBytes(body + " "), key, ("Accept-Language", "ko"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency_key_reused"), (other.Status, other.Problem));
        Assert.Contains("이미 다른 요청", other.Body["title"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_bound_to_its_caller_and_address()
    {
        var key = Key();
        var (one, two) = (await Caller("internal", "write"), await Caller("internal", "write"));
        var (trip, area, id) = (TestData.Trip(), TestData.Area(), TestData.Key());

        ApiResponse[] trips =
            [await app.Post("trips", trip, key, one), await app.Post("trips", trip, key, two), await app.Post("trips", trip, key)];

        Assert.All(trips, t => Assert.False(t.Is(HttpStatusCode.Created).Headers.ContainsKey(Replayed)));
        Assert.Equal(3, trips.Select(t => t.Headers["Location"]).Distinct().Count());
        Assert.False((await app.Post("areas", area, key, one)).Is(HttpStatusCode.Created).Headers.ContainsKey(Replayed));
        var company = (await app.Post("companies", TestData.Company(id), key, one)).Is(HttpStatusCode.Created);
        Assert.False(company.Headers.ContainsKey(Replayed));
        (await app.Put($"companies/{id}", new JsonObject { ["name"] = TestData.Name() }, key, one, ("If-Match", "*")))
            .Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_refused_request_is_not_stored_and_its_key_can_be_used_again()
    {
        var key = Key();
        var wrong = TestData.Collaboration("no-such-area");
        var before = await app.Query<long>("SELECT count(*) FROM stored_answers");

        (await app.Post("collaborations", wrong, key)).Is(HttpStatusCode.UnprocessableEntity);
        (await app.Post("collaborations", new JsonObject(), key)).Is(HttpStatusCode.BadRequest);
        (await app.Post("companies", TestData.Company("nvidia"), key)).Is(HttpStatusCode.Conflict);

        Assert.Equal(before, await app.Query<long>("SELECT count(*) FROM stored_answers"));
        var area = (await app.Post("areas", TestData.Area())).Body["id"]!.ToString();
        var right = (await app.Post("collaborations", TestData.Collaboration(area), key)).Is(HttpStatusCode.Created);
        AreAlike(right, await app.Post("collaborations", TestData.Collaboration(area), key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u007f")]
    [InlineData("tab\tin it")]
    [InlineData("x*201")]
    public async Task A_malformed_idempotency_key_is_refused(string key)
    {
        var answer = await app.Post("companies", TestData.Company(), Key(key is "x*201" ? new string('x', 201) : key));

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request Idempotency-Key pattern"), (answer.Status, answer.Problem));
    }

    [Fact]
    public async Task A_replay_needs_the_current_clearance()
    {
        var (caller, key, meeting) = (await Caller("internal", "write"), Key(), TestData.Meeting());
        var made = (await app.Post("meetings", meeting, caller, key)).Is(HttpStatusCode.Created);
        var url = made.Headers["Location"];
        var raised = await app.Patch(url, new JsonObject { ["confidentiality"] = "restricted" }, ("If-Match", "*"));

        var hidden = await app.Post("meetings", meeting, caller, key);

        Assert.Equal((HttpStatusCode.NotFound, "not_found"), (hidden.Status, hidden.Problem));
        Assert.DoesNotContain(made.Body["id"]!.ToString(), hidden.Text, StringComparison.Ordinal);
        Assert.Equal(1, await app.Query<long>(
            $"SELECT count(*) FROM audit WHERE kind = 'refusal' AND resource_id = '{made.Body["id"]}' AND code = 'not_found'"));
        var lowered = await app.Patch(
            url, new JsonObject { ["confidentiality"] = "internal" }, ("If-Match", raised.ETag), ("Change-Reason", "Known."));
        lowered.Is(HttpStatusCode.OK);
        AreAlike(made, await app.Post("meetings", meeting, caller, key));
    }

    /// <summary>The replay tells that the request was processed; the history tells the rest.</summary>
    [Fact]
    public async Task A_replay_is_returned_even_if_the_resource_was_deleted_since()
    {
        var (key, company) = (Key(), TestData.Company());
        var made = (await app.Post("companies", company, key)).Is(HttpStatusCode.Created);
        (await app.Delete(made.Headers["Location"], ("If-Match", "*"))).Is(HttpStatusCode.NoContent);

        AreAlike(made, await app.Post("companies", company, key));
        (await app.Get(made.Headers["Location"])).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_replay_of_a_confidential_response_is_audited_as_a_read()
    {
        var (key, meeting) = (Key(), TestData.Meeting());
        meeting["confidentiality"] = "confidential";
        var made = (await app.Post("meetings", meeting, key)).Is(HttpStatusCode.Created);

        AreAlike(made, await app.Post("meetings", meeting, key));

        Assert.Equal("change read", await app.Query<string>(
            $"SELECT string_agg(kind, ' ' ORDER BY sequence) FROM audit WHERE resource_id = '{made.Body["id"]}'"));
    }

    [Fact]
    public async Task A_key_expires_after_a_day()
    {
        var (key, trip) = (Key(), TestData.Trip());
        var first = (await app.Post("trips", trip, key)).Is(HttpStatusCode.Created);
        await app.Query<object>("UPDATE stored_answers SET at = at - interval '23 hours 59 minutes' RETURNING 1");
        AreAlike(first, await app.Post("trips", trip, key));
        await app.Query<object>("UPDATE stored_answers SET at = at - interval '1 minute' RETURNING 1");

        var second = (await app.Post("trips", trip, key)).Is(HttpStatusCode.Created);

        Assert.False(second.Headers.ContainsKey(Replayed));
        Assert.NotEqual(first.Headers["Location"], second.Headers["Location"]);
        AreAlike(second, await app.Post("trips", trip, key));
    }

    [Fact]
    public async Task Expired_responses_are_deleted_in_batches()
    {
        for (var i = 0; i < 12; i++)
        {
            (await app.Post("trips", TestData.Trip(), Key())).Is(HttpStatusCode.Created);
        }

        await app.Query<object>("UPDATE stored_answers SET at = at - interval '2 days' RETURNING 1");
        var old = await app.Query<long>("SELECT count(*) FROM stored_answers");

        (await app.Post("trips", TestData.Trip(), Key())).Is(HttpStatusCode.Created);

        Assert.Equal(old - 10 + 1, await app.Query<long>("SELECT count(*) FROM stored_answers"));
    }
}
