using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Tests.Features;

/// <summary>The modalities of the evidence that supports meetings, trips and collaborations.</summary>
public sealed class ModalityTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const string Modalities =
        """
        SELECT string_agg(concat_ws(' ', id, modalities), ',' ORDER BY id) FROM (
            SELECT id, modalities FROM meetings UNION ALL SELECT id, modalities FROM trips UNION ALL SELECT id, modalities FROM collaborations) t
        """;

    private static readonly (string Name, string Value) Any = ("If-Match", "*");

    private async Task<ApiResponse> Cite(string source, string target, string type, string modality, string stance = "supports")
    {
        var citation = TestData.Citation(target, type, source: source);
        (citation["modality"], citation["stance"]) = (modality, stance);

        return (await app.Post("citations", citation)).Is(HttpStatusCode.Created);
    }

    private async Task<string> ModalitiesOf(string url) =>
        string.Join(' ', (await app.Get(url)).Is(HttpStatusCode.OK).Body["modalities"]!.AsArray());

    [Fact]
    public async Task Planned_collaborations_are_told_from_those_that_a_source_states()
    {
        string[] Ids(params int[] numbers) => [.. numbers.Select(OpeningIds.Collaboration)];

        Assert.Equal("plan", await ModalitiesOf($"collaborations/{OpeningIds.Collaboration(4)}"));
        Assert.Equal(Ids(4, 5, 6, 7), (await app.Get("collaborations?modality=plan&sort=id")).Each("id"));
        Assert.Equal(Ids(1, 2, 3), (await app.Get("collaborations?modality=stated&modality=quoted&sort=id")).Each("id"));
        Assert.Equal([OpeningIds.Meeting(8)], (await app.Get("meetings?modality=hearsay")).Each("id"));
        Assert.Equal([OpeningIds.Trip], (await app.Get("trips?modality=stated")).Each("id"));
        Assert.Equal("invalid_request hearsayOnly unknown_parameter", (await app.Get("collaborations?hearsayOnly=true")).Problem);
        Assert.Equal("invalid_request modality unknown_value", (await app.Get("meetings?modality=rumour")).Problem);
    }

    [Theory]
    [InlineData("meetings", "meeting")]
    [InlineData("trips", "trip")]
    [InlineData("collaborations", "collaboration")]
    public async Task Only_supporting_citations_in_force_count_and_the_strongest_decides(string resource, string type)
    {
        var (weak, strong) = (await Source(), await Source());
        var url = (await app.Post(resource, await SampleRequests.Create(app, resource))).Is(HttpStatusCode.Created).Headers["Location"];
        var id = url.Split('/')[^1];
        Assert.Equal("", await ModalitiesOf(url));

        await Cite(weak, id, type, "forecast");
        var plan = await Cite(weak, id, type, "plan");
        await Cite(weak, id, type, "plan");
        await Cite(weak, id, type, "quoted", "contradicts");
        Assert.Equal("plan forecast", await ModalitiesOf(url));
        Assert.Contains(id, await Found("plan"));
        Assert.DoesNotContain(id, await Found("forecast", "quoted"));

        await Cite(strong, id, type, "stated");
        Assert.Equal("stated plan forecast", await ModalitiesOf(url));
        Assert.DoesNotContain(id, await Found("plan"));
        Assert.Contains(id, await Found("hearsay", "stated"));
        var (names, rows) = ExportTests.Read(await app.GetBytes($"{resource}.csv?disputed=true"));
        var row = rows.Single(r => r["id"] == id);
        Assert.Equal(("True", "False", "stated"), (row["disputed"], row["unsupported"], row["modality"]));
        var sheet = await Workbook.Cells(app, $"{resource}.xlsx?disputed=true", 1);
        Assert.Equal("stated", sheet.Single(cells => cells[names.IndexOf("id")] == id)[names.IndexOf("modality")]);

        (await app.Post($"sources/{strong}/retraction", new JsonObject { ["reason"] = "Withdrawn." })).Is(HttpStatusCode.OK);
        (await app.Delete(plan.Headers["Location"], Any)).Is(HttpStatusCode.NoContent);
        Assert.Equal("plan forecast", await ModalitiesOf(url)); // by the second plan
        (await app.Post($"sources/{weak}/retraction", new JsonObject { ["reason"] = "Withdrawn." })).Is(HttpStatusCode.OK);
        Assert.Equal("", await ModalitiesOf(url));
        var (_, all) = ExportTests.Read(await app.GetBytes($"{resource}.csv"));
        Assert.Equal(("True", ""), all.Where(r => r["id"] == id).Select(r => (r["unsupported"], r["modality"])).Single());

        async Task<IEnumerable<string>> Found(params string[] modalities) =>
            (await app.Get($"{resource}?limit=200&{string.Join('&', modalities.Select(m => $"modality={m}"))}")).Is(HttpStatusCode.OK).Each("id");
    }

    [Fact]
    public async Task The_migration_fills_the_modalities_from_the_citations()
    {
        var source = await Source();
        await Cite(source, OpeningIds.Meeting(1), "meeting", "forecast");
        await Cite(source, OpeningIds.Meeting(2), "meeting", "quoted", "contradicts");
        var before = await app.Query<string>(Modalities);
        await app.Query<object>(
            """
            ALTER TABLE meetings DROP modalities;
            ALTER TABLE trips DROP modalities;
            ALTER TABLE collaborations DROP modalities;
            DELETE FROM "__EFMigrationsHistory" WHERE migration_id LIKE '%AddModalities' RETURNING 1
            """);

        await app.Services.GetRequiredService<DatabaseConnections>().Prepare(TestContext.Current.CancellationToken);

        Assert.Contains("{stated,forecast}", before, StringComparison.Ordinal);
        Assert.Equal(before, await app.Query<string>(Modalities));
    }

    private async Task<string> Source()
    {
        var source = (await app.Post("sources", TestData.Source())).Is(HttpStatusCode.Created);

        return source.Body["id"]!.ToString();
    }
}
