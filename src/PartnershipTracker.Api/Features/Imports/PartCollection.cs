using PartnershipTracker.Files.Readers;

namespace PartnershipTracker.Features.Imports;

/// <summary>The import of a table of parts. Each row changes a part of an existing root or adds one; parts without a row stay.</summary>
internal sealed class PartCollection<T, TItem, TResponse>(ImportDefinition<T, TItem, TResponse> definition, PartTable<T> table)
    : ImportCollection
    where T : Root, IResource, new()
    where TItem : class, IWriteRequest<T>, IFrom<T, TItem>
    where TResponse : IFrom<T, TResponse>
{
    public override string Name => table.Name;

    public override async Task Import(Importer import, IEnumerable<ImportRow> rows, CancellationToken cancellation)
    {
        var batch = new PartBatch<T, TItem, TResponse>(definition, table, import);
        var recorder = new ItemRecorder<T, TItem, TResponse>(Name, table.Mapping.Place, import);

        foreach (var rowsOfBatch in Batches(rows))
        {
            var all = rowsOfBatch.ConvertAll(row => PartRow<TItem>.Of(row, table));
            await batch.Process(all, cancellation);

            all.ForEach(row => (row.Item.FinalFaults, row.Item.Faults, row.Item.Outcome) = ([], row.Faults, row.Outcome));
            await recorder.Record(all.ConvertAll(row => row.Item), cancellation);
            await import.ReportProgress(cancellation);
        }
    }
}

/// <summary>A row of a table of parts during its import.</summary>
internal sealed class PartRow<TItem>(ImportRow row, ImportItem<TItem> item, string member)
    where TItem : class
{
    public static readonly IReadOnlyDictionary<string, string?> NoCells = new Dictionary<string, string?>();

    public ImportRow Row => row;

    /// <summary>The row as an item that has this part alone, in which names are replaced by keys.</summary>
    public ImportItem<TItem> Item => item;

    public JsonObject Part => (JsonObject)item.Json[member]![0]!;

    public IReadOnlyList<Fault> Faults { get; set; } = row.Faults;

    /// <summary>The result; null while the row is refused or not yet imported.</summary>
    public ImportOutcome? Outcome { get; set; }

    public bool IsCheckedForDuplicates { get; set; }

    public bool IsOpen => Faults.Count == 0 && Outcome is null;

    public static PartRow<TItem> Of<T>(ImportRow row, PartTable<T> table)
        where T : Root
    {
        var (part, faults) = table.Mapping.Read(row.Cells ?? NoCells);
        var read = row with { Faults = [.. row.Faults, .. faults] };

        var item = new JsonObject { [table.Member] = new JsonArray(part) };

        return new(read, new(read, () => item, hasUuid: false), table.Member);
    }

    public string? Cell(string column) => row.Cells?.GetValueOrDefault(column);
}
