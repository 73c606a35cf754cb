using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;

namespace PartnershipTracker.Tests.Features;

/// <summary>The table of facets of meetings, which triggers keep.</summary>
public sealed class MeetingFacetWriteTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly (string, string)[] Any = [("If-Match", "*"), ("Change-Reason", "A test says so.")];
    private static readonly string[] Companies = ["nvidia", "tsmc", "intel"];
    private static readonly string[] Areas = ["hbm", "hbm-packaging", "semiconductors", "ai-services", "data-centers"];

    [Fact]
    public async Task The_facets_are_what_the_rows_give_after_writes_of_every_kind()
    {
        var random = new Random(1);
        var urls = new List<string>();

        for (var write = 0; write < 250; write++)
        {
            if (urls.Count < 5)
            {
                urls.Add((await app.Post("meetings", Meeting(random))).Is(HttpStatusCode.Created).Headers["Location"]);

                continue;
            }

            var url = urls[random.Next(urls.Count)];
            var answer = await Write(random, url);
            Assert.True((int)answer.Status is < 300 or 404 or 409 or 412, answer.Text);

            if (answer.Status is HttpStatusCode.NoContent && answer.Url.EndsWith(url, StringComparison.Ordinal) && random.Next(2) == 0)
            {
                urls.Remove(url); // of the other half, some are restored
            }
        }

        await AssertInStep(app);
    }

    private Task<ApiResponse> Write(Random random, string url) => random.Next(11) switch
    {
        0 => app.Put(url, Meeting(random), Any),
        1 => app.Patch(url, new JsonObject { ["date"] = Date(random) }, Any),
        2 => app.Patch(url, new JsonObject { ["confidentiality"] = One(random, "public", "restricted") }, Any),
        3 => app.Patch(url, new JsonObject { ["readers"] = random.Next(2) == 0 ? [] : new JsonArray("key:some") }, Any),
        4 => app.Put($"{url}/areas/{One(random, Areas)}", Link(random)),
        5 => app.Delete($"{url}/areas/{One(random, Areas)}"),
        6 => app.Delete(url, Any),
        7 => app.Patch(url, new JsonObject { ["trip"] = OpeningIds.Trip, ["tripOrder"] = random.Next(10, 99) }, Any),
        8 => app.Post("restorations", new JsonObject { ["resource"] = "meetings", ["id"] = url.Split('/')[^1], ["version"] = 1 }, Any),
        9 => app.Import(Encoding.UTF8.GetBytes(Imported(random).ToJsonString()), "application/json"),
        _ => app.Patch(url, new JsonObject { ["participants"] = Meeting(random)["participants"]!.DeepClone() }, Any),
    };

    private static string One(Random random, params string[] options) => options[random.Next(options.Length)];

    private static string Date(Random random) => $"20{random.Next(10, 30)}-0{random.Next(1, 9)}{One(random, "", "-17", "~")}";

    private static JsonObject Meeting(Random random) =>
        With(TestData.Meeting(Date(random), One(random, Companies)), [.. Areas.Where(_ => random.Next(3) == 0)]);

    private static JsonObject Imported(Random random)
    {
        var meeting = Meeting(random);
        meeting["externalId"] = $"facets-{random.Next(5)}";

        return new() { ["meetings"] = new JsonArray(meeting) };
    }

    /// <summary>Returns a link that alone names an affiliate, whose removal removes an organization of the meeting too.</summary>
    private static JsonObject Link(Random random)
    {
        var link = TestData.Link();
        (link["affiliates"], link["companies"]) = (new JsonArray(One(random, "sk-hynix", "sk-telecom")), new JsonArray());
        link["basis"] = One(random, "stated", "inferred");

        return link;
    }

    private static JsonObject With(JsonObject meeting, params string[] areas)
    {
        meeting["areas"] = new JsonArray([.. areas.Select(area => new JsonObject { ["area"] = area, ["basis"] = "stated" })]);

        return meeting;
    }

    [Fact]
    public async Task An_organization_and_an_area_that_two_transactions_add_at_once_have_their_common_row()
    {
        var id = (await app.Post("meetings", TestData.Meeting())).Body["id"]!.ToString();
        await using var first = await app.Open();
        await using var second = await app.Open();
        await using var transaction = await first.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await Do(
            first,
            $$"""
            INSERT INTO meeting_areas (meeting_id, area_id, affiliates, companies, basis) VALUES ('{{id}}', 'hbm', '{}', '{}', 'stated')
            """);

        var adding = Do(
            second,
            $"""
            INSERT INTO meeting_participants (id, meeting_id, organization_id, side, role, ordinal)
                VALUES (gen_random_uuid(), '{id}', 'openai', 'theirs', 'principal', 9)
            """);
        Assert.NotSame(adding, await Task.WhenAny(adding, Task.Delay(500, TestContext.Current.CancellationToken)));
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        await adding;

        Assert.Equal("stated", await app.Query<string>(
            $"SELECT basis FROM meeting_facets WHERE meeting_id = '{id}' AND (organization, area) = ('openai', 'hbm')"));
        await AssertInStep(app);
    }

    private static async Task Do(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Asserts that the facets are those that the rows of meetings, organizations and areas give.</summary>
    internal static async Task AssertInStep(TrackerApp app)
    {
        const string Facets =
            """
            SELECT organization, area, basis, date_earliest, date_latest, sort_order, meeting_id, confidentiality, has_readers
                FROM meeting_facets
            """;
        const string Expected =
            """
            SELECT organization_id, '', '', date_earliest, date_latest, sort_order, id, confidentiality, cardinality(readers) > 0
                FROM meetings JOIN meeting_organizations o ON o.meeting_id = id
            UNION ALL
            SELECT '', area_id, basis, date_earliest, date_latest, sort_order, id, confidentiality, cardinality(readers) > 0
                FROM meetings JOIN meeting_areas l ON l.meeting_id = id
            UNION ALL
            SELECT organization_id, area_id, basis, date_earliest, date_latest, sort_order, id, confidentiality, cardinality(readers) > 0
                FROM meetings JOIN meeting_organizations o ON o.meeting_id = id JOIN meeting_areas l ON l.meeting_id = id
            """;

        Assert.Equal(0, await app.Query<long>(
            $"SELECT count(*) FROM (({Facets} EXCEPT ALL ({Expected})) UNION ALL (({Expected}) EXCEPT ALL {Facets})) different"));
    }
}
