namespace PartnershipTracker.Features.Erasure;

/// <summary>The rows that keep former states: the change log, and the results of imports. The person in them is replaced.</summary>
internal sealed class PastRows(TrackerDb db, string key, string erased, string[] patterns)
{
    private const int BatchSize = 500;

    /// <summary>A row of a log with a text in JSON.</summary>
    private sealed record Row(long Sequence, string Resource, string ResourceId, string Image);

    private sealed record ResultRow(Guid Id, string Result);

    private sealed record ImportRow(
        Guid ImportId, int Line, int Number, string? ResourceId, string? Changes, string? Errors, string? Cells);

    public async Task<int> EraseChanges(CancellationToken cancellation)
    {
        var (count, last) = (0, 0L);

        while (await NextAfter(last, cancellation) is { Count: > 0 } rows)
        {
            foreach (var row in rows)
            {
                var image = JsonNode.Parse(row.Image)!.AsObject();
                Erase(row.Resource, row.ResourceId, image);
                var (text, id) = (image.ToJsonString(ApiJson.Options), IsPerson(row.Resource, row.ResourceId) ? erased : row.ResourceId);
                await db.Database.ExecuteSqlAsync(
                    $"UPDATE changes SET image = {text}::json, resource_id = {id} WHERE sequence = {row.Sequence}", cancellation);
            }

            (count, last) = (count + rows.Count, rows[^1].Sequence);
        }

        return count;
    }

    /// <summary>Replaces the key and the names in the results of imports, which name items and say what was wrong with them.</summary>
    public async Task<int> EraseResults(CancellationToken cancellation)
    {
        var rows = await db.Database.SqlQuery<ResultRow>(
            $"SELECT id, result::text AS result FROM operations WHERE result::jsonb::text ~* ANY ({patterns})").ToListAsync(cancellation);

        foreach (var row in rows)
        {
            var result = Replaced(JsonNode.Parse(row.Result))!.ToJsonString(ApiJson.Options);
            await db.Database.ExecuteSqlAsync($"UPDATE operations SET result = {result}::json WHERE id = {row.Id}", cancellation);
        }

        return rows.Count;
    }

    /// <summary>Replaces the key and the names in the rows of imports.</summary>
    public async Task<int> EraseRows(CancellationToken cancellation)
    {
        var rows = await db.Database.SqlQuery<ImportRow>(
            $"""
            SELECT import_id, line, number, resource_id, changes::text AS changes, errors::text AS errors, cells::text AS cells
            FROM import_rows
            WHERE (resource, resource_id) = ('people', {key})
                OR concat_ws(' ', changes::jsonb, errors::jsonb, cells::jsonb) ~* ANY ({patterns})
            """).ToListAsync(cancellation);

        foreach (var row in rows)
        {
            var id = row.ResourceId == key ? erased : row.ResourceId;
            await db.Database.ExecuteSqlAsync(
                $"""
                UPDATE import_rows SET resource_id = nullif({id ?? ""}, ''), changes = nullif({Replaced(row.Changes)}, '')::json,
                    errors = nullif({Replaced(row.Errors)}, '')::json, cells = nullif({Replaced(row.Cells)}, '')::json
                WHERE import_id = {row.ImportId} AND line = {row.Line} AND number = {row.Number}
                """,
                cancellation);
        }

        return rows.Count;
    }

    private string Replaced(string? json) => json is null ? "" : Replaced(JsonNode.Parse(json))!.ToJsonString(ApiJson.Options);

    private Task<List<Row>> NextAfter(long last, CancellationToken cancellation) => db.Database.SqlQuery<Row>(
        $"""
        SELECT sequence, resource, resource_id, image::text AS image FROM changes
        WHERE sequence > {last} AND (image::text LIKE '%' || {key} || '%' OR (resource, resource_id) = ('people', {key}))
        ORDER BY sequence LIMIT {BatchSize}
        """).ToListAsync(cancellation);

    private bool IsPerson(string resource, string id) => resource is "people" && id == key;

    /// <summary>Replaces the person in a former response. Only these members refer to people.</summary>
    private void Erase(string resource, string id, JsonObject image)
    {
        switch (resource)
        {
            case "people" when IsPerson(resource, id):
                Set(image, "id");
                Set(image["name"], "ko", "en");
                image["aliases"] = new JsonArray();
                Each(image["positions"], position => Set(position["title"], "ko", "en"));
                break;
            case "meetings":
                Each(image["participants"], participant =>
                {
                    if (Names(participant["person"]))
                    {
                        Set(participant, "person", "statedTitle");
                    }
                });
                break;
            case "trips" when Names(image["traveller"]):
                Set(image, "traveller");
                break;
            case "citations" when Names(image["target"]?["id"]):
                Set(image["target"], "id");
                break;
            case "feeds" when image["query"] is JsonValue query:
                image["query"] = NamingTexts.Replace(query.GetValue<string>(), NamingTexts.Whole(key), erased);
                break;
        }
    }

    private bool Names(JsonNode? member) => member is JsonValue value && value.TryGetValue<string>(out var text) && text == key;

    /// <summary>Replaces those of the members that are not null.</summary>
    private void Set(JsonNode? parent, params string[] members)
    {
        foreach (var member in members.Where(m => parent?[m] is not null))
        {
            parent![member] = erased;
        }
    }

    private static void Each(JsonNode? items, Action<JsonObject> change) =>
        (items as JsonArray)?.OfType<JsonObject>().ToList().ForEach(change);

    private JsonNode? Replaced(JsonNode? node) => node switch
    {
        JsonObject parent => new JsonObject(parent.Select(m => KeyValuePair.Create(m.Key, Replaced(m.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Replaced)]),
        JsonValue value when value.TryGetValue<string>(out var text) =>
            patterns.Aggregate(text, (all, pattern) => NamingTexts.Replace(all, pattern, erased)),
        _ => node?.DeepClone(),
    };
}
