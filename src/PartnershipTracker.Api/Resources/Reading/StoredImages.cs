using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace PartnershipTracker.Resources.Reading;

/// <summary>The images in the rows of a table: their rendering for rows without one, and their comparison with the rows.</summary>
public static class StoredImages
{
    /// <summary>The number of rows that are read, and updated, at once. Their locks are short, so writers hardly wait.</summary>
    private const int BatchSize = 500;

    /// <summary>Renders the images that are missing or have another shape, in batches beside traffic.</summary>
    /// <returns>The number of images rendered.</returns>
    public static async Task<int> Rebuild<T, TResponse>(TrackerDb db, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        var (table, shape, count) = (db.Model.FindEntityType(typeof(T))!.GetTableName(), T.Shape, 0);

        await foreach (var batch in Batches(
            db.Set<T>().Where(root => root.Image == null || root.ImageShape != shape || root.ImageVersion != root.Version), cancellation))
        {
            object ids = typeof(T).IsAssignableTo(typeof(UuidEntity))
                ? batch.Select(root => Guid.Parse(root.IdText, CultureInfo.InvariantCulture)).ToArray()
                : batch.Select(root => root.IdText).ToArray();
            var versions = batch.Select(root => root.Version).ToArray();
            var images = batch.Select(root => ResourceImage.Render(TResponse.From(root))).ToArray();
#pragma warning disable EF1002 // the table name comes from the model
            count += await db.Database.ExecuteSqlRawAsync(
                $$"""
                UPDATE {{table}} t SET image = rendered.image, image_shape = {3}, image_version = t.version
                FROM unnest({0}, {1}, {2}) rendered (id, version, image)
                WHERE t.id = rendered.id AND t.version = rendered.version -- a row that was written meanwhile has its image
                """,
                [ids, versions, images, shape], cancellation);
#pragma warning restore EF1002
        }

        return count;
    }

    /// <summary>Returns the ids of the rows whose image is not what the row and its parts give.</summary>
    public static async IAsyncEnumerable<string> Differing<T, TResponse>(
        TrackerDb db, [EnumeratorCancellation] CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        await foreach (var batch in Batches(db.Set<T>(), cancellation))
        {
            foreach (var root in batch)
            {
                if (!ResourceImage.Render(TResponse.From(root)).AsSpan().SequenceEqual(root.CurrentImage(T.Shape)))
                {
                    yield return root.IdText;
                }
            }
        }
    }

    /// <summary>Returns the roots with their parts in batches, each from one snapshot, in the order of an index.</summary>
    private static async IAsyncEnumerable<List<T>> Batches<T>(
        IQueryable<T> found, [EnumeratorCancellation] CancellationToken cancellation)
        where T : Root
    {
        var root = Expression.Parameter(typeof(T), "root");
        var order = new SortOrder<T>(
            [Sorting<T>.Key(r => r.UpdatedAt), Expression.Lambda(Expression.Property(root, nameof(UuidEntity.Id)), root)],
            descending: false);
        var rest = found.IgnoreQueryFilters().AsNoTracking();

        while (await order.Sort(rest).Take(BatchSize).ToListAsync(cancellation) is { Count: > 0 } batch)
        {
            yield return batch;

            rest = order.After(found.IgnoreQueryFilters().AsNoTracking(), order.KeysOf(batch[^1]));
        }
    }
}
