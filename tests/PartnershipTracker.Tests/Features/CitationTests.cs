using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Facts and the passages that support them, in an invented article.</summary>
public sealed class CitationTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const string Article =
        "가상전자 대표는 5월 2일 “엔비디아”의  본사를 찾았다.\n그는 샌타클래라에 있는 인텔 본사도 찾았다고 한다. 그는 다시 찾았다. 😀 끝.\n";

    private static readonly (string, string) Any = ("If-Match", "*");

    private async Task<string> Source(string? text = Article)
    {
        var source = (await app.Post("sources", TestData.Source())).Is(HttpStatusCode.Created).Body["id"]!.ToString();

        if (text is not null)
        {
            (await Attach(source, text + Guid.CreateVersion7())).Is(HttpStatusCode.OK); // the same text is the same source
        }

        return source;
    }

    private Task<ApiResponse> Attach(string source, string text) => app.SendBytes(
        HttpMethod.Put, $"sources/{source}/text", Encoding.UTF8.GetBytes(text), ("Content-Type", "text/plain"));

    private async Task<string> Meeting() =>
        (await app.Post("meetings", TestData.Meeting())).Is(HttpStatusCode.Created).Body["id"]!.ToString();

    private async Task<JsonNode> Get(string meeting) => (await app.Get($"meetings/{meeting}")).Is(HttpStatusCode.OK).Body;

    private static (bool Disputed, bool Unsupported, int Version) Said(JsonNode fact) =>
        ((bool)fact["disputed"]!, (bool)fact["unsupported"]!, (int?)fact["version"] ?? 0);

    [Fact]
    public async Task A_quote_is_found_despite_other_normalization_quotation_marks_and_spaces()
    {
        var quote = "\"엔비디아\"의 본사를".Normalize(NormalizationForm.FormD);
        var answer = await app.Post("citations", TestData.Citation(await Meeting(), source: await Source(), quote: quote));
        var citation = answer.Is(HttpStatusCode.Created).Body;

        Assert.Equal("“엔비디아”의  본사를", citation["quote"]!.ToString());
        Assert.Equal((15, 27, true), ((int)citation["span"]!["start"]!, (int)citation["span"]!["end"]!, (bool)citation["verified"]!));
    }

    [Fact]
    public async Task A_quote_with_a_changed_word_is_refused_with_the_closest_passage()
    {
        var (source, meeting) = (await Source(), await Meeting());
        var before = await app.Query<long>("SELECT count(*) FROM changes");
        var refused = await app.Post("citations", TestData.Citation(meeting, source: source, quote: "샌프란시스코에 있는 인텔 본사도"));

        Assert.Equal("quote_not_found #/quote closest_passage", refused.Is(HttpStatusCode.UnprocessableEntity).Problem);
        Assert.Contains("있는 인텔 본사도", refused.Text, StringComparison.Ordinal);
        Assert.Equal(before, await app.Query<long>("SELECT count(*) FROM changes"));
    }

    [Fact]
    public async Task The_occurrences_of_an_ambiguous_quote_are_listed_and_one_can_be_chosen()
    {
        var (source, meeting) = (await Source(), await Meeting());
        var citation = TestData.Citation(meeting, source: source, quote: "찾았다");
        var refused = (await app.Post("citations", citation)).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("quote_ambiguous #/occurrence occurs_at", refused.Problem);
        Assert.Equal(3, refused.Body["errors"]!.AsArray().Count);

        citation["occurrence"] = 2;
        var second = (await app.Post("citations", citation)).Is(HttpStatusCode.Created).Body;
        Assert.Equal(Article.IndexOf("찾았다고", StringComparison.Ordinal), (int)second["span"]!["start"]!);
        citation["occurrence"] = 4;
        Assert.Equal("quote_ambiguous #/occurrence occurs_at", (await app.Post("citations", citation)).Problem);
    }

    [Fact]
    public async Task A_fact_is_unsupported_until_a_citation_supports_it()
    {
        var (source, meeting) = (await Source(), await Meeting());
        Assert.Equal((false, true, 1), Said(await Get(meeting)));
        Assert.Contains(meeting, (await app.Get("meetings?unsupported=true&limit=200")).Each("id"));

        var citation = (await app.Post("citations", TestData.Citation(meeting, source: source))).Is(HttpStatusCode.Created);
        Assert.Equal((false, false, 2), Said(await Get(meeting)));

        // Its participants are facts of their own
        Assert.Contains(meeting, (await app.Get("meetings?unsupported=true&limit=200")).Each("id"));
        var participants = (await Get(meeting))["participants"]!.AsArray().Select(p => p!["id"]!.ToString()).ToList();
        Assert.All((await Get(meeting))["participants"]!.AsArray(), p => Assert.Equal((false, true, 0), Said(p!)));

        foreach (var participant in participants)
        {
            (await app.Post("citations", TestData.Citation(meeting, "participant", participant, source))).Is(HttpStatusCode.Created);
        }

        Assert.DoesNotContain(meeting, (await app.Get("meetings?unsupported=true&limit=200")).Each("id"));
        Assert.Contains(meeting, (await app.Get("meetings?unsupported=false&limit=200")).Each("id"));

        (await app.Delete(citation.Headers["Location"], Any)).Is(HttpStatusCode.NoContent);
        Assert.Equal((false, true, 5), Said(await Get(meeting)));
    }

    [Fact]
    public async Task A_contradicting_citation_marks_the_fact_as_disputed_and_changes_nothing_else()
    {
        var intel = OpeningIds.Meeting(4);
        var other = TestData.Citation(intel, source: await Source(), quote: "샌타클래라에 있는 인텔 본사");
        (other["stance"], other["modality"]) = ("contradicts", "hearsay");
        var before = await Get(intel);
        var made = (await app.Post("citations", other)).Is(HttpStatusCode.Created);
        var now = await Get(intel);

        Assert.Equal("San Jose", now["place"]!["city"]!.ToString());
        Assert.Equal((true, false, (int)before["version"]! + 1), Said(now));
        Assert.Equal([intel], (await app.Get("meetings?disputed=true")).Each("id"));
        var shown = (await app.Get($"meetings/{intel}?include=citations")).Body["included"]!["citations"]!.AsObject();
        Assert.Equal(["contradicts", "supports"], shown.Select(c => c.Value!["stance"]!.ToString()).Distinct().Order());

        (await app.Delete(made.Headers["Location"], Any)).Is(HttpStatusCode.NoContent);
        Assert.Empty((await app.Get("meetings?disputed=true")).Items);
    }

    [Fact]
    public async Task An_inferred_link_is_supported_by_its_rationale_and_a_stated_link_by_a_source()
    {
        var (source, meeting) = (await Source(), await Meeting());
        var link = (await app.Put($"meetings/{meeting}/areas/hbm", TestData.Link())).Is(HttpStatusCode.Created).Body;
        Assert.False((bool)link["unsupported"]!);

        var stated = TestData.Link();
        (stated["basis"], stated["rationale"]) = ("stated", null);
        Assert.True((bool)(await app.Put($"meetings/{meeting}/areas/hbm", stated)).Body["unsupported"]!);
        (await app.Post("citations", TestData.Citation(meeting, "area_link", "hbm", source))).Is(HttpStatusCode.Created);
        Assert.False((bool)(await app.Get($"meetings/{meeting}/areas/hbm")).Body["unsupported"]!);
    }

    [Fact]
    public async Task A_cited_fact_cannot_be_deleted()
    {
        var participant = OpeningIds.Participant(1, 1);
        var refused = await app.Delete($"meetings/{OpeningIds.Meeting(1)}/participants/{participant}");
        Assert.Equal("still_referred_to # refers", refused.Is(HttpStatusCode.Conflict).Problem);
        Assert.Contains("citations/", refused.Text, StringComparison.Ordinal);

        var meeting = (await Get(OpeningIds.Meeting(1))).AsObject();
        (await app.Patch(
            $"meetings/{OpeningIds.Meeting(1)}",
            new JsonObject { ["participants"] = new JsonArray(TestData.Participant("openai")) }, Any)).Is(HttpStatusCode.Conflict);
        (await app.Delete($"meetings/{OpeningIds.Meeting(1)}", Any)).Is(HttpStatusCode.Conflict);
        (await app.Delete($"sources/{OpeningIds.Source}", Any)).Is(HttpStatusCode.Conflict);
        Assert.True(JsonNode.DeepEquals(meeting, await Get(OpeningIds.Meeting(1))));
    }

    [Fact]
    public async Task A_citation_takes_on_the_confidentiality_of_its_meeting_at_once()
    {
        var (source, meeting) = (await Source(), await Meeting());
        var low = ("X-Api-Key", await app.Key(["read"], "internal"));
        var made = (await app.Post("citations", TestData.Citation(meeting, source: source))).Is(HttpStatusCode.Created);
        var citation = made.Headers["Location"];
        (await app.Get(citation, low)).Is(HttpStatusCode.OK);

        (await app.Patch($"meetings/{meeting}", new JsonObject { ["confidentiality"] = "restricted" }, Any)).Is(HttpStatusCode.OK);

        (await app.Get(citation, low)).Is(HttpStatusCode.NotFound);
        (await app.Get($"{citation}/history", low)).Is(HttpStatusCode.NotFound);
        Assert.Empty((await app.Get($"sources/{source}/facts", low)).Items);
        Assert.Single((await app.Get($"sources/{source}/facts")).Items);
    }

    [Theory]
    [InlineData("""{"target": {"type": "meeting", "id": "nvidia"}}""", "#/target/id unknown_reference")]
    [InlineData("""{"target": {"type": "participant", "id": "{M1}"}}""", "#/target/part part_of_target")]
    [InlineData("""{"target": {"type": "meeting", "id": "{M1}", "part": "hbm"}}""", "#/target/part part_of_target")]
    [InlineData("""{"target": {"type": "area_link", "id": "{M1}", "part": "hbm"}}""", "#/target/part unknown_part")]
    [InlineData("""{"source": "00000000-0000-7000-8000-000000000000"}""", "#/source unknown_reference")]
    [InlineData("""{"span": {"start": 20, "end": 20}}""", "#/span/end empty_or_long_span")]
    [InlineData("""{"span": {"start": 0, "end": 1597}}""", "#/span/end beyond_text")]
    [InlineData("""{"span": null}""", "#/quote one_at_least")]
    [InlineData("""{"occurrence": 1}""", "#/occurrence occurrence_without_quote")]
    [InlineData("""{"stance": "doubts"}""", "#/stance unknown_value")]
    public async Task An_invalid_citation_is_refused_with_the_position_of_the_fault(string change, string problem)
    {
        var citation = TestData.Citation(OpeningIds.Meeting(1));

        foreach (var (name, value) in JsonNode.Parse(change.Replace("{M1}", OpeningIds.Meeting(1), StringComparison.Ordinal))!.AsObject())
        {
            citation[name] = value?.DeepClone();
        }

        Assert.EndsWith(problem, (await app.Post("citations", citation)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_patched_quote_is_looked_up_again_and_the_target_cannot_change()
    {
        var (source, meeting) = (await Source(), await Meeting());
        var url = (await app.Post("citations", TestData.Citation(meeting, source: source, quote: "가상전자 대표는"))).Headers["Location"];
        var patched = (await app.Patch(url, new JsonObject { ["quote"] = "끝" }, Any)).Is(HttpStatusCode.OK).Body;
        Assert.Equal((Article.EnumerateRunes().Count() - 3, "끝"), ((int)patched["span"]!["start"]!, patched["quote"]!.ToString()));

        patched = (await app.Patch(url, new JsonObject { ["span"] = new JsonObject { ["start"] = 0, ["end"] = 4 } }, Any)).Body;
        Assert.Equal("가상전자", patched["quote"]!.ToString());

        var moved = new JsonObject { ["target"] = new JsonObject { ["type"] = "meeting", ["id"] = OpeningIds.Meeting(1) } };
        Assert.Equal("unprocessable #/target stays_the_same", (await app.Patch(url, moved, Any)).Problem);
    }
}
