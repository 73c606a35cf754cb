using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using PartnershipTracker.Data.Model;

namespace PartnershipTracker.Tests.Features;

/// <summary>The search in the opening data.</summary>
public sealed class SearchTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly string[] Beginnings = ["alias", "prefix", "initials", "part"];

    private static readonly string[] OfNothing = ["%%", "__", "_%", @"\\\", "-", "ㅏ", "ㅏㅣ", "ㅃㅃ"];

    private static readonly string[] OfSigns = ["0%_", @"_\", @"\real", "%_"];

    private static readonly string[] OfHidden = ["비공개 인수 협상 자리", "인수협상", "인수 협상을", "takeover"];

    private static readonly string[] Alike = ["가온솔라", "가온솔라텍", "가은솔라", "대가온솔라"];

    private async Task<ApiResponse> Search(string q, string more = "", params (string, string)[] headers) =>
        (await app.Get($"search?q={Uri.EscapeDataString(q)}{more}", headers)).Is(HttpStatusCode.OK);

    private async Task<string[]> Found(string q, string more = "", params (string, string)[] headers) =>
        (await Search(q, more, headers)).Each("id");

    private async Task<string> First(string q)
    {
        var hit = (await Search(q)).Items[0]!;

        return $"{hit["id"]} {hit["matchedName"]} {hit["matchType"]} {hit["score"]}";
    }

    [Fact]
    public async Task Each_typed_form_finds_its_target_first()
    {
        Assert.True(SearchCases.All.Count >= 350, $"{SearchCases.All.Count}");
        var misses = new List<string>();

        foreach (var (q, id) in SearchCases.All)
        {
            misses.AddRange(
                from form in new[] { NormalizationForm.FormC, NormalizationForm.FormD }
                let found = Found(q.Normalize(form)).GetAwaiter().GetResult()
                where found.FirstOrDefault() != id
                select $"{q} ({form}): {string.Join(", ", found.Take(3))} instead of {id}");
        }

        Assert.True(misses.Count == 0, string.Join('\n', misses));
    }

    [Theory]
    [InlineData("SK하이닉스", "sk-hynix SK하이닉스 exact 1")]
    [InlineData("하이닉스", "sk-hynix 하이닉스 alias 0.98")]
    [InlineData("MS", "microsoft MS weak_alias 0.95")]
    [InlineData("마이크로소프트와", "microsoft 마이크로소프트 particle 0.9")]
    [InlineData("MS와", "microsoft MS particle 0.855")]
    [InlineData("마이크로", "microsoft 마이크로소프트 prefix 0.743")]
    [InlineData("skㅎㅇㄴㅅ", "sk-hynix SK하이닉스 initials 0.8")]
    [InlineData("태원", "chey-tae-won 최태원 part 0.543")]
    [InlineData("체태원", "chey-tae-won 최태원 typo 0.357")]
    [InlineData("SK hynix Inc.", "sk-hynix SK hynix variant 0.9")]
    [InlineData("dlsxpf", "intel 인텔 keyboard 0.09")]
    public async Task A_hit_states_the_matched_name_the_match_type_and_the_score(string q, string hit) => Assert.Equal(hit, await First(q));

    [Fact]
    public async Task An_exact_match_precedes_similar_names()
    {
        await Task.WhenAll(Alike.Select(async name =>
        {
            var company = TestData.Company();
            company["name"] = new JsonObject { ["ko"] = name };
            (await app.Post("companies", company)).Is(HttpStatusCode.Created);
        }));

        foreach (var (name, others) in new[] { ("가온솔라", 3), ("가은솔라", 1), ("가온솔라텍", 0) })
        {
            var found = await Search(name);

            Assert.Equal((name, "exact"), (found.Each("matchedName")[0], found.Each("matchType")[0]));
            Assert.True(found.Items.Count > others, found.Text);
            Assert.All(found.Items.Skip(1), hit => Assert.True((double)hit!["score"]! < 1, found.Text));
        }

        Assert.Equal(["가온솔라", "가온솔라텍", "대가온솔라", "가은솔라"], (await Search("가온솔라")).Each("matchedName"));
    }

    [Fact]
    public async Task A_name_is_found_from_its_creation_to_its_removal()
    {
        var person = TestData.Person();
        (person["name"], person["aliases"]) = (TestData.Name("남궁혜성", "Namgung"), new JsonArray(new JsonObject { ["name"] = "혜성이형" }));
        var url = (await app.Post("people", person)).Is(HttpStatusCode.Created).Headers["Location"];
        Assert.Equal([$"{person["id"]}"], await Found("남궁혜성이"));
        Assert.Equal([$"{person["id"]}"], await Found("ㅎㅅㅇㅎ"));

        (await app.Patch(url, new JsonObject { ["name"] = TestData.Name("독고영재", "Dokgo") }, ("If-Match", "*"))).Is(HttpStatusCode.OK);
        Assert.Equal([$"{person["id"]}"], await Found("남궁혜성"));
        Assert.Equal([$"{person["id"]}"], await Found("독고영재"));

        (await app.Delete(url, ("If-Match", "*"))).Is(HttpStatusCode.NoContent);
        Assert.Empty(await Found("독고영재"));
        Assert.Empty(await Found("남궁혜성"));
        Assert.Empty(await Found("혜성이형"));
    }

    [Fact]
    public async Task A_search_finds_a_meeting_only_for_callers_with_the_clearance()
    {
        var meeting = TestData.Meeting();
        (meeting["title"], meeting["confidentiality"]) = (TestData.Name("비공개 인수 협상 자리", "Takeover talks"), "confidential");
        var id = (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created).Body["id"]!.ToString();
        var low = ("X-Api-Key", await app.Key(["read"], "internal"));
        var high = ("X-Api-Key", await app.Key(["read"], "confidential", "search-high"));

        foreach (var q in OfHidden)
        {
            Assert.Equal([id], await Found(q, "", high));
            Assert.Equal("""{"items":[]}""", (await Search(q, "", low)).Text);
        }

        Assert.Contains(
            $"meetings/{id}", (await app.Get("audit?kind=read&actor=key:search-high")).Each("target"));
    }

    [Fact]
    public async Task A_search_can_be_limited_to_collections()
    {
        var all = await Search("최태원", "&limit=200");
        var two = await Search("최태원", "&type=people&type=meetings&limit=200");

        Assert.Equal(["meetings", "people", "trips"], all.Each("type").Distinct().Order());
        Assert.Equal(["meetings", "people"], two.Each("type").Distinct().Order());
        Assert.Single((await Search("최태원", "&type=trips")).Items);
        Assert.Equal(all.Items.Take(3).Select(i => $"{i}"), (await Search("최태원", "&limit=3")).Items.Select(i => $"{i}"));
    }

    [Fact]
    public async Task Hits_with_equal_scores_are_ordered_by_id_and_meetings_by_newest_first()
    {
        var found = (await Search("최태원", "&type=meetings")).Each("id");
        var areas = (await Search("hbm", "&type=areas")).Items.Select(h => (-(double)h!["score"]!, h["id"]!.ToString())).ToList();

        Assert.True(found.Length > 5);
        Assert.True(areas.Count > 1);
        Assert.Equal(found.OrderDescending(StringComparer.Ordinal), found);
        Assert.Equal(areas.OrderBy(a => a.Item1).ThenBy(a => a.Item2, StringComparer.Ordinal), areas);
    }

    [Fact]
    public async Task Wildcard_characters_are_searched_literally()
    {
        var area = TestData.Area();
        area["name"] = new JsonObject { ["en"] = @"100%_\real" };
        (await app.Post("areas", area)).Is(HttpStatusCode.Created);

        Assert.All(
            await Task.WhenAll(OfSigns.Select(q => Found(q))), found => Assert.Equal([$"{area["id"]}"], found));
        Assert.All(await Task.WhenAll(OfNothing.Select(q => Found(q))), Assert.Empty);
    }

    [Theory]
    [InlineData("하이니", "sk-hynix")]
    [InlineData("nvi", "nvidia")]
    [InlineData("ㅊㅌ", "chey-tae-won")]
    [InlineData("skㅌ", "sk-telecom")]
    [InlineData("Altman", "sam-altman")]
    [InlineData("텔레콤", "sk-telecom")]
    [InlineData("텔레", "sk-telecom")]
    [InlineData("taewon", "chey-tae-won")]
    [InlineData("태원", null)]
    public async Task A_suggestion_completes_the_typed_beginning_of_a_word(string q, string? id)
    {
        var suggested = (await app.Get($"search/suggestions?q={Uri.EscapeDataString(q)}")).Is(HttpStatusCode.OK);

        Assert.Equal(id, suggested.Each("id").FirstOrDefault());
        Assert.All(suggested.Each("matchType"), type => Assert.Contains(type, Beginnings));
    }

    [Fact]
    public async Task A_search_takes_at_most_three_commands_and_a_suggestion_one()
    {
        using var log = new SqlLog(app);

        await Search("최태원이");
        Assert.Equal(3, log.Commands.Count());
        await Search("최태원이", "&type=people");
        Assert.Equal(4, log.Commands.Count());
        await app.Get("search/suggestions?q=sk");
        Assert.Equal(5, log.Commands.Count());
    }

    [Fact]
    public async Task The_runtime_role_cannot_write_search_names()
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => app.QueryAsRuntime("DELETE FROM search_names"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    /// <summary>
    /// The letters that are compared are computed in two places: those of names by the database, those of queries by the application.
    /// </summary>
    [Fact]
    public async Task The_database_and_the_application_fold_letters_alike()
    {
        string[] texts =
        [
            .. SearchCases.All.Select(c => c.Q),
            "Chéy–Tae’won", "ÅNGSTRÖM", "İstanbul", "ΣΑΣ", "ﬁﬂ", "①②", "ㄳㅏ", "ﾊﾝ글", "한\u200B글", "A·B・C",
            .. Enumerable.Range(0, 300).Select(RandomText).Where(text => Text.TryClean(text, out _, out _)),
        ];
        var literal = string.Join(", ", texts.Select(t => $"'{t.Replace("'", "''", StringComparison.Ordinal)}'"));

        var letters = await app.Query<string[]>(
            $"SELECT array_agg(search_letters(t) ORDER BY n) FROM unnest(ARRAY[{literal}]) WITH ORDINALITY texts (t, n)");

        Assert.Empty(texts.Zip(letters).Where(pair => Letters.Of(pair.First) != pair.Second)
            .Select(pair => $"{pair.First}: {Letters.Of(pair.First)} and {pair.Second}"));
    }

    /// <summary>Returns a random text that depends only on the seed, with characters of many scripts.</summary>
    private static string RandomText(int seed)
    {
        var random = new Random(seed);

        return string.Concat(Enumerable.Range(0, 12).Select(_ => (char)random.Next(0x20, 0xD7A4)));
    }
}
