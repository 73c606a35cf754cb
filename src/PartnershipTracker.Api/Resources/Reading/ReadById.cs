using System.Linq.Expressions;

namespace PartnershipTracker.Resources.Reading;

/// <summary>
/// The read of one root by its id, compiled once for each type. EF Core would otherwise build and compare the same query for each request,
/// which takes longer than sending it.
/// </summary>
internal static class ReadById<T>
    where T : Root
{
    private static readonly Func<TrackerDb, Guid, CancellationToken, Task<RenderedRow?>>? ByUuid = Compile<Guid>();

    private static readonly Func<TrackerDb, string, CancellationToken, Task<RenderedRow?>>? ByKey = Compile<string>();

    /// <summary>Returns the row if the caller may see it; null otherwise, and for a malformed id.</summary>
    public static async Task<RenderedRow?> Find(TrackerDb db, string address, CancellationToken cancellation) =>
        RootQueries.IdOf<T>(address) switch
        {
            Guid id => await ByUuid!(db, id, cancellation),
            string key => await ByKey!(db, key, cancellation),
            _ => null,
        };

    /// <summary>Returns the query; null if the ids of the type are of another type.</summary>
    private static Func<TrackerDb, TId, CancellationToken, Task<RenderedRow?>>? Compile<TId>()
    {
        var (db, id) = (Expression.Parameter(typeof(TrackerDb), "db"), Expression.Parameter(typeof(TId), "id"));
        var root = Expression.Parameter(typeof(T), "root");
        var own = Expression.Property(root, nameof(UuidEntity.Id));

        if (own.Type != typeof(TId))
        {
            return null;
        }

        var set = Expression.Call(db, nameof(DbContext.Set), [typeof(T)]);
        var rows = Call(nameof(Queryable.Where), [typeof(T)], set, Expression.Lambda(Expression.Equal(own, id), root));
        var shown = Call(nameof(Queryable.Select), [typeof(T), typeof(RenderedRow)], rows, RenderedRow.Select<T>([]));
        var one = Call(nameof(Queryable.SingleOrDefault), [typeof(RenderedRow)], shown);
        var cancellation = Expression.Parameter(typeof(CancellationToken), "cancellation");

        return EF.CompileAsyncQuery(
            Expression.Lambda<Func<TrackerDb, TId, CancellationToken, RenderedRow?>>(one, db, id, cancellation));
    }

    private static MethodCallExpression Call(string method, Type[] types, params Expression[] arguments) =>
        Expression.Call(typeof(Queryable), method, types, arguments);
}
