using System.Text.Json.Nodes;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Drills;

/// <summary>Makes the members of a generated body agree with each other, as the document describes in words only.</summary>
internal sealed class BodyAgreement(RequestMemory memory, Choices choices)
{
    /// <summary>Share of bodies whose members may contradict each other, in hundredths.</summary>
    private const int Contradictory = 5;

    private const int Passage = 20;

    public void Agree(DocumentedOperation operation, string path, JsonObject body)
    {
        if (choices.Percent(Contradictory))
        {
            return;
        }

        switch (RequestMemory.Collection(operation.Path))
        {
            case "affiliates" when body["parent"] is not null:
                body["parent"] = choices.Of(memory.For("affiliates"));
                break;
            case "sources":
                Source(operation, path, body);
                break;
            case "meetings":
                Meeting(operation, path, body);
                break;
            case "areas" when operation.Path.Contains("/meetings/", StringComparison.Ordinal):
                Keep(body, "companies", Parties(memory.Resource(RequestMemory.Root(path))));
                break;
            case "participants":
                Participant(body);
                break;
            case "collaborations" when operation.Method is "post" or "put" && body["stages"] is not JsonArray { Count: > 0 }:
                body.Remove("stages");
                body["stage"] ??= "active";
                break;
            case "citations":
                Citation(operation, path, body);
                break;
            case "feeds" when body.ContainsKey("query") && $"{body["view"]}" is not "coverage.svg":
                body.Remove("query"); // that of the example is about a matrix
                break;
        }
    }

    /// <summary>A text has the hash and length of its source, so that most sources leave them to the text.</summary>
    private void Source(DocumentedOperation operation, string path, JsonObject body)
    {
        var isKnown = operation.Method is not "post" && memory.Resource(path)?["sha256"] is not null;

        foreach (var member in (List<string>)["sha256", "length"])
        {
            if (isKnown)
            {
                body[member] = memory.Resource(path)![member]?.DeepClone();
            }
            else
            {
                body.Remove(member);
            }
        }
    }

    private void Meeting(DocumentedOperation operation, string path, JsonObject body)
    {
        (body["participants"] as JsonArray ?? []).OfType<JsonObject>().ToList().ForEach(Participant);
        var parties = Parties(body["participants"] is null && operation.Method is "patch" ? memory.Resource(path) : body);
        (body["areas"] as JsonArray ?? []).OfType<JsonObject>().ToList().ForEach(link => Keep(link, "companies", parties));

        if (body["trip"] is null && (body.ContainsKey("trip") || operation.Method is not "patch"))
        {
            body.Remove("tripOrder");
        }
    }

    private static void Participant(JsonObject body)
    {
        if (body["organization"] is not null)
        {
            body.Remove("party");
        }
    }

    private void Citation(DocumentedOperation operation, string path, JsonObject body)
    {
        var source = memory.Resource($"/api/v1/sources/{body["source"] ?? memory.Resource(path)?["source"]}");

        if (body["quote"] is null || body["span"] is not null)
        {
            body.Remove("occurrence");
        }

        if (operation.Method is "patch" && !body.ContainsKey("span"))
        {
            return;
        }

        if (source?["length"] is { } length)
        {
            var start = choices.Draw(CsCheck.Gen.Int[0, Math.Max(0, (int)length - 1)]);
            body["span"] = new JsonObject { ["start"] = start, ["end"] = Math.Min((int)length, start + Passage) };
            body.Remove("quote");
            body.Remove("occurrence");
        }
        else if (body["quote"] is null)
        {
            body["span"] ??= new JsonObject { ["start"] = 0, ["end"] = Passage };
        }
    }

    private static HashSet<string> Parties(JsonObject? meeting) =>
        [.. (meeting?["participants"] as JsonArray ?? []).OfType<JsonObject>().Select(p => $"{p["organization"]}")];

    private static void Keep(JsonObject body, string member, HashSet<string> allowed)
    {
        if (body[member] is JsonArray items)
        {
            var kept = items.Select(i => $"{i}").Distinct().Where(allowed.Contains);
            body[member] = new JsonArray([.. kept.Select(i => JsonValue.Create(i))]);
        }
    }
}
