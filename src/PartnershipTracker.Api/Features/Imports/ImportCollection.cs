using PartnershipTracker.Data.Dates;
using PartnershipTracker.Files.Readers;
using PartnershipTracker.Files.Writers;

namespace PartnershipTracker.Features.Imports;

/// <summary>The import and export of one collection.</summary>
public abstract class ImportCollection
{
    /// <summary>The number of items that are looked up and written together.</summary>
    protected const int BatchSize = 500;

    /// <summary>The size of several items together in the file, in bytes. In memory an item can be a hundred times as large.</summary>
    private const int BatchBytes = 1024 * 1024;

    /// <summary>
    /// Returns the collections of a catalog in its order: each after the collections that it refers to, and before the tables of its parts.
    /// </summary>
    public static IReadOnlyList<ImportCollection> In(ResourceCatalog catalog) =>
        [.. catalog.Importable.SelectMany(resource => resource.Import!.Accept(new Factory()))];

    public abstract string Name { get; }

    /// <summary>Reads the rows of the collection in a file, and the dates of a table, which may be as people write them.</summary>
    public virtual IEnumerable<ImportRow> Rows(ImportFile file, DateConventions dates) => file.Of(Name);

    /// <summary>Imports the rows of the collection in a file.</summary>
    public abstract Task Import(Importer import, IEnumerable<ImportRow> rows, CancellationToken cancellation);

    /// <summary>Locks the existing ones of some resources until the transaction ends. A table of parts has no resources.</summary>
    public virtual Task Lock(TrackerDb db, IEnumerable<string> ids, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Deletes a resource in the open transaction.</summary>
    public virtual Task Delete(ResourceWriter writer, string id, CancellationToken cancellation) =>
        throw new NotSupportedException("A table of parts has no resources.");

    /// <summary>
    /// Reads all items that the caller may see, by id; null for a table of parts, which the items of another collection contain.
    /// </summary>
    public virtual ExportRows<JsonObject>? Items(TrackerDb db) => null;

    protected static IEnumerable<List<ImportRow>> Batches(IEnumerable<ImportRow> rows)
    {
        var (batch, size) = (new List<ImportRow>(), 0);

        foreach (var row in rows)
        {
            if (batch.Count == BatchSize || (batch.Count > 0 && size + row.Size > BatchBytes))
            {
                yield return batch;
                (batch, size) = ([], 0);
            }

            batch.Add(row);
            size += row.Size;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private sealed class Factory : IImportVisitor<IReadOnlyList<ImportCollection>>
    {
        public IReadOnlyList<ImportCollection> Visit<T, TItem, TResponse>(ImportDefinition<T, TItem, TResponse> definition)
            where T : Root, IResource, new()
            where TItem : class, IWriteRequest<T>, IFrom<T, TItem>
            where TResponse : IFrom<T, TResponse> =>
        [
            new ImportCollection<T, TItem, TResponse>(definition),
            .. definition.Parts.Select(table => new PartCollection<T, TItem, TResponse>(definition, table)),
        ];
    }
}

/// <inheritdoc/>
internal sealed class ImportCollection<T, TItem, TResponse>(ImportDefinition<T, TItem, TResponse> definition) : ImportCollection
    where T : Root, IResource, new()
    where TItem : class, IWriteRequest<T>, IFrom<T, TItem>
    where TResponse : IFrom<T, TResponse>
{
    public override string Name => T.Resource;

    /// <summary>True when the ids are UUIDs, which are no part of the request.</summary>
    public static bool HasUuids { get; } = typeof(T).IsAssignableTo(typeof(UuidEntity));

    public override IEnumerable<ImportRow> Rows(ImportFile file, DateConventions dates)
    {
        var rows = file.Of(Name);
        var first = rows.FirstOrDefault(row => row is { Cells: not null } or { Item: not null })?.Cells;

        if (first is null || !definition.Dates.Any(column => first.ContainsKey(column.Name)))
        {
            return rows;
        }

        var reader = DateCells.Of(
            definition.Dates, dates with { IsExport = first.ContainsKey("version") },
            rows.Where(row => row.Cells is not null).Select(row => row.Cells!));

        return rows.Select(row => row.Cells is { } cells && reader.Read(cells) is var (read, faults)
            ? row with { Cells = read, WrittenCells = WithEnds(row, faults), Faults = [.. row.Faults, .. faults] }
            : row);
    }

    /// <summary>Adds the column of the other end of a faulty date, where the table lacks it: a range belongs in both.</summary>
    private IReadOnlyDictionary<string, string?> WithEnds(ImportRow row, IReadOnlyList<Fault> faults)
    {
        var written = row.WrittenCells ?? row.Cells!;
        var ends = definition.Dates.Where(column => faults.Any(fault => fault.Pointer == $"#/{column.Name}")).Select(column => column.Other)
            .OfType<string>().Where(other => !row.Cells!.ContainsKey(other) && !written.ContainsKey(other)).ToList();

        return ends.Count == 0 ? written : new Dictionary<string, string?>(
            written.Concat(ends.Select(end => KeyValuePair.Create(end, (string?)null))), StringComparer.Ordinal);
    }

    public override async Task Import(Importer import, IEnumerable<ImportRow> rows, CancellationToken cancellation)
    {
        var batch = new ImportBatch<T, TItem, TResponse>(definition, import);

        foreach (var rowsOfBatch in Batches(rows))
        {
            await batch.Process([.. rowsOfBatch.Select(Read)], cancellation);
            await import.ReportProgress(cancellation);
        }

        await ProcessWaiting(batch, cancellation);
    }

    public override Task Lock(TrackerDb db, IEnumerable<string> ids, CancellationToken cancellation) => db.Lock<T>(ids, cancellation);

    public override Task Delete(ResourceWriter writer, string id, CancellationToken cancellation) =>
        writer.Delete<T, TResponse>(id, Precondition.Any, cancellation);

    public override ExportRows<JsonObject> Items(TrackerDb db)
    {
        var all = db.Set<T>();
        var inOrder = HasUuids
            ? all.OrderBy(r => EF.Property<Guid>(r, nameof(UuidEntity.Id)))
            : all.OrderBy(r => EF.Functions.Collate(EF.Property<string>(r, nameof(KeyedEntity.Id)), "C")); // the same order on every server

        return inOrder.ToExport(root => RegisterFile.Item(root.IdText, definition.Write(root)));
    }

    private ImportItem<TItem> Read(ImportRow row)
    {
        if (row.Cells is null || definition.Table is not { } table)
        {
            return new(row, () => row.Item, HasUuids);
        }

        var faults = table.Read(row.Cells).Faults;

        return new(
            row with { Faults = [.. row.Faults, .. faults] }, () => table.Read(row.Cells).Item, HasUuids, HasUuids ? null : T.Resource);
    }

    /// <summary>Processes the items that refer to later items of the file. It repeats until a pass imports none of them.</summary>
    private static async Task ProcessWaiting(ImportBatch<T, TItem, TResponse> batch, CancellationToken cancellation)
    {
        for (var before = int.MaxValue; batch.Waiting.Count > 0;)
        {
            batch.IsLast = batch.Waiting.Count == before;
            before = batch.Waiting.Count;
            var waiting = batch.Waiting.ToList();
            batch.Waiting.Clear();
            batch.Cycles = batch.IsLast ? CycleDetection.Among(waiting.Select(References)) : [];

            foreach (var chunk in waiting.Chunk(BatchSize))
            {
                await batch.Process(chunk, cancellation);
            }
        }
    }

    private static (string IdText, IEnumerable<string> References) References(ImportItem<TItem> item) =>
        (item.IdText!, ImportBatch<T, TItem, TResponse>.References(item.Request!).Select(reference => reference.Address));
}
