using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>The undoing of imports as a whole.</summary>
public sealed class ImportUndoTests(TestServer server, TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly (string, string) Any = ("If-Match", "*");

    /// <summary>Imports a bundle, and returns the address of the import.</summary>
    private async Task<string> Import(JsonObject bundle, string query = "", params (string, string)[] headers)
    {
        var answer = await app.Import(
            System.Text.Encoding.UTF8.GetBytes(bundle.ToJsonString()), "application/json", query, headers);

        return $"imports/{answer.Is(HttpStatusCode.OK).Body["importId"]}";
    }

    /// <summary>Undoes an import, and waits for its end if that takes longer than a request waits.</summary>
    private async Task<ApiResponse> Undo(string import, params (string, string)[] headers)
    {
        var answer = await app.Delete(import, [Any, .. headers]);

        if (answer.Status is not HttpStatusCode.Accepted)
        {
            return answer;
        }

        ApiResponse operation;

        do
        {
            operation = await app.Get(answer.Headers["Location"], headers);
        }
        while (operation.Body["state"]!.ToString() is "running");

        return operation.Body["state"]!.ToString() is "succeeded"
            ? answer with { Status = HttpStatusCode.NoContent }
            : answer with { Status = HttpStatusCode.Conflict, Text = operation.Text };
    }

    private static JsonObject Company(string id, string name) => new() { ["id"] = id, ["name"] = TestData.Name(name, name) };

    private static JsonObject Bundle(params JsonObject[] companies) => new() { ["companies"] = new JsonArray([.. companies]) };

    [Fact]
    public async Task Undoing_deletes_what_was_created_and_restores_what_was_changed_in_one_transaction()
    {
        var (old, added, area) = (TestData.Key("old"), TestData.Key("added"), TestData.Key("area"));
        (await app.Post("companies", Company(old, "Before"))).Is(HttpStatusCode.Created);
        var bundle = Bundle(Company(old, "After"), Company(added, "Added"));
        bundle["areas"] = new JsonArray(TestData.Area(area), TestData.Area($"{area}-below", area));
        bundle["meetings"] = new JsonArray(TestData.Meeting(company: added));
        var import = await Import(bundle);

        (await Undo(import, ("Change-Reason", "A wrong file."))).Is(HttpStatusCode.NoContent);
        var (state, history) = ((await app.Get(import)).Body, (await app.Get($"companies/{old}/history")).Items);

        Assert.Equal("Before", (await app.Get($"companies/{old}")).Body["name"]!["en"]!.ToString());
        (await app.Get($"companies/{added}")).Is(HttpStatusCode.NotFound);
        (await app.Get($"areas/{area}")).Is(HttpStatusCode.NotFound);
        Assert.Equal(
            ["3 A wrong file. ", $"2  {import[8..]}", "1  "], history.Select(v => $"{v!["version"]} {v["reason"]} {v["importId"]}"));
        Assert.Equal(5, await app.Query<long>(
            "SELECT count(*) FROM changes WHERE transaction = (SELECT transaction FROM changes ORDER BY sequence DESC LIMIT 1)"));
        Assert.Equal("local-admin True", $"{state["undoneBy"]} {state["undoneAt"] is not null}");
        Assert.Equal("nothing_to_undo importId was_undone", (await Undo(import)).Is(HttpStatusCode.Conflict).Problem);
    }

    [Fact]
    public async Task Undoing_is_refused_with_a_list_of_what_was_changed_since()
    {
        var (one, other) = (TestData.Key("one"), TestData.Key("other"));
        var first = await Import(Bundle(Company(one, "1"), Company(other, "2")));
        var second = await Import(Bundle(Company(one, "1, again")));
        await app.Delete($"companies/{other}", Any);

        var refused = (await Undo(first)).Is(HttpStatusCode.Conflict);

        Assert.Equal("changed_since # newer_version", refused.Problem);
        Assert.Equal(
            [$"companies/{one} has version 2 of local-admin.", $"companies/{other} has version 2 of local-admin."],
            refused.Body["errors"]!.AsArray().Select(e => e!["detail"]!.ToString()));
        Assert.Equal("1, again", (await app.Get($"companies/{one}")).Body["name"]!["en"]!.ToString());

        // Undone in the reverse order, each import finds what it has written.
        (await app.Post("restorations", new JsonObject { ["resource"] = "companies", ["id"] = other, ["version"] = 1 }))
            .Is(HttpStatusCode.Created);
        (await Undo(second)).Is(HttpStatusCode.NoContent);
        (await Undo(first)).Is(HttpStatusCode.NoContent);
        (await app.Get($"companies/{one}")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Undoing_is_refused_while_something_else_refers_to_what_was_created()
    {
        var company = TestData.Key("met");
        var import = await Import(Bundle(Company(company, "Met"), Company($"{company}-2", "Not met")));
        var meeting = (await app.Post("meetings", TestData.Meeting(company: company))).Is(HttpStatusCode.Created).Body["id"];

        var refused = (await Undo(import)).Is(HttpStatusCode.Conflict);

        Assert.Equal("still_referred_to # refers", refused.Problem);
        Assert.Contains($"meetings/{meeting}", refused.Text, StringComparison.Ordinal);
        (await app.Get($"companies/{company}-2")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Only_the_importer_and_administrators_undo_an_import_and_no_dry_run()
    {
        var (mine, other) = (("X-Api-Key", await app.Key(["write"])), ("X-Api-Key", await app.Key(["write"])));
        var import = await Import(Bundle(TestData.Company()), "", mine);
        var tried = await Import(Bundle(TestData.Company()), "?dryRun=true", mine);

        (await app.Delete(import, mine)).Is(HttpStatusCode.PreconditionRequired);
        (await app.Delete(import, mine, ("If-Match", "\"2\""))).Is(HttpStatusCode.PreconditionFailed);
        Assert.Equal("\"1\"", (await app.Get(import, mine)).ETag);
        (await Undo(import, other)).Is(HttpStatusCode.NotFound);
        (await Undo(import, ("X-Api-Key", await app.Key(["admin", "read"])))).Is(HttpStatusCode.Forbidden);
        Assert.Equal("nothing_to_undo importId kept_nothing", (await Undo(tried, mine)).Is(HttpStatusCode.Conflict).Problem);
        (await Undo(import, mine)).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Undoing_the_import_of_the_opening_data_leaves_an_empty_register()
    {
        await using var other = new TrackerApp(server);
        await other.InitializeAsync();

        var undone = await new ImportUndoTests(server, other).Undo("imports/019094ca-3c00-7000-8000-000000000001");

        Assert.Equal(HttpStatusCode.NoContent, undone.Status);
        Assert.Equal("", (await other.Get("export")).Is(HttpStatusCode.OK).Text);
    }
}
