using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Former names: a renamed resource keeps its former name as an alias that ends on the day of the change.</summary>
public sealed class FormerNameTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private async Task<string> Create(string resource, JsonObject body, string ko, string en, params JsonObject[] aliases)
    {
        (body["name"], body["aliases"]) = (TestData.Name(ko, en), new JsonArray([.. aliases]));

        return (await app.Post(resource, body)).Is(HttpStatusCode.Created).Headers["Location"];
    }

    private Task<string> Company(string ko, string en, params JsonObject[] aliases) =>
        Create("companies", TestData.Company(), ko, en, aliases);

    private static JsonObject Alias(string name) => new() { ["name"] = name };

    private async Task<ApiResponse> Change(string url, JsonObject changes, HttpStatusCode status = HttpStatusCode.OK) =>
        (await app.Patch(url, changes, ("If-Match", "*"))).Is(status);

    private Task<ApiResponse> Rename(string url, JsonObject name) => Change(url, new() { ["name"] = name });

    /// <summary>Returns the aliases, with a date as "until" where they have an end.</summary>
    private static string Aliases(ApiResponse answer) => string.Join(", ", answer.Body["aliases"]!.AsArray().Select(alias =>
        $"{alias!["name"]}{(alias["until"] is { } until ? DateOnly.TryParse($"{until["edtf"]}", CultureInfo.InvariantCulture, out _) ? " until" : "?" : "")}"));

    [Theory]
    [InlineData("companies")]
    [InlineData("affiliates")]
    [InlineData("people")]
    [InlineData("areas")]
    public async Task A_former_name_is_found_after_a_rename(string resource)
    {
        var body = resource switch
        {
            "people" => TestData.Person(),
            "areas" => TestData.Area(),
            _ => TestData.Company(TestData.Key()),
        };
        var (was, now) = ($"갸륵한{resource}", $"뾰족한{resource}");
        var url = await Create(resource, body, was, $"Gallant {resource}", Alias($"{resource} nickname"));

        var renamed = await Rename(url, new() { ["ko"] = now });
        var hit = (await app.Get($"search?q={Uri.EscapeDataString(was)}")).Items[0]!;

        Assert.Equal($"{resource} nickname, {was} until", Aliases(renamed));
        Assert.Equal($"{body["id"]} {was} alias {now}", $"{hit["id"]} {hit["matchedName"]} {hit["matchType"]} {hit["name"]!["ko"]}");
        Assert.Equal(2, (int)renamed.Body["version"]!);
        Assert.Equal(renamed.Text, (await app.Get(url)).Text);
    }

    [Fact]
    public async Task A_name_with_the_same_letters_and_a_rename_that_is_taken_back_leave_no_alias()
    {
        var url = await Company("샛별전자", "Saetbyol");

        Assert.Equal("", Aliases(await Rename(url, new() { ["ko"] = "샛별 전자", ["en"] = "SAET-BYOL" })));
        Assert.Equal("샛별 전자 until", Aliases(await Rename(url, new() { ["ko"] = "달빛전자" })));
        Assert.Equal("", Aliases(await Rename(url, new() { ["ko"] = "샛별전자" })));
        Assert.Equal("SAET-BYOL until", Aliases(await Rename(url, new() { ["en"] = null })));
        Assert.Equal("샛별전자 until", Aliases(await Rename(url, new() { ["ko"] = "달빛전자", ["en"] = "Saetbyol" })));
    }

    [Fact]
    public async Task A_name_of_long_ago_that_is_in_use_again_is_no_alias()
    {
        var old = Alias("Long Ago");
        old["until"] = "2001";
        var url = await Company("오늘", "Today Works", old, Alias("Nick"));

        var again = await Rename(url, new() { ["en"] = "Long Ago" });

        Assert.Equal("Nick, Today Works until", Aliases(again));
    }

    [Fact]
    public async Task A_request_that_changes_the_aliases_states_all_of_them()
    {
        var url = await Company("가람", "Garam", Alias("Nick"));
        var aliases = new JsonArray(Alias("Nick"), Alias("Other"));
        Assert.Equal(
            "Nick, Other", Aliases(await Change(url, new() { ["name"] = TestData.Name("나래", "Narae"), ["aliases"] = aliases })));

        var whole = (await app.Get(url)).Body.AsObject();
        whole["name"] = TestData.Name("다솜", "Dasom");
        foreach (var computed in new[] { "version", "createdAt", "updatedAt" })
        {
            whole.Remove(computed);
        }

        Assert.Equal("Nick, Other, 나래 until, Narae until", Aliases((await app.Put(url, whole, ("If-Match", "*"))).Is(HttpStatusCode.OK)));
        whole["aliases"] = new JsonArray(Alias("Nick"));
        Assert.Equal("Nick", Aliases((await app.Put(url, whole, ("If-Match", "*"))).Is(HttpStatusCode.OK)));
    }

    [Fact]
    public async Task A_rename_without_room_for_the_former_name_is_refused_until_the_request_states_the_aliases()
    {
        var aliases = Enumerable.Range(0, 49).Select(n => $"alias {n}").ToList();
        var url = await Company("만석", "Full House", [.. aliases.Select(Alias)]);

        Assert.Equal(50, (await Rename(url, new() { ["en"] = "Fuller House" })).Body["aliases"]!.AsArray().Count);
        var refused = await Change(url, new() { ["name"] = new JsonObject { ["en"] = "Fullest" } }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal("#/aliases too_many", $"{refused.Body["errors"]![0]!["pointer"]} {refused.Body["errors"]![0]!["code"]}");
        await Change(url, new() { ["name"] = new JsonObject { ["en"] = "Fullest" }, ["aliases"] = new JsonArray(Alias("Full House")) });
    }

    [Fact]
    public async Task An_import_and_a_restoration_state_the_aliases_that_they_mean_and_a_table_keeps_their_ends()
    {
        var company = TestData.Company();
        var url = await Create("companies", company, "마루", "Maru", Alias("Nick"));
        await Rename(url, new() { ["ko"] = "바다" });
        var table = (await app.Get($"companies.csv?q={Uri.EscapeDataString("바다")}")).Text;
        Assert.Matches(@"Nick; 마루 \(until \d{4}-\d\d-\d\d\)", table);

        async Task<(int, int)> Import(string csv)
        {
            var answer = (await app.Import(Encoding.UTF8.GetBytes(csv), "text/csv", "?resource=companies")).Is(HttpStatusCode.OK);

            return ((int)answer.Body["updated"]!, (int)answer.Body["unchanged"]!);
        }

        Assert.Equal((0, 1), await Import(table));
        Assert.Equal((1, 0), await Import(table.Replace("Nick", "Nickname", StringComparison.Ordinal)));
        Assert.Equal("Nickname, 마루 until", Aliases(await app.Get(url)));
        Assert.Equal((1, 0), await Import($"id,nameKo\n{company["id"]},사슴\n"));
        Assert.Equal((0, 1), await Import($"id,nameKo\n{company["id"]},사슴\n"));
        Assert.Equal("Nickname, 마루 until", Aliases(await app.Get(url)));

        var restoration = new JsonObject { ["resource"] = "companies", ["id"] = company["id"]!.ToString(), ["version"] = 1 };
        (await app.Post("restorations", restoration)).Is(HttpStatusCode.Created);
        Assert.Equal("Nick", Aliases(await app.Get(url)));
    }
}
