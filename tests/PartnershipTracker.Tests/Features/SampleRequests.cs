using System.Globalization;
using System.Text.Json.Nodes;
using PartnershipTracker.Tests.Web;

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
        "sources" => TestData.Source(),
        "citations" => TestData.Citation(OpeningIds.Meeting(1)),
        "companies" or "affiliates" => Organization(),
        _ => await Example(app, resource),
    };

    public static JsonObject Change(string resource) => resource switch
    {
        "collaborations" => new() { ["stage"] = "active", ["description"] = "Changed" },
        "citations" => new() { ["note"] = "Changed" },
        _ => new() { [NameOf(resource)] = new JsonObject { ["en"] = "Changed" } },
    };

    /// <summary>Returns the member that names an item.</summary>
    public static string NameOf(string resource) => Catalog.Resources.Find(resource).IsKeyed ? "name" : "title";

    /// <summary>Returns a request that replaces what another one created.</summary>
    public static JsonObject Replacement(string resource, JsonObject request)
    {
        var replacement = request.DeepClone().AsObject();
        replacement.Remove("id");

        foreach (var (name, value) in Change(resource).Where(member => member.Key != "stage"))
        {
            replacement[name] = value?.DeepClone();
        }

        return replacement;
    }

    /// <summary>Returns the last instant before this one at the precision of the database.</summary>
    public static string JustBefore(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture)
        .AddMicroseconds(-1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Returns the example of the API document with a new key and without an external id.</summary>
    private static async Task<JsonObject> Example(TrackerApp app, string resource)
    {
        var create = (await app.Operations()).Single(o => o.Method == "POST" && o.Path == $"{TrackerApp.Api}/{resource}");
        var example = create.Example!.DeepClone().AsObject();
        example.Remove("externalId");

        if (example.ContainsKey("id"))
        {
            example["id"] = TestData.Key();
        }

        return example;
    }

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
