namespace PartnershipTracker.Resources.Tables;

/// <summary>
/// The columns of a list of parts, such as the positions of a person: the n-th values of all columns belong to the n-th part.
/// </summary>
/// <param name="Pointer">The JSON pointer of the list.</param>
/// <param name="Columns">The names of the columns, and the pointer of the member of a part that each shows.</param>
public sealed record PartColumns(string Pointer, params IReadOnlyList<(string Name, string Member)> Columns)
{
    private const string Id = "id";

    /// <summary>The members that tell parts with the same first member apart, such as the title of a position.</summary>
    public IReadOnlyList<string> Distinguishing { get; init; } = [];

    /// <summary>Returns the columns as one column of a table.</summary>
    public CsvColumn Column() => new([.. Columns.Select(c => c.Name)], Pointer, Read)
    {
        Apply = (existing, wanted, row) => Apply((JsonArray)existing!, (JsonArray)wanted!, row),
        Within = ColumnOf,
    };

    /// <summary>Reads the parts. Each cell lists as many values as the first one, or none at all.</summary>
    public JsonArray Read(IReadOnlyList<string?> cells)
    {
        var lists = cells.Select(Cells.Split).ToList();
        var count = lists.FirstOrDefault(list => list.Count > 0)?.Count ?? 0;
        var faults = Columns.Zip(lists).Where(c => c.Second.Count > 0 && c.Second.Count != count)
            .Select(c => Fault.At($"#/{c.First.Name}", "lists_differ", c.Second.Count, count)).ToList();

        return faults.Count > 0
            ? throw new ProblemException("unprocessable", faults)
            : [.. Enumerable.Range(0, count).Select(n => Part([.. lists.Select(list => list is [] || list[n] is "" ? null : list[n])]))];
    }

    /// <summary>
    /// Changes the existing parts to those that the row lists. A part is found by its id; without ids, by the members that the row has, or
    /// by its place if their number is the same. Members without a column keep their values. A row without ids of parts and of the whole
    /// changes the parts with the same first member, such as the stage of a collaboration, unless other members tell them apart, and adds
    /// the others: its sender may not know all.
    /// </summary>
    private JsonArray Apply(JsonArray existing, JsonArray wanted, RowCells row)
    {
        var members = Columns.Where(c => row.Has(c.Name)).Select(c => c.Member).ToList();
        var left = existing.Cast<JsonObject?>().ToList();
        var found = wanted.OfType<JsonObject>().Select(part => Take(left, known => part[Id] is { } id
            ? $"{known[Id]}" == $"{id}"
            : members.TrueForAll(m => m is "/id" || JsonNode.DeepEquals(JsonMembers.At(known, m), JsonMembers.At(part, m))))).ToList();

        if (!IsNamed(row) && row.Has(Columns[0].Name))
        {
            return Added(existing, [.. wanted.OfType<JsonObject>().Where((_, n) => found[n] is null)], left, members);
        }

        return
        [
            .. wanted.OfType<JsonObject>().Select((part, n) => Changed(
                found[n] ?? (part[Id] is null && wanted.Count == existing.Count ? left[n] : null), part, members)),
        ];
    }

    /// <summary>Returns the existing parts with others: each changes the first one left that is like it, or is new.</summary>
    private JsonArray Added(JsonArray existing, IReadOnlyList<JsonObject> others, List<JsonObject?> left, List<string> members)
    {
        var all = existing.OfType<JsonObject>().ToList();

        foreach (var part in others)
        {
            var known = Take(left, candidate => IsAlike(candidate, part));
            var changed = Changed(known, part, members);

            if (known is null)
            {
                all.Add(changed);
            }
            else
            {
                all[all.IndexOf(known)] = changed;
            }
        }

        return [.. all.Select(part => part.DeepClone())];
    }

    private static JsonObject Changed(JsonObject? known, JsonObject part, List<string> members)
    {
        var changed = known?.DeepClone().AsObject() ?? [];
        members.FindAll(m => m is not "/id" || part[Id] is not null)
            .ForEach(m => JsonMembers.Set(changed, m, JsonMembers.At(part, m)?.DeepClone()));

        return changed;
    }

    private bool IsAlike(JsonObject known, JsonObject part) =>
        JsonNode.DeepEquals(JsonMembers.At(known, Columns[0].Member), JsonMembers.At(part, Columns[0].Member))
        && Distinguishing.All(member => JsonMembers.At(known, member) is not { } there || JsonMembers.At(part, member) is not { } stated
            || JsonNode.DeepEquals(there, stated));

    /// <summary>Returns true for a row that states the id of the whole or of a part.</summary>
    private bool IsNamed(RowCells row) => Columns.Where(c => c.Member is "/id").Select(c => c.Name).Concat([Id, "externalId"])
        .Any(name => row.Cells.GetValueOrDefault(name) is not null);

    /// <summary>Returns the first part that matches, which is then no longer in its place.</summary>
    private static JsonObject? Take(List<JsonObject?> parts, Func<JsonObject, bool> matches)
    {
        var at = parts.FindIndex(part => part is not null && matches(part));
        var part = at < 0 ? null : parts[at];

        if (at >= 0)
        {
            parts[at] = null;
        }

        return part;
    }

    /// <summary>Creates a part. Without an id it is new, or an existing one that is equal to it.</summary>
    private JsonObject Part(IReadOnlyList<string?> values)
    {
        var part = new JsonObject();

        foreach (var ((_, member), value) in Columns.Zip(values).Where(c => c.Second is not null || c.First.Member is not "/id"))
        {
            JsonMembers.Set(part, member, value);
        }

        return part;
    }

    /// <summary>Returns the column that shows a member of a part, if possible one that the row has.</summary>
    private string ColumnOf(string pointer, IReadOnlyDictionary<string, string?> cells)
    {
        var rest = pointer[(Pointer.Length + 2)..];
        var member = rest.IndexOf('/', StringComparison.Ordinal) is >= 0 and var at ? rest[at..] : "/";

        return Columns
            .Where(c => c.Member.StartsWith(member, StringComparison.Ordinal) || member.StartsWith(c.Member, StringComparison.Ordinal))
            .OrderByDescending(c => cells.ContainsKey(c.Name)).FirstOrDefault(Columns[0]).Name;
    }
}
