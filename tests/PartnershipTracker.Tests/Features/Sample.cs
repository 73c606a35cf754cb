using System.Globalization;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>One of every resource, with what it can have, and a change that it takes.</summary>
public static class Sample
{
    public static async Task<JsonObject> Of(TrackerApp app, string resource)
    {
        var sample = resource switch
        {
            "areas" => Given.Area(parent: "hbm"),
            "people" => Given.Person(),
            "trips" => Given.Trip(),
            "meetings" => Given.Meeting(),
            "collaborations" => Given.Collaboration((await app.Post("areas", Given.Area())).Body["id"]!.ToString()),
            _ => Given.Company(),
        };

        if (resource is "companies" or "affiliates")
        {
            sample["aliases"] = new JsonArray(
                new JsonObject { ["name"] = "별명" }, new JsonObject { ["name"] = "MS", ["weak"] = true });
            (sample["country"], sample["website"]) = ("KR", "https://example.com/");
            sample["externalIds"] = new JsonObject { ["ticker"] = "ABC" };
        }

        return sample;
    }

    public static JsonObject Change(string resource) => resource switch
    {
        "trips" or "meetings" => new() { ["title"] = new JsonObject { ["en"] = "Changed" } },
        "collaborations" => new() { ["stage"] = "active", ["description"] = "Changed" },
        _ => new() { ["name"] = new JsonObject { ["en"] = "Changed" } },
    };

    /// <summary>The last instant before this one that the register can tell from it.</summary>
    public static string JustBefore(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture)
        .AddMicroseconds(-1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
