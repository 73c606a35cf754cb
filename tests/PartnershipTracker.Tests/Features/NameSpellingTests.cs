using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Names as people write them, in searches and in imports: see also <see cref="SearchCases"/>.</summary>
public sealed class NameSpellingTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private async Task<ApiResponse> Search(string q) =>
        (await app.Get($"search?q={Uri.EscapeDataString(q)}")).Is(HttpStatusCode.OK);

    private Task<ApiResponse> Try(JsonObject meeting) => app.Import(
        Encoding.UTF8.GetBytes(new JsonObject { ["meetings"] = new JsonArray(meeting) }.ToJsonString()), "application/json",
        "?dryRun=true");

    /// <summary>Names among those of the opening data that consist of what is stripped from other names, or contain it.</summary>
    [Fact]
    public async Task A_name_that_contains_a_legal_form_or_a_title_is_found_as_it_is_written()
    {
        string[] names = ["Amazon.com", "AT&T", "Limited Inc", "회장", "인텔 등"];
        var ids = await Task.WhenAll(names.Select(async name =>
        {
            var company = TestData.Company();
            company["name"] = new JsonObject { ["en"] = name };

            return (await app.Post("companies", company)).Is(HttpStatusCode.Created).Body["id"]!.ToString();
        }));

        Assert.Equal(
            names.Select((name, n) => $"{ids[n]} {name} exact"),
            (await Task.WhenAll(names.Select(Search))).Select(found => found.Items[0]!)
                .Select(hit => $"{hit["id"]} {hit["matchedName"]} {hit["matchType"]}"));
        await Task.WhenAll(ids.Select(id => app.Delete($"companies/{id}", ("If-Match", "*"))));
    }

    [Fact]
    public async Task A_text_of_which_no_name_remains_is_searched_as_it_is_typed_and_some_of_the_words_follow_all_of_them()
    {
        Assert.Empty((await Search("Inc.")).Items);
        Assert.Empty((await Search("(주)")).Items);

        var found = await Search("최태원 인텔");
        Assert.Equal(["meetings", "people", "companies"], found.Each("type").Take(3));
        Assert.Equal(["part", "words", "words"], found.Each("matchType").Take(3));
        Assert.Equal(["nvidia", "intel"], (await Search("NVIDIA, Intel")).Each("id").Take(2));
    }

    [Theory]
    [InlineData("(주)SK하이닉스", "sk-hynix")]
    [InlineData("SK hynix Inc.", "sk-hynix")]
    [InlineData("NVIDIA Corporation", "nvidia")]
    [InlineData("엔비디아(NVIDIA)", "nvidia")]
    [InlineData("“인텔”", "intel")]
    [InlineData("Amazon.com, Inc.", "amazon")]
    [InlineData("마이크로소프트(MS)", "microsoft")]
    [InlineData("SK Inc.", "ambiguous_reference")]
    [InlineData("인텔(NVIDIA)", "ambiguous_reference")]
    [InlineData("인텔(공정위)", "unknown_reference")]
    [InlineData("인텔 등", "unknown_reference")]
    [InlineData("NVIDIA, Intel", "unknown_reference")]
    [InlineData("인텔 회장", "unknown_reference")]
    [InlineData("Nvidea Corp.", "unknown_reference")]
    [InlineData("dlsxpf", "unknown_reference")]
    [InlineData("Inc.", "unknown_reference")]
    public async Task A_name_is_resolved_without_legal_form_quotation_marks_and_brackets_only_if_it_is_unambiguous(
        string name, string outcome)
    {
        var meeting = TestData.Meeting(company: name);
        meeting["participants"]![1]!["side"] = name.Contains("SK", StringComparison.Ordinal) ? "ours" : "theirs";

        var answer = await Try(meeting);

        Assert.Equal(
            outcome.EndsWith("reference", StringComparison.Ordinal) ? [$"1 #/meetings/0/participants/1/organization {outcome}"] : [],
            ImportTests.Errors(answer));
    }

    [Theory]
    [InlineData("최태원 회장", true)]
    [InlineData("샘 올트먼 CEO", true)]
    [InlineData("Mr. Sam Altman", true)]
    [InlineData("샘 올트먼(Sam Altman)", true)]
    [InlineData("Mr. Chey", false)]
    [InlineData("최 회장", false)]
    [InlineData("최태원이", false)]
    [InlineData("회장", false)]
    public async Task A_person_is_resolved_without_a_title(string name, bool isResolved)
    {
        var meeting = TestData.Meeting(company: "openai");
        meeting["participants"]![name.StartsWith('최') || name == "회장" ? 0 : 1]!["person"] = name;

        var answer = await Try(meeting);

        Assert.Equal(isResolved, ImportTests.Errors(answer).Length == 0);
    }

    [Fact]
    public async Task A_name_that_two_companies_have_with_different_legal_forms_is_ambiguous()
    {
        foreach (var (id, name) in new[] { ("corvid-ag", "Corvid AG"), ("corvid-de", "Corvid GmbH") })
        {
            var company = TestData.Company(id);
            company["name"] = new JsonObject { ["en"] = name };
            (await app.Post("companies", company)).Is(HttpStatusCode.Created);
        }

        var answer = await Try(TestData.Meeting(company: "Corvid"));

        Assert.Equal(["1 #/meetings/0/participants/1/organization ambiguous_reference"], ImportTests.Errors(answer));
        Assert.Contains("corvid-ag, corvid-de", $"{answer.Body["errors"]![0]!["detail"]}", StringComparison.Ordinal);
    }
}
