namespace PartnershipTracker.Features.Meetings;

/// <summary>
/// The participants and area links of a new meeting, read from a row of a table. Each affiliate is a participant on our side, each company
/// on theirs, and each party in words a third party. A person represents the organization of the row in which they hold a position. Each
/// area is linked for all affiliates and companies of the row.
/// </summary>
internal static class ParticipantMatcher
{
    /// <summary>Reads the participants from the cells of people, parties (Korean and English), affiliates and companies.</summary>
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

    /// <summary>Returns the column of a participant: the affiliates come first, the companies follow.</summary>
    public static string ColumnOf(string pointer, IReadOnlyDictionary<string, string?> cells)
    {
        var affiliates = CsvColumns.Split(cells.GetValueOrDefault("affiliates")).Length;

        return pointer.Split('/') switch
        {
            [_, _, _, "person", ..] => "people",
            [_, _, _, "party", ..] => "partiesEn",
            [_, _, var index, ..] when int.TryParse(index, CultureInfo.InvariantCulture, out var n) && n < affiliates => "affiliates",
            _ => "companies",
        };
    }

    /// <summary>Reads the area links from the cells of areas, bases, affiliates and companies.</summary>
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

    /// <summary>
    /// Assigns the people of each meeting to the participating organizations. A person without a position in one of them stays a
    /// participant without an organization, which the validation refuses.
    /// </summary>
    public static async Task Match(TrackerDb db, IReadOnlyList<JsonObject> meetings, CancellationToken cancellation)
    {
        var keys = meetings.SelectMany(Unmatched).Select(p => $"{p["person"]}").Distinct().ToArray();
        var people = db.People.Where(p => keys.Contains(p.Id)).AsNoTracking();
        var organizations = keys.Length == 0 ? [] : await people.ToDictionaryAsync(
            p => p.Id, p => p.Positions.ConvertAll(position => position.OrganizationId), StringComparer.Ordinal, cancellation);

        foreach (var (meeting, person) in meetings.SelectMany(meeting => Unmatched(meeting).Select(person => (meeting, person))).ToList())
        {
            var free = meeting["participants"]!.AsArray().OfType<JsonObject>().FirstOrDefault(other => other["person"] is null
                && organizations.GetValueOrDefault($"{person["person"]}", []).Contains($"{other["organization"]}"));

            if (free is not null)
            {
                meeting["participants"]!.AsArray().Remove(person);
                free["person"] = $"{person["person"]}";
            }
        }
    }

    private static IEnumerable<JsonObject> Unmatched(JsonObject meeting) =>
        (meeting["participants"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(p => p.ContainsKey("person") && !p.ContainsKey("organization")).ToList();

    private static JsonObject Of(string member, JsonNode value, string side) => new() { [member] = value, ["side"] = side };
}
