using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Files.Readers;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Web.Json;

namespace PartnershipTracker.Features.Imports;

/// <summary>Puts one item into the register by other means than a batch does.</summary>
/// <returns>What became of it.</returns>
public delegate Task<ImportOutcome> Upserting<in TRequest>(
    IServiceProvider services, string address, TRequest request, CancellationToken cancellation);

/// <inheritdoc/>
internal sealed class ImportCollection<T, TRequest, TResponse> : ImportCollection
    where T : Root, IResource, new()
    where TRequest : class, IWriteRequest<T>, IFrom<T, TRequest>
    where TResponse : IFrom<T, TResponse>
{
    /// <summary>How many are looked up and written at once.</summary>
    private const int AtOnce = 500;

    public override string Resource => T.Resource;

    public override IReadOnlyCollection<string> Columns => Table?.Names ?? [];

    /// <summary>Whether its ids are UUIDs, which are no part of the request.</summary>
    public static bool IsRecord { get; } = typeof(T).IsAssignableTo(typeof(UuidEntity));

    /// <summary>Reads the request from the item, which of a record has no id.</summary>
    public Func<JsonObject, TRequest> Reader { get; init; } = Read<TRequest>;

    /// <summary>The item that would write it as it stands.</summary>
    public Func<T, JsonObject> Writer { get; init; } =
        root => (JsonObject)JsonSerializer.SerializeToNode(TRequest.From(root), ApiJson.BareDates)!;

    /// <summary>What a table of it means; null: there is none.</summary>
    public CsvMapping<T>? Table { get; init; }

    /// <summary>Finds by what they are about those that have neither id nor external id.</summary>
    public Func<TrackerDb, IReadOnlyList<TRequest>, CancellationToken, Task<Func<TRequest, string?>>>? Find { get; init; }

    /// <summary>Members that stay as they are where an item does not have them.</summary>
    public string[] Kept { get; init; } = [];

    /// <summary>Fills in what a row of a table leaves open of something new.</summary>
    public Func<TrackerDb, IReadOnlyList<JsonObject>, CancellationToken, Task>? Complete { get; init; }

    /// <summary>How an item is written, where not by the batch.</summary>
    public Upserting<TRequest>? Upsert { get; init; }

    public override async Task Import(Importer import, IEnumerable<ImportRow> rows, CancellationToken cancellation)
    {
        var batch = new ImportBatch<T, TRequest, TResponse>(this, import);

        foreach (var some in rows.Chunk(AtOnce))
        {
            await batch.Process([.. some.Select(row => new ImportItem<TRequest>(row, Table?.Read(row) ?? row.Item, IsRecord))], cancellation);
            await import.Tell(cancellation);
        }

        await TakeThoseThatWait(batch, cancellation);
    }

    /// <summary>What refers to something of the same file that comes later is taken after that, until nothing moves any more.</summary>
    private static async Task TakeThoseThatWait(ImportBatch<T, TRequest, TResponse> batch, CancellationToken cancellation)
    {
        for (var before = int.MaxValue; batch.Waiting.Count > 0;)
        {
            batch.IsLast = batch.Waiting.Count == before;
            before = batch.Waiting.Count;
            var some = batch.Waiting.ToList();
            batch.Waiting.Clear();
            batch.Circles = batch.IsLast
                ? CycleDetection.Among(some.Select(e => (e.Address!, ImportBatch<T, TRequest, TResponse>.Mentions(e.Request!).Select(m => m.Address))))
                : [];

            foreach (var those in some.Chunk(AtOnce))
            {
                await batch.Process(those, cancellation);
            }
        }
    }

    public override IAsyncEnumerable<JsonObject> Items(TrackerDb db)
    {
        var all = db.Set<T>().AsNoTracking();
        var inOrder = IsRecord
            ? all.OrderBy(r => EF.Property<Guid>(r, nameof(UuidEntity.Id)))
            : all.OrderBy(r => EF.Functions.Collate(EF.Property<string>(r, nameof(KeyedEntity.Id)), "C")); // on every server alike

        return inOrder.AsAsyncEnumerable().Select(root => RegisterFile.Item(root.IdText, Writer(root)));
    }
}

public enum ImportOutcome
{
    Created,
    Updated,
    Unchanged,
}
