namespace PartnershipTracker.Features.Collaborations;

/// <summary>
/// The columns of the stages of a collaboration. `stages` lists the history; `stage` is the present one. If it is not the last of `stages`,
/// it comes after them. A row without `stages` states the present stage, with its dates.
/// </summary>
internal static class CollaborationStages
{
    private const string Present = "stage";

    private static readonly PartColumns History = new(
        "/stages", ("stages", "/stage"), ("since", "/since"), ("reported", "/reported"), ("stageIds", "/id"));

    private static readonly CsvColumn OfHistory = History.Column();

    public static readonly CsvColumn[] Columns =
    [
        OfHistory with
        {
            Names = [.. OfHistory.Names, Present],
            Read = cells => History.Read([cells[0] ?? cells[^1], .. cells.Skip(1).SkipLast(1)]),
            Apply = (existing, wanted, row) => HasHistory(row) || !row.Has(Present)
                ? OfHistory.Apply!(existing, WithFollowing((JsonArray)existing!, (JsonArray)wanted!, row), row)
                : WithPresent((JsonArray)existing!, (JsonArray)wanted!, row),
            Within = (pointer, cells) => OfHistory.Within!(pointer, cells) is var name && cells.ContainsKey(name) ? name : Present,
        },
        CsvColumn.Text(Present, $"/{Present}") with { Apply = (_, wanted, row) => HasHistory(row) ? wanted?.DeepClone() : null },
    ];

    /// <summary>Returns the history of a row with its present stage, so that the same row changes nothing the second time.</summary>
    private static JsonArray WithFollowing(JsonArray existing, JsonArray history, RowCells row)
    {
        if (row.Cells.GetValueOrDefault(Present) is not { } present || (history is [.., JsonObject last] && $"{last[Present]}" == present))
        {
            return history;
        }

        var isKnown = existing is [.., JsonObject known] && $"{known[Present]}" == present;

        return
        [
            .. history.Select(stage => stage?.DeepClone()),
            isKnown ? existing[^1]!.DeepClone() : new JsonObject { [Present] = present },
        ];
    }

    private static bool HasHistory(RowCells row) => row.Cells.GetValueOrDefault("stages") is not null;

    /// <summary>Adds the present stage to the history, or changes the dates of the last entry if that is of the same stage.</summary>
    private static JsonArray WithPresent(JsonArray existing, JsonArray present, RowCells row)
    {
        var history = existing.DeepClone().AsArray();

        if (present is not [JsonObject stage])
        {
            return present.DeepClone().AsArray();
        }

        if (history[^1] is JsonObject last && $"{last[Present]}" == $"{stage[Present]}")
        {
            History.Columns.Where(c => row.Has(c.Name) && c.Name is "since" or "reported").ToList()
                .ForEach(c => JsonMembers.Set(last, c.Member, JsonMembers.At(stage, c.Member)?.DeepClone()));
        }
        else
        {
            history.Add(stage.DeepClone());
        }

        return history;
    }
}
