using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Web;

/// <summary>The <c>include</c> and <c>fields</c> parameters of every read that has them.</summary>
public sealed class ViewTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const string Company = "companies/nvidia";

    private static readonly string[] Parameters = ["include", "fields"];

    private static readonly string[] Views = ["fields=country", "fields=name", "fields=country,version"];

    private static readonly string[] SameViews =
    [
        "fields=title,date&include=participants,trip", "fields=title&fields=date&include=trip&include=participants",
        "fields=date,%20title,title&include=participants,%20trip", "include=trip,participants,trip&fields=id,date&fields=title",
    ];

    private async Task<IReadOnlyList<Operation>> Viewed() =>
        [.. (await app.Operations()).Where(o => o.Method == "GET" && Known(o, "fields").Any())];

    [Fact]
    public async Task Every_collection_and_its_items_support_fields() => Assert.Equal(
        Catalog.Resources.All.SelectMany(r => new[] { $"/{r.Collection}", $"/{r.Collection}/{{{r.IdParameter}}}" })
            .Concat(["/areas/{areaId}/meetings", "/trips/{tripId}/meetings", "/sources/{sourceId}/facts"])
            .Select(path => TrackerApp.Api + path).Order(StringComparer.Ordinal),
        (await Viewed()).Select(o => o.Path).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Every_page_of_every_list_shows_only_the_requested_fields()
    {
        foreach (var list in (await Viewed()).Where(o => o.IsList))
        {
            var whole = (await app.Get(list.With("limit=200"))).Is(HttpStatusCode.OK);
            var seen = new List<string>();

            for (var next = list.With("limit=2&fields=version,updatedAt"); next is not null;)
            {
                var page = (await app.Get(next)).Is(HttpStatusCode.OK);
                Assert.All(page.Items, item => Assert.Equal(["id", "version", "updatedAt"], Members(item!)));
                seen.AddRange(page.Each("id"));
                next = page.Body["next"]?.ToString();
            }

            Assert.Equal(whole.Each("id"), seen);
        }
    }

    [Fact]
    public async Task Every_field_can_be_requested_alone_and_has_its_value()
    {
        foreach (var get in (await Viewed()).Where(o => !o.IsList))
        {
            var whole = (await app.Get(get.Url)).Body.AsObject();
            Assert.Equal(Known(get, "fields"), Members(whole));

            foreach (var field in Known(get, "fields"))
            {
                var shown = (await app.Get(get.With($"fields={field}"))).Is(HttpStatusCode.OK).Body.AsObject();

                Assert.Equal(whole.Select(m => m.Key).Where(m => m == "id" || m == field), Members(shown));
                Assert.True(JsonNode.DeepEquals(whole[field], shown[field]), $"{get} {field}");
            }
        }
    }

    [Fact]
    public async Task An_unknown_field_or_include_is_refused_with_the_allowed_ones()
    {
        foreach (var (read, parameter) in from read in await Viewed() from name in Parameters select (read, name))
        {
            foreach (var value in new[] { "colour", "", $"{Known(read, parameter).First()},colour", $"{Known(read, parameter).First()}," })
            {
                var refused = (await app.Get(read.With($"{parameter}={value}"))).Is(HttpStatusCode.BadRequest);

                Assert.Equal($"invalid_request {parameter} unknown_value", refused.Problem);
                Assert.Contains(
                    string.Join(", ", Known(read, parameter)), (string)refused.Body["errors"]![0]!["detail"]!, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Responses_with_all_includes_or_one_field_match_the_schema()
    {
        var document = await DocumentReader.Read(app);
        var check = new SchemaCheck(document);

        foreach (var read in await Viewed())
        {
            var schema = read.Says["responses"]!["200"]!["content"]!["application/json"]!["schema"]!;
            var all = (await app.Get(read.With($"include={string.Join(',', Known(read, "include"))}"))).Is(HttpStatusCode.OK).Body;

            Assert.Equal(Known(schema, document), Members(all["included"]!).Except(["more"]));
            Assert.Empty(check.Faults(all, schema));
            Assert.Empty(check.Faults((await app.Get(read.With("fields=id"))).Body, schema));
        }
    }

    [Fact]
    public async Task Commas_repetition_spaces_and_duplicates_give_the_same_view()
    {
        var tags = await Task.WhenAll(
            SameViews.Select(async query => (await app.Get($"meetings?{query}")).Is(HttpStatusCode.OK).ETagOfContent));

        Assert.Single(tags.Distinct());
    }

    [Fact]
    public async Task A_cursor_can_be_continued_with_other_fields()
    {
        var first = await app.Get("meetings?limit=3");
        var second = (await app.Get($"{first.Body["next"]}&fields=date&include=trip")).Is(HttpStatusCode.OK);

        Assert.Equal((await app.Get($"{first.Body["next"]}")).Each("id"), second.Each("id"));
        Assert.Contains("fields=date&include=trip", $"{second.Body["next"]}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ETag_of_a_view_is_weak_and_not_accepted_by_If_Match()
    {
        foreach (var query in new[] { "fields=name", "include=collaborations" })
        {
            var shown = (await app.Get($"{Company}?{query}")).Is(HttpStatusCode.OK);
            Assert.StartsWith("W/\"", shown.ETag, StringComparison.Ordinal);

            var again = (await app.Get($"{Company}?{query}", ("If-None-Match", shown.ETag))).Is(HttpStatusCode.NotModified);
            Assert.Equal(shown.ETag, again.ETag);
            Assert.Equal("stale_version", (await Rename(Company, "Name", shown.ETag)).Is(HttpStatusCode.PreconditionFailed).Problem);
        }

        var plain = (await app.Get(Company)).ETag;
        Assert.Equal($"\"{(await app.Get(Company)).Body["version"]}\"", plain);
        Assert.Equal("stale_version", (await Rename(Company, "Name", $"W/{plain}")).Is(HttpStatusCode.PreconditionFailed).Problem);
    }

    [Fact]
    public async Task The_ETag_of_a_view_changes_only_with_its_content()
    {
        var id = (await app.Post("companies", TestData.Company())).Body["id"]!.ToString();
        async Task<string[]> Tags() => await Task.WhenAll(
            Views.Select(async q => (await app.Get($"companies/{id}?{q}")).ETag));
        var before = await Tags();

        (await Rename($"companies/{id}", "Another name", "*")).Is(HttpStatusCode.OK);

        Assert.Equal([true, false, false], before.Zip(await Tags(), (then, now) => then == now));
    }

    [Fact]
    public async Task The_past_supports_fields_but_not_include()
    {
        var now = Uri.EscapeDataString($"{TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ss.ffffff}Z");

        foreach (var get in (await Viewed()).Where(o => !o.IsList))
        {
            var refused = await app.Get(get.With($"asOf={now}&include={Known(get, "include").First()}"));
            Assert.Equal("invalid_request include not_with", refused.Is(HttpStatusCode.BadRequest).Problem);

            var past = (await app.Get(get.With($"asOf={now}&fields=version"))).Is(HttpStatusCode.OK);
            Assert.Equal(["id", "version"], Members(past.Body));
        }
    }

    private Task<ApiResponse> Rename(string path, string name, string ifMatch) =>
        app.Patch(path, new JsonObject { ["name"] = new JsonObject { ["en"] = name } }, ("If-Match", ifMatch));

    private static IEnumerable<string> Members(JsonNode shown) => shown.AsObject().Select(m => m.Key);

    private static IEnumerable<string> Known(Operation read, string parameter) =>
        (read.Says["parameters"]?.AsArray() ?? []).Where(p => $"{p!["name"]}" == parameter)
            .SelectMany(p => p!["schema"]!["items"]!["enum"]!.AsArray().Select(value => $"{value}"));

    /// <summary>Returns the collections that the schema of a response can include.</summary>
    private static IEnumerable<string> Known(JsonNode schema, DocumentReader document) =>
        Members(document.Resolve(document.Resolve(schema)["properties"]!["included"]!)["properties"]!).Where(m => m != "more").Order();
}
