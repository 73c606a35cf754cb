using PartnershipTracker.Features.Search;

namespace PartnershipTracker.Features.Imports;

/// <summary>
/// The lookup of references that a file states by name: a Korean or English name or an alias, compared as in a search, also with a legal
/// form, a title, quotation marks, or the name in the other language in brackets. A weak alias or an ambiguous name is refused with the
/// candidates. An unknown name is refused with the most similar one.
/// </summary>
internal sealed class NameResolver(TrackerDb db, ResourceNouns nouns)
{
    /// <summary>The lowest similarity, from 0 to 1, of a name that an error suggests.</summary>
    private const double MinSimilarity = 0.3;

    /// <summary>The largest number of candidates that an error lists.</summary>
    private const int MaxCandidates = 10;

    private readonly Dictionary<(string Kind, string Name), Fault> _faults = [];

    private sealed record Near(string Asked, string Id, string Text);

    /// <summary>Replaces the names in the items by keys.</summary>
    /// <returns>The existing resources that the items refer to.</returns>
    public async Task<KnownReferences> Resolve<T, TRequest>(
        IReadOnlyList<ImportItem<TRequest>> items, Action<ImportItem<TRequest>> read, CancellationToken cancellation)
        where T : IResource
        where TRequest : class, IWriteRequest<T>
    {
        _faults.Clear();
        var references = items.SelectMany(References<T, TRequest>).ToList();
        var known = await db.Find(references, cancellation);
        var own = items.Select(item => item.Id).ToHashSet();
        var unknown = references
            .Where(r => IsNamed(r.Kind) && r.Address.Length <= Rules.ShortText && !known.Has(r, null)
                && !(KindsOf(r.Kind).Contains(T.Resource) && own.Contains(r.Address)))
            .Select(r => (r.Kind, r.Address)).Distinct().ToList();
        var keys = new Dictionary<(string, string), string>();

        foreach (var kind in unknown.GroupBy(u => u.Kind, u => u.Address))
        {
            await LookUp(kind.Key, [.. kind], keys, cancellation);
        }

        if (keys.Count == 0)
        {
            return known;
        }

        foreach (var item in items)
        {
            Replace<T, TRequest>(item, keys, read);
        }

        return await db.Find([.. items.Where(item => item.IsReadable).SelectMany(References<T, TRequest>)], cancellation);
    }

    /// <summary>Returns the fault of an unknown or ambiguous reference.</summary>
    public Fault Explain(ResourceReference reference, KnownReferences known) =>
        !known.IsOfOtherKind(reference) && _faults.TryGetValue((reference.Kind, reference.Address), out var fault)
            ? fault with { Pointer = reference.Pointer }
            : known.Unknown(reference, nouns);

    private static IEnumerable<ResourceReference> References<T, TRequest>(ImportItem<TRequest> item)
        where TRequest : class, IWriteRequest<T> => item.Request!.References().Where(r => r.Address is not null);

    private bool IsNamed(string kind) => kind is not ResourceReference.OwnParts && !db.AreRecords(kind);

    private static string[] KindsOf(string kind) => kind is ResourceReference.Organizations ? ["companies", "affiliates"] : [kind];

    private static void Replace<T, TRequest>(
        ImportItem<TRequest> item, Dictionary<(string, string), string> keys, Action<ImportItem<TRequest>> read)
        where TRequest : class, IWriteRequest<T>
    {
        var replaced = false;

        foreach (var reference in References<T, TRequest>(item))
        {
            if (keys.TryGetValue((reference.Kind, reference.Address), out var key))
            {
                var steps = reference.Pointer.Split('/')[1..];
                var parent = steps[..^1].Aggregate((JsonNode)item.Json, (node, step) => node is JsonArray list
                    ? list[int.Parse(step, CultureInfo.InvariantCulture)]! : node[step]!);
                Set(parent, steps[^1], key);
                replaced = true;
            }
        }

        if (replaced)
        {
            read(item);
        }
    }

    private static void Set(JsonNode parent, string step, string key)
    {
        if (parent is JsonArray list)
        {
            list[int.Parse(step, CultureInfo.InvariantCulture)] = key;
        }
        else
        {
            parent[step] = key;
        }
    }

    private async Task LookUp(
        string kind, List<string> names, Dictionary<(string, string), string> keys, CancellationToken cancellation)
    {
        var letters = names.ToDictionary(name => name, Letters.Of, StringComparer.Ordinal);
        var forms = names.ToDictionary(
            name => name, name => NameForms.Of(name, kind).Select(Letters.Of).ToList(), StringComparer.Ordinal);
        var kinds = KindsOf(kind);
        string[] wanted = [.. letters.Values.Concat(forms.Values.SelectMany(form => form)).Where(l => l.Length > 0).Distinct()];
        var found = (await db.SearchNames.Where(n => kinds.Contains(n.Resource) && wanted.Contains(n.Letters))
            .AsNoTracking().ToListAsync(cancellation)).ToLookup(n => n.Letters, StringComparer.Ordinal);
        var unknown = new List<string>();

        foreach (var name in names)
        {
            // As it is written, or else by its forms, such as a name and the same in brackets: all must mean the same.
            var readings = (found.Contains(letters[name]) ? [letters[name]] : forms[name]).ConvertAll(form => found[form].ToList());
            var owners = readings.SelectMany(reading => reading).Select(n => n.Id).Distinct().ToList();

            if (readings.Count == 0 || readings.Exists(reading => reading.Count == 0))
            {
                unknown.Add(name);
            }
            else if (owners is [var only] && readings.Exists(reading => reading.Exists(n => n.Kind is not NameKind.WeakAlias)))
            {
                keys[(kind, name)] = only;
            }
            else
            {
                _faults[(kind, name)] = Ambiguous(name, owners);
            }
        }

        await FindLonger(kind, unknown, forms, keys, cancellation);
        unknown.RemoveAll(name => keys.ContainsKey((kind, name)) || _faults.ContainsKey((kind, name)));
        await FindNearest(kind, unknown, letters, cancellation);
        await FindOtherKind(kind, unknown, forms, cancellation);
    }

    /// <summary>Finds names that the register has with a legal form or a title, which the asked ones leave out or have otherwise.</summary>
    private async Task FindLonger(
        string kind, List<string> names, Dictionary<string, List<string>> forms, Dictionary<(string, string), string> keys,
        CancellationToken cancellation)
    {
        var (kinds, asked) = (KindsOf(kind), names.SelectMany(name => forms[name]).Distinct().ToArray());
        var longer = asked.Length == 0 ? [] : await db.Database.SqlQuery<Near>(
            $"""
            SELECT asked, id, text FROM unnest({asked}) asked
            JOIN search_names ON letters LIKE '%' || asked || '%' AND resource = ANY ({kinds}) AND kind <> 'weak_alias'
            """).ToListAsync(cancellation);

        foreach (var name in names)
        {
            var owners = longer.Where(n => forms[name].Contains(n.Asked)).GroupBy(n => n.Id)
                .Where(own => !forms[name].Except(own.SelectMany(n => NameForms.Of(n.Text, kind)).Select(Letters.Of)).Any())
                .Select(own => own.Key).ToList();

            if (owners is [var only])
            {
                keys[(kind, name)] = only;
            }
            else if (owners.Count > 1)
            {
                _faults[(kind, name)] = Ambiguous(name, owners);
            }
        }
    }

    private static Fault Ambiguous(string name, IEnumerable<string> owners) =>
        new("ambiguous_reference", name, string.Join(", ", owners.Order(StringComparer.Ordinal).Take(MaxCandidates)));

    /// <summary>Explains names of the other side: those of companies among the affiliates, and the reverse.</summary>
    private async Task FindOtherKind(
        string kind, List<string> names, Dictionary<string, List<string>> forms, CancellationToken cancellation)
    {
        var others = KindsOf(ResourceReference.Organizations).Except(KindsOf(kind)).ToArray();

        if (others.Length != 1 || names.Count == 0)
        {
            return;
        }

        string[] wanted = [.. names.SelectMany(name => forms[name].Prepend(Letters.Of(name))).Distinct()];
        var found = (await db.SearchNames.Where(n => n.Resource == others[0] && wanted.Contains(n.Letters))
            .AsNoTracking().ToListAsync(cancellation)).ToLookup(n => n.Letters, StringComparer.Ordinal);

        foreach (var name in names)
        {
            if (forms[name].Prepend(Letters.Of(name)).SelectMany(form => found[form]).FirstOrDefault() is { } other)
            {
                var hint = Messages.Fault("name_of_other_kind", nouns.Of(others[0]), other.Id);
                _faults[(kind, name)] = new Fault("unknown_reference", nouns.Of(kind), name, hint);
            }
        }
    }

    private async Task FindNearest(
        string kind, List<string> names, Dictionary<string, string> letters, CancellationToken cancellation)
    {
        var (kinds, asked) = (KindsOf(kind), names.Select(name => letters[name]).Distinct().ToArray());
        var near = asked.Length == 0 ? [] : await db.Database.SqlQuery<Near>(
            $"""
            SELECT asked, nearest.id, nearest.text FROM unnest({asked}) asked CROSS JOIN LATERAL (
                SELECT id, text, similarity(letters, asked) AS likeness FROM search_names WHERE resource = ANY ({kinds})
                ORDER BY likeness DESC, id, text LIMIT 1) nearest
            WHERE likeness >= {MinSimilarity}
            """).ToDictionaryAsync(n => n.Asked, StringComparer.Ordinal, cancellation);

        foreach (var name in names)
        {
            var hint = near.TryGetValue(letters[name], out var nearest)
                ? Messages.Fault("nearest", nearest.Id, nearest.Text)
                : "";
            _faults[(kind, name)] = new Fault("unknown_reference", nouns.Of(kind), name, hint);
        }
    }
}
