using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Imports of the same file at the same time.</summary>
public sealed class ConcurrentImportTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const int Clients = 4;
    private const int Rounds = 3;

    private const string Table = "externalId,titleEn,titleKo,kind,status,date,people,affiliates,companies,areas,bases\n";

    /// <summary>Returns a file with new items, and their number.</summary>
    private static (string Text, int Items) File(string kind)
    {
        var (key, company, area) = (TestData.Key("imported"), TestData.Company(), TestData.Area());
        var (meeting, collaboration) = (TestData.Meeting(company: $"{company["id"]}"), TestData.Collaboration($"{area["id"]}"));
        meeting["externalId"] = key;

        return kind switch
        {
            "id" => ($$$"""{"resource":"companies","id":"{{{key}}}","name":{"en":"Name"}}""", 1),
            "external id" => ($$"""{"resource":"trips","externalId":"{{key}}","title":{"en":"Trip"},"date":"2024"}""", 1),
            "content" => ($$"""{"resource":"trips","title":{"en":"{{key}}"},"date":"2024"}""", 1),
            "table" => ($"{Table}{key},Met,만남,executive_meeting,held,2024-05,chey-tae-won,sk-group,nvidia,hbm,stated\n", 1),
            _ => (new JsonObject
            {
                ["companies"] = new JsonArray(company, TestData.Company()),
                ["areas"] = new JsonArray(area),
                ["people"] = new JsonArray(TestData.Person(organization: $"{company["id"]}")),
                ["meetings"] = new JsonArray(meeting, TestData.Meeting(company: $"{company["id"]}")),
                ["collaborations"] = new JsonArray(collaboration),
            }.ToJsonString(), 7),
        };
    }

    [Theory]
    [InlineData("id", "application/x-ndjson")]
    [InlineData("external id", "application/x-ndjson")]
    [InlineData("content", "application/x-ndjson")]
    [InlineData("table", "text/csv", "?resource=meetings")]
    [InlineData("bundle", "application/json")]
    [InlineData("bundle", "application/json", "?mode=partial")]
    public async Task One_import_creates_the_items_and_the_others_find_them_unchanged(string kind, string mediaType, string query = "")
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (text, items) = File(kind);
            var bytes = Encoding.UTF8.GetBytes(text);

            var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => app.Import(bytes, mediaType, query)));

            var counts = answers.Select(a => ImportTests.Counts(a.Is(HttpStatusCode.OK))).ToList();
            Assert.Equal((items, (Clients - 1) * items), (counts.Sum(c => c.Created), counts.Sum(c => c.Unchanged)));
        }
    }

    [Fact]
    public async Task Two_items_for_one_collaboration_are_duplicates_even_if_they_differ()
    {
        var (first, second) = (TestData.Collaboration("hbm"), TestData.Collaboration("hbm"));
        (first["company"], second["company"], second["stage"]) = ("amazon", "amazon", "active");
        var file = new JsonObject { ["collaborations"] = new JsonArray(first, second) }.ToJsonString();

        var refused = await app.Import(Encoding.UTF8.GetBytes(file), "application/json");

        Assert.Equal(["1 #/collaborations/1/id duplicate_item"], ImportTests.Errors(refused.Is(HttpStatusCode.UnprocessableEntity)));
    }
}
