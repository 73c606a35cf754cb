namespace PartnershipTracker.Features.Imports;

/// <summary>The rows of a table of parts that belong to one root, and the item that they make of it.</summary>
internal sealed class PartGroup<T, TItem>(T root, IReadOnlyList<PartRow<TItem>> rows, JsonObject json, PartTable<T> table)
    where T : Root
    where TItem : class
{
    private readonly Dictionary<PartRow<TItem>, JsonObject> _parts = [];
    private readonly Dictionary<PartRow<TItem>, string?> _before = [];

    public T Root => root;

    /// <summary>The item of the root, which the rows change.</summary>
    public JsonObject Json => json;

    public TItem? Request { get; set; }

    public bool IsValid => rows.All(row => row.Faults.Count == 0);

    /// <summary>True when parts without a key were added, which may be equal to existing ones.</summary>
    public bool HasRowsWithoutKey => rows.Any(row => row.Part[table.Key] is null);

    private JsonArray Parts => (JsonArray)json[table.Member]!;

    /// <summary>Applies the changed cells of the rows to the existing parts, and adds the other parts.</summary>
    /// <param name="printed">The cells that the export has for the existing parts, by the key of their row.</param>
    public void Apply(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string?>> printed)
    {
        foreach (var row in rows)
        {
            var known = row.Part[table.Key] is { } key
                ? Parts.OfType<JsonObject>().FirstOrDefault(p => $"{p[table.Key]}".Equals($"{key}", StringComparison.OrdinalIgnoreCase))
                : null;
            _before[row] = known?.ToJsonString();
            _parts[row] = known ?? row.Part.DeepClone().AsObject();

            if (known is null)
            {
                Parts.Add((JsonNode)_parts[row]);
            }
            else
            {
                row.Faults = table.Mapping.Change(
                    known, row.Part, new(row.Row.Cells!, printed[PartTable<T>.KeyOf(root.IdText, $"{known[table.Key]}")]));
            }
        }
    }

    /// <summary>Drops the added parts that are equal to existing ones: their rows change nothing.</summary>
    /// <param name="whole">The item with its default values.</param>
    public void FindEqualParts(JsonObject whole)
    {
        var complete = ((JsonArray)whole[table.Member]!).OfType<JsonObject>().ToList();
        var added = _parts.Where(part => part.Value[table.Key] is null).Select(part => Parts.IndexOf(part.Value)).ToHashSet();
        var changed = _before.Where(row => row.Value is not null).Select(row => Parts.IndexOf(_parts[row.Key])).ToHashSet();
        var others = complete.Index().Where(p => !added.Contains(p.Index) && !changed.Contains(p.Index)).Select(p => p.Item).ToList();

        var seen = new HashSet<string>(StringComparer.Ordinal);

        foreach (var (row, part) in _parts.Where(part => part.Value[table.Key] is null).ToList())
        {
            var wanted = complete[Parts.IndexOf(part)];
            var stated = part.Where(member => member.Value is not null).Select(member => member.Key).ToList();

            if ((others.Find(other => IsSame(other, wanted, [.. wanted.Select(m => m.Key).Where(m => m != table.Key)]))
                ?? others.Find(other => IsSame(other, wanted, stated))) is { } same)
            {
                others.Remove(same);
                _before[row] = part.ToJsonString();
            }
            else if (!seen.Add(PartMatcher.WithoutId(wanted)))
            {
                row.Faults = [Fault.At("#", "repeated_row")];
            }
        }

        foreach (var (row, part) in _parts.Where(part => part.Value[table.Key] is null && _before[part.Key] is not null).ToList())
        {
            Parts.Remove(part);
        }
    }

    /// <summary>Returns true if two parts have the same values of some members.</summary>
    private static bool IsSame(JsonObject one, JsonObject other, IReadOnlyList<string> members) =>
        members.All(member => JsonNode.DeepEquals(one[member], other[member]));

    /// <summary>Assigns faults of the item to the rows whose parts they are about; those of the whole to the first row.</summary>
    public void Refuse(IReadOnlyList<Fault> faults)
    {
        foreach (var fault in faults)
        {
            var row = rows.FirstOrDefault(row => IsWithin(fault, Parts.IndexOf(_parts[row]))) ?? rows[0];
            row.Faults = [.. row.Faults, Within(fault, table, Parts.IndexOf(_parts[row]))];
        }
    }

    /// <summary>Sets the outcome of each row after the root was written.</summary>
    public void Complete(bool isChanged)
    {
        foreach (var row in rows)
        {
            row.Outcome = _before[row] is not { } before ? ImportOutcome.Create
                : isChanged && before != _parts[row].ToJsonString() ? ImportOutcome.Update
                : ImportOutcome.Unchanged;
        }
    }

    /// <summary>Returns a fault of an item as one of the part with an index; another one as a fault of the whole row.</summary>
    public static Fault Within(Fault fault, PartTable<T> table, int index)
    {
        var prefix = $"#/{table.Member}/{index}";

        return fault with
        {
            Pointer = fault.Pointer?.StartsWith(prefix, StringComparison.Ordinal) is true ? $"#{fault.Pointer[prefix.Length..]}" : "#",
        };
    }

    private bool IsWithin(Fault fault, int index) => fault.Pointer == $"#/{table.Member}/{index}"
        || fault.Pointer?.StartsWith($"#/{table.Member}/{index}/", StringComparison.Ordinal) is true;
}
