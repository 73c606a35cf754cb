using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Features.Erasure;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Tests.Features;

/// <summary>The erasure of a person's data from the rows, the logs and what is derived from them.</summary>
public sealed class PersonErasureTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    /// <summary>Lists the tables with a row that matches a pattern anywhere. Binary columns appear in hexadecimal digits.</summary>
    private const string Matching =
        """
        SELECT coalesce(string_agg(name, ' ' ORDER BY name), '') FROM (
            SELECT table_name AS name, query_to_xml(
                format('SELECT 1 FROM %I t WHERE t::text ILIKE ANY (%L::text[]) LIMIT 1', table_name, '{0}'), false, true, '')::text AS found
            FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE') t
        WHERE found LIKE '%<row%'
        """;

    private static readonly (string Name, string Value) Any = ("If-Match", "*");

    private async Task<ErasureReport> Erase(string key, bool isDryRun = false)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem("cli");

        return await PersonErasure.Run(
            app.Services.GetRequiredService<DatabaseConnections>(), scope.ServiceProvider, key, isDryRun, TestContext.Current.CancellationToken);
    }

    private Task<string> TablesWith(params string[] texts)
    {
        var patterns = texts.Concat(texts.Select(t => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(t)))).Select(t => $"\"%{t}%\"");

        return app.Query<string>(Matching.Replace("{0}", $"{{{string.Join(',', patterns)}}}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_names_the_person_any_more_except_the_listed_texts()
    {
        var key = TestData.Key("hong-gil-dong");
        string[] names = [key, "홍길동", "홍길순", "Hong Gil", "의적", "홍 대감", "활빈당", "Outlaw"];
        await AddPerson(key);
        await AddReferences(key);
        var naming = TestData.Meeting();
        (naming["summary"], naming["title"]) = ("홍길동이 왔다.", TestData.Name("홍길동 회동", "Meeting"));
        var url = (await Create("meetings", naming)).Headers["Location"];

        foreach (var name in names)
        {
            Assert.NotEqual("", await TablesWith(name));
        }

        const string Log = "SELECT md5(string_agg(t::text, ',' ORDER BY sequence)) FROM changes t";
        var before = await app.Query<string>(Log);
        var dry = await Erase(key, isDryRun: true);
        Assert.Equal(before, await app.Query<string>(Log));
        Assert.NotEqual("", await TablesWith(key));
        var report = await Erase(key);

        Assert.Equal(
            [$"{url} summary False", $"{url} title False", $"{url} summary True", $"{url} title True"],
            report.Texts.Select(t => $"/api/v1/{t.Resource}/{t.Id} {t.Member} {t.IsPast}"));
        Assert.Equal(dry.Texts, report.Texts);
        Assert.Equal(dry.Counts, report.Counts);
        Assert.Equal("changes meetings", await TablesWith(names));
        await Forget(url);
        Assert.Equal("", await TablesWith(names));

        // The logs are protected as before, and nothing is left to erase
        await Assert.ThrowsAnyAsync<Npgsql.PostgresException>(() => app.Query<object>("UPDATE audit SET actor = '' RETURNING 1"));
        await Assert.ThrowsAnyAsync<Npgsql.PostgresException>(() => app.Query<object>("UPDATE changes SET actor = '' RETURNING 1"));
        Assert.Equal("not_found", (await Assert.ThrowsAsync<ProblemException>(() => Erase(key))).Code);
    }

    [Fact]
    public async Task What_shows_the_person_has_a_new_version_and_the_history_stays()
    {
        var key = TestData.Key("im-kkeok-jeong");
        await AddPerson(key);
        var (meeting, trip, citation, feed) = await AddReferences(key);

        var report = await Erase(key);

        Assert.Equal(HttpStatusCode.NotFound, (await app.Get($"people/{key}")).Status);
        var erased = (await app.Get($"people/{report.Id}")).Is(HttpStatusCode.OK).Body;
        Assert.Equal((report.Id, report.Id), (erased["name"]!["ko"]!.ToString(), erased["name"]!["en"]!.ToString()));
        Assert.Equal(report.Id, erased["positions"]![0]!["title"]!["ko"]!.ToString());
        var after = (await app.Get(meeting.Headers["Location"], ("If-None-Match", meeting.ETag))).Is(HttpStatusCode.OK);
        Assert.Equal((2, report.Id), ((int)after.Body["version"]!, after.Body["participants"]![1]!["person"]!.ToString()));
        Assert.Equal(report.Id, (await app.Get(trip.Headers["Location"])).Body["traveller"]!.ToString());
        Assert.Equal(report.Id, (await app.Get(citation.Headers["Location"])).Body["target"]!["id"]!.ToString());
        Assert.Equal($"person={report.Id}", (await app.Get(feed)).Body["query"]!.ToString());
        Assert.Contains(report.Id, (await app.Get($"search?q={report.Id}")).Each("id"));
        var history = (await app.Get($"people/{report.Id}/history")).Is(HttpStatusCode.OK).Items;
        Assert.Equal(("cli", "Personal data erased."), (history[0]!["actor"]!.ToString(), history[0]!["reason"]!.ToString()));
        Assert.Equal("create", history[^1]!["operation"]!.ToString());
        Assert.Contains(
            (await app.Get($"audit?target=people/{report.Id}&actor=cli")).Items, entry => entry!["kind"]!.ToString() is "change");
        Assert.Empty(await StoredImageTests.Differing(app));
    }

    [Fact]
    public async Task A_deleted_person_is_erased_from_the_history()
    {
        var key = TestData.Key("jang-gil-san");
        var person = TestData.Person(key);
        person["name"] = TestData.Name("장길산", "Jang Gil-san");
        (await app.Post("people", person)).Is(HttpStatusCode.Created);
        (await app.Delete($"people/{key}", Any)).Is(HttpStatusCode.NoContent);
        var file = System.Text.Encoding.UTF8.GetBytes($"id,nameKo,nameEn\n{key},장길산,Jang Gil-san\nNO KEY,장길산,\n");
        (await app.Import(file, "text/csv", "?resource=people&dryRun=true")).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("audit changes import_rows", await TablesWith(key, "장길산", "Jang Gil-san"));

        var report = await Erase(key);

        Assert.Equal("", await TablesWith(key, "장길산", "Jang Gil-san"));
        Assert.Contains((await app.Get($"audit?target=people/{report.Id}")).Items, entry => entry!["actor"]!.ToString() is "cli");
        Assert.Equal(["delete", "create"], (await app.Get($"people/{report.Id}/history")).Items.Select(i => i!["operation"]!.ToString()));
    }

    [Fact]
    public async Task A_longer_key_is_another_person()
    {
        var key = TestData.Key("kim");
        (await app.Post("people", TestData.Person(key))).Is(HttpStatusCode.Created);
        (await app.Post("people", TestData.Person($"{key}-ku"))).Is(HttpStatusCode.Created);
        var (mine, theirs) = (TestData.Meeting(), TestData.Meeting());
        (mine["participants"]![1]!["person"], theirs["participants"]![1]!["person"]) = (key, $"{key}-ku");
        var (first, second) = (await Create("meetings", mine), await Create("meetings", theirs));

        await Erase(key);

        Assert.StartsWith("erased-", (await app.Get(first.Headers["Location"])).Body["participants"]![1]!["person"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(second.Text, (await app.Get(second.Headers["Location"])).Text);
    }

    /// <summary>Adds a person with a former name.</summary>
    private async Task AddPerson(string key)
    {
        var person = TestData.Person(key);
        person["name"] = TestData.Name("홍길순", "Hong Gil-soon");
        (await app.Post("people", person.DeepClone(), ("Idempotency-Key", key))).Is(HttpStatusCode.Created);
        person.Remove("id");
        person["name"] = TestData.Name("홍길동", "Hong Gil-dong");
        person["aliases"] = new JsonArray(new JsonObject { ["name"] = "의적" }, new JsonObject { ["name"] = "홍 대감", ["weak"] = true });
        person["positions"]![0]!["title"] = TestData.Name("활빈당 당수", "Outlaw Captain");
        (await app.Put($"people/{key}", person, Any)).Is(HttpStatusCode.OK);
        var faulty = new JsonObject { ["id"] = key, ["name"] = TestData.Name("홍길동"), ["website"] = 1 };
        var file = new JsonObject { ["people"] = new JsonArray(faulty) };
        await app.Import(Encoding.UTF8.GetBytes(file.ToJsonString()), "application/json", "?mode=partial");
    }

    private async Task<(ApiResponse Meeting, ApiResponse Trip, ApiResponse Citation, string Feed)> AddReferences(string key)
    {
        var (meeting, trip) = (TestData.Meeting(), TestData.Trip());
        (meeting["participants"]![1]!["person"], meeting["participants"]![1]!["statedTitle"]) = (key, "활빈당 당수");
        trip["traveller"] = key;
        var position = (await app.Get($"people/{key}")).Body["positions"]![0]!["id"]!.ToString();
        var feed = (await Create("feeds", TestData.Feed(view: "meetings.ics", query: $"person={key}"))).Body["feed"]!["id"];

        return (await Create("meetings", meeting), await Create("trips", trip),
            await Create("citations", TestData.Citation(key, "position", position)), $"feeds/{feed}");
    }

    /// <summary>Deletes a meeting with its history.</summary>
    private async Task Forget(string url)
    {
        (await app.Delete(url, Any)).Is(HttpStatusCode.NoContent);
        await app.Query<object>(
            $"""
            ALTER TABLE changes DISABLE TRIGGER keep_rows;
            DELETE FROM changes WHERE resource_id = '{url.Split('/')[^1]}';
            ALTER TABLE changes ENABLE TRIGGER keep_rows;
            SELECT 1
            """);
    }

    private async Task<ApiResponse> Create(string resource, JsonObject request) =>
        (await app.Post(resource, request)).Is(HttpStatusCode.Created);
}
