namespace PartnershipTracker.Features.Imports;

/// <summary>
/// The import of hundreds of rows of parts at once. The rows of one root are written together, as one version of it. When a row is refused,
/// the other rows of its root are tried again without it.
/// </summary>
internal sealed class PartBatch<T, TItem, TResponse>(
    ImportDefinition<T, TItem, TResponse> definition, PartTable<T> table, Importer import)
    where T : Root, IResource, new()
    where TItem : class, IWriteRequest<T>, IFrom<T, TItem>
    where TResponse : IFrom<T, TResponse>
{
    private readonly HashSet<Guid> _seen = [];

    public async Task Process(IReadOnlyList<PartRow<TItem>> rows, CancellationToken cancellation)
    {
        for (var open = Open(rows); open.Count > 0; open = Open(rows))
        {
            var refused = await InSavepoint.Run(import.Db, () => Try(open, cancellation), cancellation);

            if (refused.Count > 0 && open is [var only])
            {
                (only.Outcome, only.Faults) = (null, refused);
            }
            else if (refused.Count > 0)
            {
                open.ForEach(row => row.Outcome = null);

                foreach (var half in open.Chunk((open.Count + 1) / 2))
                {
                    await Process(half, cancellation);
                }
            }
        }
    }

    private static List<PartRow<TItem>> Open(IEnumerable<PartRow<TItem>> rows) => [.. rows.Where(row => row.IsOpen)];

    private async Task Try(List<PartRow<TItem>> rows, CancellationToken cancellation)
    {
        import.Changes.Discard();
        rows.ForEach(row => Read(row.Item));
        var references = await import.Names.Resolve<T, TItem>(
            [.. rows.Select(row => row.Item).Where(item => item.IsReadable)], Read, cancellation);
        rows.ForEach(row => row.Faults = [.. FaultsOf(row.Item, references)]);
        var roots = await FindRoots(Open(rows), cancellation);
        var printed = await table.Mapping.Print(import.Db, [.. roots.Values.Distinct()], cancellation);
        var groups = Open(rows).GroupBy(row => roots[row])
            .Select(group => new PartGroup<T, TItem>(group.Key, [.. group], definition.Write(group.Key), table)).ToList();
        groups.ForEach(group => Prepare(group, printed));

        foreach (var group in groups.Where(group => group.IsValid))
        {
            await Write(group, cancellation);
        }

        await import.Changes.Flush(cancellation);
    }

    private void Read(ImportItem<TItem> item) => (item.Request, item.Faults) = TolerantReader.Read(item.Json, definition.Read);

    /// <summary>
    /// Finds, locks and loads the roots of rows. A root that is hidden from the caller is as unknown as one that does not exist.
    /// </summary>
    private async Task<Dictionary<PartRow<TItem>, T>> FindRoots(List<PartRow<TItem>> rows, CancellationToken cancellation)
    {
        var byExternalId = await import.Db.ByExternalId<T>(
            [.. rows.Where(row => row.Cell(table.Root) is null).Select(row => row.Cell(table.RootExternalId)).OfType<string>().Distinct()],
            cancellation);
        var ids = rows.ToDictionary(row => row, row => row.Cell(table.Root) is { } id
            ? RootQueries.IdOf<T>(id)?.ToString()
            : byExternalId.GetValueOrDefault(row.Cell(table.RootExternalId) ?? ""));
        var existing = await import.Db.Lock<T>(ids.Values.OfType<string>().Distinct(), cancellation);
        var known = await import.Db.Load<T>(existing, cancellation);

        foreach (var row in rows)
        {
            (row.Item.IdText, row.Item.Label) = ids[row] is { } root && known.TryGetValue(root, out var found)
                ? (root, AccessLabel.Of(found))
                : (null, null);
            row.Faults = ids[row] is { } id && known.ContainsKey(id) ? Duplicate(row, id) : [Unknown(row)];
        }

        return Open(rows).ToDictionary(row => row, row => known[ids[row]!]);
    }

    private Fault Unknown(PartRow<TItem> row)
    {
        var (column, address) = row.Cell(table.Root) is { } id ? (table.Root, id) : (table.RootExternalId, row.Cell(table.RootExternalId));

        return address is null
            ? Fault.At($"#/{table.Root}", "required")
            : Fault.At($"#/{column}", "unknown_reference", import.Nouns.Of(T.Resource), address, "");
    }

    private Fault[] Duplicate(PartRow<TItem> row, string root)
    {
        if (row.IsCheckedForDuplicates || row.Part[table.Key] is not { } key)
        {
            return [];
        }

        row.IsCheckedForDuplicates = true;

        return _seen.Add(ImportItem<TItem>.HashOf(PartTable<T>.KeyOf(root, $"{key}")))
            ? []
            : [Fault.At($"#/{table.Key}", "duplicate_item", $"{key}")];
    }

    /// <summary>Applies the rows of a root to its item, and checks the result.</summary>
    private void Prepare(PartGroup<T, TItem> group, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string?>> printed)
    {
        group.Apply(printed);
        Check(group);

        if (group.IsValid && group.HasRowsWithoutKey)
        {
            var wanted = new T();
            group.Request!.ApplyTo(wanted);
            group.FindEqualParts(definition.Write(wanted));
            Check(group);
        }
    }

    private void Check(PartGroup<T, TItem> group)
    {
        (group.Request, var faults) = InSavepoint.Catch(() => definition.Read(group.Json));
        group.Refuse(faults);

        if (group.Request is { } request)
        {
            group.Refuse(InSavepoint.Catch(() => import.Check(request)).Faults);
        }
    }

    private async Task Write(PartGroup<T, TItem> group, CancellationToken cancellation)
    {
        var version = group.Root.Version;
        var (_, refused) = await InSavepoint.Catch(() =>
            import.Changes.Update<T, TItem, TResponse>(group.Root, group.Request!, cancellation));

        if (refused.Count > 0)
        {
            group.Refuse(refused);
            import.Db.Forget(group.Root);
        }
        else
        {
            group.Complete(group.Root.Version != version);
        }
    }

    /// <summary>Returns the faults of a part that cannot be read, or that refers to something unknown.</summary>
    private IEnumerable<Fault> FaultsOf(ImportItem<TItem> item, KnownReferences references) => item.Faults
        .Concat((item.Request?.References() ?? []).Where(r => r.Address is not null && !references.Has(r, null))
            .Select(r => import.Names.Explain(r, references)))
        .Select(fault => PartGroup<T, TItem>.Within(fault, table, 0));
}
