using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Features.Imports;

/// <summary>The state of some items in the register.</summary>
/// <param name="Roots">The existing roots by id, locked.</param>
/// <param name="Past">The last changes of deleted roots by id.</param>
internal sealed record KnownRoots<T>(IReadOnlyDictionary<string, T> Roots, IReadOnlyDictionary<string, Change> Past);

/// <summary>The lookup of the resources that the items of a batch describe.</summary>
internal sealed class ItemMatcher<T, TRequest, TResponse>(ImportDefinition<T, TRequest, TResponse> definition, Importer import)
    where T : Root, IResource, new()
    where TRequest : class, IWriteRequest<T>, IFrom<T, TRequest>
    where TResponse : IFrom<T, TResponse>
{
    private TrackerDb Db => import.Db;

    /// <summary>Finds the id of each item: by its id, its external id, the definition of its resource or, at last, its content.</summary>
    public async Task Identify(IReadOnlyList<ImportItem<TRequest>> items, CancellationToken cancellation)
    {
        var byExternalId = await Db.ByExternalId<T>(
            [.. items.Where(item => item.Id is null).Select(item => item.ExternalId).OfType<string>()], cancellation);
        var others = items.Where(item => item is { IsValid: true, Id: null, ExternalId: null }).ToList();
        var find = definition.Find is { } found && others.Count > 0
            ? await found(Db, [.. others.Select(item => item.Request!)], cancellation)
            : _ => null;

        var keyless = new List<ImportItem<TRequest>>();

        foreach (var item in items)
        {
            if (item.Id is not null)
            {
                SetId(item, item.Id);
            }
            else if (item.ExternalId is not null)
            {
                item.IsIdNew = !byExternalId.TryGetValue(item.ExternalId, out var known);
                item.IdText = known ?? Guid.CreateVersion7().ToString();
            }
            else if ((item.IsValid ? find(item.Request!) ?? item.ContentId : null) is { } id)
            {
                item.IdText = id;
            }
            else if (!ImportCollection<T, TRequest, TResponse>.HasUuids)
            {
                keyless.Add(item);
            }
        }

        if (keyless.Count > 0)
        {
            await KeyProposals.RefuseKeyless(Db, T.Resource, keyless, import.Nouns, cancellation);
        }

        var stated = items.Where(item => item is { IdText: not null, ExternalId: not null }).ToList();

        if (stated.Count > 0)
        {
            var hidden = await Db.FindHidden(Db.WithExternalIds<T>([.. stated.Select(item => item.ExternalId!)]), cancellation);
            var owners = hidden.ToDictionary(owner => owner.ExternalId!, owner => owner.Read, StringComparer.Ordinal);
            await RefuseHidden(stated, item => owners.GetValueOrDefault(item.ExternalId!), "externalId", cancellation);
        }
    }

    /// <summary>
    /// Locks and reads the existing roots, and finds the last changes of deleted ones. Items whose roots are hidden from the caller are
    /// refused. An item that is imported without the batch locks its root itself.
    /// </summary>
    public async Task<KnownRoots<T>> Find(IReadOnlyList<ImportItem<TRequest>> items, CancellationToken cancellation)
    {
        var ids = items.Where(item => !item.IsIdNew).Select(item => item.IdText!).ToList();
        var existing = await (definition.Upsert is null ? Db.Lock<T>(ids, cancellation) : Db.Existing<T>(ids, cancellation));
        var roots = await Db.Load<T>(existing, cancellation);
        var past = await Db.LastChanges(T.Resource, [.. ids.Except(existing)], cancellation);

        var unseen = existing.Where(id => !roots.ContainsKey(id)).ToList();
        var hidden = unseen.Count == 0 ? [] : await Db.FindHidden(Db.ByIds<T>(unseen), cancellation);
        var owners = hidden.Select(root => root.Read).Concat(past.Values.Where(c => !Db.Caller.Sees(c)).Select(AuditedReads.Of))
            .ToDictionary(owner => owner.Id, StringComparer.Ordinal);
        await RefuseHidden(items, item => owners.GetValueOrDefault(item.IdText!), "id", cancellation);

        return new(roots, past);
    }

    /// <summary>Completes items from the register with what the file does not state.</summary>
    /// <returns>True when there were rows of a table to complete.</returns>
    public async Task<bool> Complete(
        IReadOnlyList<ImportItem<TRequest>> items, IReadOnlyDictionary<string, T> known, Action<ImportItem<TRequest>> read,
        CancellationToken cancellation)
    {
        var rows = items.Where(item => item.Row.Cells is not null).ToList();
        var existing = rows.Where(item => item.IdText is { } id && known.ContainsKey(id)).ToList();
        var added = rows.Except(existing).ToList();

        if (existing.Count > 0)
        {
            await ApplyRows(existing, known, cancellation);
        }

        if (added.Count > 0 && definition.Complete is { } complete)
        {
            var newRows = added.ConvertAll(item => new NewRow(item.Json, item.Row.Cells!, import.File.Has));
            await complete(Db, newRows, cancellation);

            foreach (var (item, row) in added.Zip(newRows))
            {
                read(item);
                item.Faults = [.. row.Faults, .. item.Faults];
            }
        }

        foreach (var item in items.Where(item =>
            item.Row.Cells is null && item.IsValid && known.ContainsKey(item.IdText!) && IsIncomplete(item.Json)))
        {
            Keep(item, item.Json, known[item.IdText!]);
            read(item);
        }

        return rows.Count > 0;
    }

    /// <summary>Refuses the items whose id or external id belongs to something that is hidden from the caller.</summary>
    private async Task RefuseHidden(
        IReadOnlyList<ImportItem<TRequest>> items, Func<ImportItem<TRequest>, AuditedRead?> ownerOf, string member,
        CancellationToken cancellation)
    {
        var owners = new List<AuditedRead>();

        foreach (var item in items)
        {
            if (ownerOf(item) is { } owner && (member is "id" || owner.Id != item.IdText))
            {
                item.Refuse(Fault.At($"#/{member}", "taken", member));
                owners.Add(owner);
            }
        }

        await import.Conflicts.Record(owners, cancellation);
    }

    private static void SetId(ImportItem<TRequest> item, string id)
    {
        item.IdText = RootQueries.IdOf<T>(id)?.ToString();

        if (item.IdText is null)
        {
            item.Refuse(ImportCollection<T, TRequest, TResponse>.HasUuids
                ? Fault.At("#/id", "not_an_id")
                : KeyProposals.Malformed(id));
        }
    }

    /// <summary>
    /// Applies rows to existing roots. Cells that equal those of the export, and members without a column, change nothing.
    /// </summary>
    private async Task ApplyRows(
        IReadOnlyList<ImportItem<TRequest>> items, IReadOnlyDictionary<string, T> known, CancellationToken cancellation)
    {
        var printed = await definition.Table!.Print(Db, [.. items.Select(item => known[item.IdText!]).Distinct()], cancellation);

        foreach (var item in items)
        {
            var json = definition.Write(known[item.IdText!]);
            var row = new RowCells(ReadableCells(item), printed[item.IdText!]);
            row = item.IsKeyProposed ? KeyProposals.CellsToApply(item.Json, json, row) : row;
            var outdated = OutdatedVersion(item, known[item.IdText!]);
            var before = outdated is null ? null : json.DeepClone();
            var faults = definition.Table.Change(json, item.Json, row);

            if (before is not null && !JsonNode.DeepEquals(before, json))
            {
                faults.Add(Fault.At("#/version", "outdated_row", outdated, known[item.IdText!].Version));
            }

            var (request, unreadable) = TolerantReader.Read(json, definition.Read);
            (item.Request, item.Faults) = (request, [.. item.Faults, .. faults, .. unreadable]);

            if (item.Faults.Count == 0 && PartMatcher.HasPartsWithoutId(json))
            {
                Keep(item, json, known[item.IdText!]);
                (item.Request, item.Faults) = InSavepoint.Catch(() => definition.Read(json));
            }
        }
    }

    /// <summary>Returns the cells of a row without those of members that cannot be read, which stay as they are.</summary>
    private Dictionary<string, string?> ReadableCells(ImportItem<TRequest> item)
    {
        var unreadable = item.FinalFaults.Concat(item.Faults).ToList();
        var names = definition.Table!.Columns.Where(c => unreadable.Exists(f => IsOf(c, f)))
            .SelectMany(c => c.Names).ToHashSet(StringComparer.Ordinal);

        return item.Cells!.Where(cell => !names.Contains(cell.Key))
            .ToDictionary(cell => cell.Key, cell => cell.Value, StringComparer.Ordinal);

        static bool IsOf(CsvColumn column, Fault fault) => (fault.Pointer is ['#', '/', .. var name] && column.Names.Contains(name))
            || TolerantReader.Follows(Fault.At("#" + column.Pointer, ""), fault);
    }

    /// <summary>
    /// Returns the version that the export had on which a row is based, if there has been a later one since. The export of another register
    /// tells nothing: there the resource was created at another time.
    /// </summary>
    private static int? OutdatedVersion(ImportItem<TRequest> item, T root)
    {
        var isOther = DateTimeOffset.TryParse(
            item.Cells!.GetValueOrDefault("createdAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created)
            && (created - root.CreatedAt).Duration() > TimeSpan.FromMilliseconds(500); // a workbook keeps seconds

        return !isOther && int.TryParse(item.Cells!.GetValueOrDefault("version"), CultureInfo.InvariantCulture, out var version)
            && version < root.Version ? version : null;
    }

    private bool IsIncomplete(JsonObject json) =>
        PartMatcher.HasPartsWithoutId(json) || definition.KeptMembers.Any(name => !json.ContainsKey(name));

    /// <summary>Keeps omitted members, and the ids of parts that the item repeats exactly without their id.</summary>
    private void Keep(ImportItem<TRequest> item, JsonObject json, T root)
    {
        foreach (var name in definition.KeptMembers.Where(name => !json.ContainsKey(name)))
        {
            json[name] = definition.Write(root)[name]?.DeepClone();
            item.Request = InSavepoint.Catch(() => definition.Read(json)).Result ?? item.Request;
        }

        if (InSavepoint.Catch(() => import.Check(item.Request!)).Result is not null)
        {
            var wanted = new T();
            item.Request!.ApplyTo(wanted);
            PartMatcher.KeepIds(json, definition.Write(wanted), definition.Write(root));
        }
    }
}
