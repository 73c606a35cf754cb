namespace PartnershipTracker.Features.Meetings;

/// <summary>
/// The participants and area links of a new meeting, read from a row that states them: each affiliate is a participant on our side, each
/// company on theirs, and each party in words a third party. A row of an export is different: its columns sum up the participants and the
/// area links, which have tables of their own, so nothing is read from them.
/// </summary>
internal static class ParticipantMatcher
{
    private const string People = "#/people";

    /// <summary>Reads the participants from the cells of people, parties (Korean and English), affiliates and companies.</summary>
    public static JsonArray Participants(IReadOnlyList<string?> cells)
    {
        var (ko, en) = (Cells.Split(cells[1]), Cells.Split(cells[2]));

        return
        [
            .. CsvColumns.Values(cells[3]).Select(key => Of("organization", key, "ours")),
            .. CsvColumns.Values(cells[4]).Select(key => Of("organization", key, "theirs")),
            .. Enumerable.Range(0, Math.Max(ko.Count, en.Count)).Select(n => Of(
                "party", new JsonObject { ["ko"] = At(ko, n), ["en"] = At(en, n) }, "third_party")),
            .. CsvColumns.Values(cells[0]).Select(key => Of("person", key, "third_party")),
        ];
    }

    /// <summary>Returns the column of a participant: the affiliates come first, then the companies, the parties and the people.</summary>
    public static string ColumnOf(string pointer, IReadOnlyDictionary<string, string?> cells)
    {
        var (steps, parties) = (pointer.Split('/'), cells.ContainsKey("partiesEn") ? "partiesEn" : "partiesKo");
        var columns = new[] { "affiliates", "companies", parties }
            .SelectMany(name => Enumerable.Repeat(name, Cells.Split(cells.GetValueOrDefault(name)).Count));

        return steps is [_, _, var index, ..] && !steps.Contains("person") && int.TryParse(index, CultureInfo.InvariantCulture, out var n)
            ? columns.ElementAtOrDefault(n) ?? "people"
            : "people";
    }

    /// <summary>Reads the area links from the cells of areas, bases, affiliates and companies.</summary>
    public static JsonArray Areas(IReadOnlyList<string?> cells)
    {
        var (areas, bases) = (Cells.Split(cells[0]), Cells.Split(cells[1]));

        return bases.Count > 0 && bases.Count != areas.Count
            ? throw new ProblemException("unprocessable", Fault.At("#/bases", "lists_differ", bases.Count, areas.Count))
            : [.. areas.Select((area, n) => new JsonObject
            {
                ["area"] = area,
                ["affiliates"] = new JsonArray([.. CsvColumns.Values(cells[2])]),
                ["companies"] = new JsonArray([.. CsvColumns.Values(cells[3])]),
                ["basis"] = At(bases, n) ?? "inferred",
            })];
    }

    /// <summary>Completes new meetings: each row states its participants and area links itself, or leaves them to other tables.</summary>
    public static async Task Complete(TrackerDb db, IReadOnlyList<NewRow> rows, CancellationToken cancellation)
    {
        foreach (var row in rows)
        {
            Unite(row);
            LeaveToOtherTable(row, "participants", MeetingPartTables.OfParticipants);
            LeaveToOtherTable(row, "areas", MeetingPartTables.OfAreas);

            if (PartsOf(row, "areas").Any(link => new[] { link["affiliates"], link["companies"] }.Any(n => n is JsonArray { Count: > 1 })))
            {
                row.Faults.Add(Fault.At("#/areas", "ambiguous_links", MeetingPartTables.OfAreas));
            }
        }

        var keys = rows.SelectMany(Unseated).Select(p => $"{p["person"]}").Distinct().ToArray();
        var people = keys.Length == 0 ? [] : await db.People.Where(p => keys.Contains(p.Id)).AsNoTracking()
            .ToDictionaryAsync(p => p.Id, p => p.Positions, StringComparer.Ordinal, cancellation);

        foreach (var row in rows)
        {
            Unseated(row).Where(person => people.ContainsKey($"{person["person"]}")).ToList()
                .ForEach(person => Seat(row, person, people[$"{person["person"]}"]));
        }
    }

    /// <summary>Unites the parties that a row names twice, by two names.</summary>
    private static void Unite(NewRow row)
    {
        foreach (var list in PartsOf(row, "areas").SelectMany(link => new[] { link["affiliates"], link["companies"] })
            .Append(row.Item["participants"]).OfType<JsonArray>())
        {
            var repeated = list.Except(list.DistinctBy(item => item?.ToJsonString())).ToList();
            repeated.ForEach(item => list.Remove(item));
        }
    }

    /// <summary>
    /// Removes the parts of a row that counts them, as an export does, and therefore only sums them up. If there are some, their own table
    /// must be in the same file, or the meeting would lose them without a word.
    /// </summary>
    private static void LeaveToOtherTable(NewRow row, string member, string table)
    {
        var column = member is "areas" ? "areaLinks" : member;

        if (row.Cells.GetValueOrDefault(column) is not { } count)
        {
            return;
        }

        row.Item.Remove(member);

        if (count is not "0" && !row.HasTable(table))
        {
            row.Faults.Add(Fault.At($"#/{column}", "in_other_table", count, table));
        }
    }

    /// <summary>
    /// Makes a person represent the organization of the row at which they held a position. A second person of an organization is a
    /// participant beside the first.
    /// </summary>
    private static void Seat(NewRow row, JsonObject person, IReadOnlyList<People.Position> positions)
    {
        var all = row.Item["participants"]!.AsArray();
        var date = FuzzyDate.TryParse($"{row.Item["date"]}", out var known, out _) ? known : null;
        var held = positions.Where(p => date is null || IsHeld(p, date)).Select(p => p.OrganizationId).ToHashSet(StringComparer.Ordinal);
        var seats = PartsOf(row, "participants").Where(p => held.Contains($"{p["organization"]}"))
            .DistinctBy(p => $"{p["organization"]}").ToList();

        if (seats is not [var seat])
        {
            var organizations = seats.Count > 0
                ? seats.Select(s => $"{s["organization"]}")
                : positions.Select(p => p.OrganizationId + (p.From, p.To) switch
                {
                    (null, null) => "",
                    var (from, to) => $" ({from?.Edtf ?? ".."}/{to?.Edtf ?? ".."})",
                }).Distinct();
            row.Faults.Add(Fault.At(
                People, seats.Count > 0 ? "two_seats" : "no_seat", $"{person["person"]}", MeetingPartTables.OfParticipants,
                string.Join(", ", organizations)));
        }
        else if (seat["person"] is null)
        {
            all.Remove(person);
            seat["person"] = $"{person["person"]}";
        }
        else
        {
            (person["organization"], person["side"]) = ($"{seat["organization"]}", $"{seat["side"]}");
        }
    }

    /// <summary>Returns true if the position may have been held on the date.</summary>
    private static bool IsHeld(People.Position position, FuzzyDate date) =>
        date.IsUnknown || !(position.To?.Latest < date.Earliest || position.From?.Earliest > date.Latest);

    private static IEnumerable<JsonObject> PartsOf(NewRow row, string member) =>
        (row.Item[member] as JsonArray ?? []).OfType<JsonObject>();

    private static List<JsonObject> Unseated(NewRow row) =>
        [.. PartsOf(row, "participants").Where(p => p.ContainsKey("person") && !p.ContainsKey("organization"))];

    private static string? At(IReadOnlyList<string> values, int index) =>
        values.ElementAtOrDefault(index) is { Length: > 0 } value ? value : null;

    private static JsonObject Of(string member, JsonNode value, string side) => new() { [member] = value, ["side"] = side };
}
