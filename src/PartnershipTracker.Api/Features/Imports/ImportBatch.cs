namespace PartnershipTracker.Features.Imports;

/// <summary>
/// The import of hundreds of items at once. A few statements read everything that the items need from the register, and one statement
/// writes all changes. When the database refuses a batch, each half is tried alone, until only the refused items are left out.
/// </summary>
internal sealed class ImportBatch<T, TRequest, TResponse>(ImportDefinition<T, TRequest, TResponse> definition, Importer import)
    where T : Root, IResource, new()
    where TRequest : class, IWriteRequest<T>, IFrom<T, TRequest>
    where TResponse : IFrom<T, TResponse>
{
    /// <summary>The largest size of the items that wait, in bytes of the file. They are kept in memory.</summary>
    private const int MaxWaiting = 16 * 1024 * 1024;

    private readonly HashSet<Guid> _seen = [];
    private readonly ItemMatcher<T, TRequest, TResponse> _matcher = new(definition, import);
    private readonly ItemRecorder<T, TRequest, TResponse> _recorder = new(
        T.Resource, definition.Table is { } table ? table.Place : null, import);
    private bool _mayWait;

    /// <summary>The items that refer to items of their own collection that do not exist yet.</summary>
    public List<ImportItem<TRequest>> Waiting { get; } = [];

    /// <summary>True when no further items follow that a waiting item could refer to.</summary>
    public bool IsLast { get; set; }

    /// <summary>The ids of the items that are part of a cycle of references.</summary>
    public IReadOnlySet<string> Cycles { get; set; } = new HashSet<string>(StringComparer.Ordinal);

    public async Task Process(IReadOnlyList<ImportItem<TRequest>> items, CancellationToken cancellation)
    {
        var faults = await InSavepoint.Run(import.Db, () => Try(items, cancellation), cancellation);

        if (items.Count == 1 && faults.Any(IsOfAnother))
        {
            faults = await InSavepoint.Run(import.Db, () => Try(items, cancellation), cancellation);
        }

        if (faults.Count == 0)
        {
            Waiting.AddRange(items.Where(item => item.IsWaiting));
            await _recorder.Record([.. items.Where(item => !item.IsWaiting)], cancellation);
        }
        else if (items is [var only])
        {
            (only.Faults, only.Outcome) = (faults, null);
            await _recorder.Record(items, cancellation);
        }
        else
        {
            foreach (var half in items.Chunk((items.Count + 1) / 2))
            {
                await Process(half, cancellation);
            }
        }
    }

    /// <summary>
    /// Returns true if another request may have caused a refusal by the database, after the attempt had read the register. The next attempt
    /// then sees what the other one has committed.
    /// </summary>
    private static bool IsOfAnother(Fault fault) => fault.Code is "taken" or "gone_meanwhile";

    private async Task Try(IReadOnlyList<ImportItem<TRequest>> items, CancellationToken cancellation)
    {
        import.Changes.Discard();
        _mayWait = !IsLast && Waiting.Sum(item => item.Row.Size) < MaxWaiting;

        foreach (var item in items)
        {
            item.Begin();
            Read(item);
        }

        // Items with faults are matched and checked too, as far as they can be read, so that all their faults are found.
        var references = await import.Names.Resolve<T, TRequest>(Readable(items), Read, cancellation);
        await _matcher.Identify(Readable(items), cancellation);
        var identified = Readable(items).FindAll(item => item.IdText is not null);
        RefuseDuplicates(identified);
        await KeyProposals.RefuseTaken(import.Db, T.Resource, Valid(identified), import.Nouns, cancellation);
        var known = await _matcher.Find(identified, cancellation);
        identified.ForEach(item => item.Label = known.Roots.TryGetValue(item.IdText!, out var root) ? AccessLabel.Of(root) : null);
        var isCompleted = await _matcher.Complete(Readable(items), known.Roots, Read, cancellation);
        references = isCompleted
            ? await import.Db.Find([.. Readable(items).SelectMany(item => References(item.Request!))], cancellation)
            : references;

        if (definition.Lock is { } lockRows)
        {
            await lockRows(import.Db, [.. Valid(items).Select(item => item.Request!).Where(IsComplete)], cancellation);
        }

        foreach (var item in Readable(items))
        {
            await Import(item, references, known, cancellation);
        }

        await import.Changes.Flush(cancellation);
    }

    /// <summary>Returns true if the request breaks no rule of its validator.</summary>
    private bool IsComplete(TRequest request) => InSavepoint.Catch(() => import.Check(request)).Faults.Count == 0;

    private void Read(ImportItem<TRequest> item)
    {
        if (item.IsParsed)
        {
            (item.Request, item.Faults) = TolerantReader.Read(item.Json, definition.Read);
        }
    }

    private void RefuseDuplicates(IReadOnlyList<ImportItem<TRequest>> items)
    {
        foreach (var item in items.Where(item => item.ComparedIdText != item.IdText))
        {
            var isFirst = item.ComparedIdText is null;
            item.ComparedIdText = item.IdText;

            if (!_seen.Add(ImportItem<TRequest>.HashOf(item.IdText!)) || (isFirst
                && item is { Id: null, ExternalId: { } other } && !_seen.Add(ImportItem<TRequest>.HashOf($"external/{other}"))))
            {
                item.Refuse(Fault.At(item.Id is null && item.ExternalId is not null ? "#/externalId" : "#/id",
                    "duplicate_item", item.Id ?? item.ExternalId ?? item.IdText) with
                {
                    Hint = item.Id is null && item.ExternalId is null ? Messages.Fault(definition.RepeatedItem) : null,
                });
            }
        }
    }

    private async Task Import(
        ImportItem<TRequest> item, KnownReferences references, KnownRoots<T> known, CancellationToken cancellation)
    {
        List<Fault> unreadable = [.. item.FinalFaults, .. item.Faults];
        var unknown = References(item.Request!).Where(r => !references.Has(r, null)).ToList();
        var broken = InSavepoint.Catch(() => import.Check(item.Request!)).Faults
            .Where(f => unknown.TrueForAll(r => r.Pointer != f.Pointer)
                && !unreadable.Exists(u => TolerantReader.Follows(f, u) || (item.Row.Cells is not null && PlaceOf(f) == PlaceOf(u))))
            .ToList();
        item.IsWaiting = item.IsValid && broken.Count == 0 && unknown.Count > 0 && _mayWait
            && unknown.TrueForAll(r => IsOfCollection(r.Kind));
        item.Faults = [.. item.Faults, .. broken, .. unknown.Select(r => Explain(item, r, references))];

        string? PlaceOf(Fault fault) => definition.Table!.Place(fault.Pointer, item.Row.Cells!);

        if (!item.IsValid)
        {
            return;
        }

        if (definition.Upsert is { } upsert)
        {
            item.Outcome = await upsert(import.Services, item.IdText!, item.Request!, cancellation);
        }
        else if (known.Roots.TryGetValue(item.IdText!, out var root))
        {
            await Update(item, root, cancellation);
        }
        else
        {
            await Create(item, known, references, cancellation);
        }
    }

    private async Task Update(ImportItem<TRequest> item, T root, CancellationToken cancellation)
    {
        var version = root.Version;
        var (_, refused) = await InSavepoint.Catch(() =>
            import.Changes.Update<T, TRequest, TResponse>(root, item.Request!, cancellation));
        item.Faults = refused;
        item.Outcome = refused.Count > 0 ? null : root.Version == version ? ImportOutcome.Unchanged : ImportOutcome.Update;

        if (refused.Count > 0)
        {
            import.Db.Forget(root);
        }
    }

    private async Task Create(
        ImportItem<TRequest> item, KnownRoots<T> known, KnownReferences references, CancellationToken cancellation)
    {
        var root = new T();
        root.SetId(item.IdText!);
        var past = known.Past.GetValueOrDefault(item.IdText!);
        var (created, refused) = await InSavepoint.Catch(() => import.Changes.Insert<T, TRequest, TResponse>(
            root, item.Request!, past?.Version ?? 0, past is null ? null : AccessLabel.Of(past), cancellation));
        item.Faults = refused;
        item.Outcome = created is null ? null : ImportOutcome.Create;

        if (created is not null)
        {
            references.Add(T.Resource, root);
        }
    }

    private Fault Explain(ImportItem<TRequest> item, ResourceReference unknown, KnownReferences known) =>
        IsOfCollection(unknown.Kind) && Cycles.Contains(item.IdText!)
            ? Fault.At(unknown.Pointer, "cycle")
            : import.Names.Explain(unknown, known);

    private static bool IsOfCollection(string kind) =>
        kind == T.Resource || (kind is ResourceReference.Organizations && T.Resource is "affiliates" or "companies");

    /// <summary>Returns the references of a request. A request that is not yet checked may lack the key of a required reference.</summary>
    public static IEnumerable<ResourceReference> References(TRequest request) => request.References().Where(r => r.Address is not null);

    private static List<ImportItem<TRequest>> Valid(IReadOnlyList<ImportItem<TRequest>> items) => [.. items.Where(item => item.IsValid)];

    private static List<ImportItem<TRequest>> Readable(IReadOnlyList<ImportItem<TRequest>> items) =>
        [.. items.Where(item => item.IsReadable)];
}
