using System.Globalization;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>A request to create each resource with most of its members, and a patch for it.</summary>
public static class SampleRequests
{
    public static async Task<JsonObject> Create(TrackerApp app, string resource) => resource switch
    {
        "areas" => TestData.Area(parent: "hbm"),
        "people" => TestData.Person(),
        "trips" => TestData.Trip(),
        "meetings" => Meeting(),
        "collaborations" => Collaboration((await app.Post("areas", TestData.Area())).Body["id"]!.ToString()),
        _ => Organization(),
    };

    public static JsonObject Change(string resource) => resource switch
    {
        "trips" or "meetings" => new() { ["title"] = new JsonObject { ["en"] = "Changed" } },
        "collaborations" => new() { ["stage"] = "active", ["description"] = "Changed" },
        _ => new() { ["name"] = new JsonObject { ["en"] = "Changed" } },
    };

    /// <summary>Returns the last instant before this one at the precision of the database.</summary>
    public static string JustBefore(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture)
        .AddMicroseconds(-1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static JsonObject Organization()
    {
        var organization = TestData.Company();
        organization["aliases"] = new JsonArray(
            new JsonObject { ["name"] = "별명" }, new JsonObject { ["name"] = "MS", ["weak"] = true });
        (organization["country"], organization["website"]) = ("KR", "https://example.com/");
        organization["externalIds"] = new JsonObject { ["ticker"] = "ABC" };

        return organization;
    }

    private static JsonObject Meeting()
    {
        var meeting = TestData.Meeting();
        meeting["participants"]!.AsArray().Add(new JsonObject
        {
            ["party"] = TestData.Name("업계 인사", "People of the industry"),
            ["statedTitle"] = "최고경영자(CEO)",
            ["side"] = "third_party",
            ["headCount"] = 5,
        });
        meeting["place"] = new JsonObject { ["venue"] = "Intel headquarters", ["country"] = "US" };
        (meeting["trip"], meeting["tripOrder"], meeting["summary"]) = (OpeningIds.Trip, 3, "First line\nsecond line");

        return meeting;
    }

    private static JsonObject Collaboration(string area)
    {
        var collaboration = TestData.Collaboration(area);
        collaboration.Remove("stage");
        collaboration["stages"] = new JsonArray(
            new JsonObject { ["stage"] = "exploring", ["since"] = "2023~" },
            new JsonObject { ["stage"] = "announced", ["reported"] = "2024-07-09" });

        return collaboration;
    }
}
