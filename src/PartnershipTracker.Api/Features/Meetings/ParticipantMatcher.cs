using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Resources.Tables;

namespace PartnershipTracker.Features.Meetings;

/// <summary>
/// Who met, by a row of a table that tells of a new meeting: each affiliate on our side, each company on theirs, each party in words as a
/// third; a person for the organization of the row where they have a position; and a link to each area, for all of them together.
/// </summary>
internal static class ParticipantMatcher
{
    public static JsonArray Participants(IReadOnlyList<string?> cells)
    {
        var (ko, en) = (CsvColumns.Split(cells[1]), CsvColumns.Split(cells[2]));

        return
        [
            .. CsvColumns.Split(cells[3]).Select(key => Of("organization", key, "ours")),
            .. CsvColumns.Split(cells[4]).Select(key => Of("organization", key, "theirs")),
            .. Enumerable.Range(0, Math.Max(ko.Length, en.Length)).Select(n => Of(
                "party", new JsonObject { ["ko"] = ko.ElementAtOrDefault(n), ["en"] = en.ElementAtOrDefault(n) }, "third_party")),
            .. CsvColumns.Split(cells[0]).Select(key => Of("person", key, "third_party")),
        ];
    }

    /// <summary>The column that a participant comes from: the affiliates are first, the companies follow.</summary>
    public static string ColumnOf(string pointer, IReadOnlyDictionary<string, string?> cells)
    {
        var affiliates = CsvColumns.Split(cells.GetValueOrDefault("affiliates")).Length;

        return pointer.Split('/') switch
        {
            [_, _, _, "person", ..] => "people",
            [_, _, _, "party", ..] => "partiesEn",
            [_, _, var at, ..] when int.TryParse(at, CultureInfo.InvariantCulture, out var n) && n < affiliates => "affiliates",
            _ => "companies",
        };
    }

    public static JsonArray Areas(IReadOnlyList<string?> cells)
    {
        var bases = CsvColumns.Split(cells[1]);

        return [.. CsvColumns.Split(cells[0]).Select((area, n) => new JsonObject
        {
            ["area"] = area,
            ["affiliates"] = new JsonArray([.. CsvColumns.Split(cells[2]).Select(key => (JsonNode)key)]),
            ["companies"] = new JsonArray([.. CsvColumns.Split(cells[3]).Select(key => (JsonNode)key)]),
            ["basis"] = bases.ElementAtOrDefault(n) ?? "inferred",
        })];
    }

    /// <summary>Seats the people of each meeting. Whoever has no place there is told of as any missing party is.</summary>
    public static async Task Match(TrackerDb db, IReadOnlyList<JsonObject> meetings, CancellationToken cancellation)
    {
        var standing = meetings.SelectMany(Standing).Select(p => $"{p["person"]}").Distinct().ToArray();
        var people = db.People.Where(p => standing.Contains(p.Id)).AsNoTracking();
        var positions = standing.Length == 0 ? [] : await people.ToDictionaryAsync(
            p => p.Id, p => p.Positions.ConvertAll(held => held.OrganizationId), StringComparer.Ordinal, cancellation);

        foreach (var (meeting, person) in meetings.SelectMany(meeting => Standing(meeting).Select(person => (meeting, person))).ToList())
        {
            var free = meeting["participants"]!.AsArray().OfType<JsonObject>().FirstOrDefault(place =>
                place["person"] is null && positions.GetValueOrDefault($"{person["person"]}", []).Contains($"{place["organization"]}"));

            if (free is not null)
            {
                meeting["participants"]!.AsArray().Remove(person);
                free["person"] = $"{person["person"]}";
            }
        }
    }

    private static IEnumerable<JsonObject> Standing(JsonObject meeting) => (meeting["participants"] as JsonArray ?? []).OfType<JsonObject>()
        .Where(p => p.ContainsKey("person") && !p.ContainsKey("organization")).ToList();

    private static JsonObject Of(string member, JsonNode who, string side) => new() { [member] = who, ["side"] = side };
}
