using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests;

/// <summary>Valid request bodies, which tests change where needed.</summary>
public static class TestData
{
    private static int Count;

    /// <summary>Returns a unique key.</summary>
    public static string Key(string stem = "thing") =>
        $"{stem}-{Interlocked.Increment(ref Count)}-{Guid.CreateVersion7().ToString("n")[20..]}";

    public static JsonObject Name(string ko = "이름", string en = "Name") => new() { ["ko"] = ko, ["en"] = en };

    public static JsonObject Company(string? id = null) => new() { ["id"] = id ?? Key("company"), ["name"] = Name() };

    public static JsonObject Area(string? id = null, string? parent = null) => new()
    {
        ["id"] = id ?? Key("area"),
        ["name"] = Name(),
        ["parent"] = parent,
    };

    public static JsonObject Person(string? id = null, string organization = "openai") => new()
    {
        ["id"] = id ?? Key("person"),
        ["name"] = Name(),
        ["positions"] = new JsonArray(
            new JsonObject { ["organization"] = organization, ["title"] = Name("이사", "Director"), ["from"] = "2020-05" }),
    };

    public static JsonObject Trip() => new()
    {
        ["title"] = Name("출장", "Trip"),
        ["traveller"] = "chey-tae-won",
        ["date"] = "2024-06-22/2024-07-09~",
    };

    public static JsonObject Participant(string organization = "nvidia", string side = "theirs") => new()
    {
        ["organization"] = organization,
        ["side"] = side,
    };

    public static JsonObject Meeting(string date = "2024-05-02", string company = "nvidia") => new()
    {
        ["title"] = Name("회동", "Meeting"),
        ["kind"] = "executive_meeting",
        ["status"] = "held",
        ["date"] = date,
        ["participants"] = new JsonArray(Participant("sk-group", "ours"), Participant(company)),
    };

    public static JsonObject Link(string company = "nvidia") => new()
    {
        ["affiliates"] = new JsonArray("sk-hynix"),
        ["companies"] = new JsonArray(company),
        ["basis"] = "inferred",
        ["rationale"] = "A test says so.",
    };

    public static JsonObject ApiKey(string? id = null, string clearance = "internal", params string[] scopes) => new()
    {
        ["id"] = id ?? Key("key"),
        ["scopes"] = new JsonArray([.. (scopes is [] ? ["read"] : scopes).Select(s => (JsonNode)s)]),
        ["clearance"] = clearance,
    };

    public static JsonObject Webhook(string key, string? id = null, string url = "https://receiver.invalid/changes") => new()
    {
        ["id"] = id ?? Key("webhook"),
        ["url"] = url,
        ["key"] = key,
    };

    public static JsonObject Feed(string? id = null, string view = "coverage.svg", string? query = null, string? clearance = null) => new()
    {
        ["id"] = id ?? Key("feed"),
        ["view"] = view,
        ["query"] = query,
        ["clearance"] = clearance,
    };

    public static JsonObject Collaboration(string area) =>
        new() { ["affiliate"] = "sk-hynix", ["company"] = "nvidia", ["area"] = area, ["stage"] = "exploring" };

    public static JsonObject Source(string? url = null) => new()
    {
        ["publisher"] = Name("가상일보", "Imaginary Daily"),
        ["title"] = Name("기사", "Article"),
        ["url"] = url,
        ["language"] = "ko",
        ["published"] = "2024-07-09",
    };

    /// <summary>Returns a citation of the opening data's source by default, by span unless a quote is given.</summary>
    public static JsonObject Citation(
        string target, string type = "meeting", string? part = null, string source = OpeningIds.Source, string? quote = null)
    {
        var citation = new JsonObject
        {
            ["source"] = source,
            ["target"] = new JsonObject { ["type"] = type, ["id"] = target, ["part"] = part },
        };
        citation[quote is null ? "span" : "quote"] = quote is null ? new JsonObject { ["start"] = 10, ["end"] = 20 } : quote;

        return citation;
    }
}
