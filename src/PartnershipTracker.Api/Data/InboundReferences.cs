using System.Reflection;
using Microsoft.EntityFrameworkCore.Metadata;

namespace PartnershipTracker.Data;

/// <summary>The references to a root, found through the foreign keys of the model, so that a new foreign key needs no code here.</summary>
public static class InboundReferences
{
    private const int SomeOfEach = 3;

    /// <summary>Returns some of the roots that refer to this root or part. Naming them is a read of those that are classified.</summary>
    public static async Task<List<AuditedRead>> ReferrersOf(this TrackerDb db, object rootOrPart, CancellationToken cancellation)
    {
        var found = new List<AuditedRead>();

        foreach (var key in KeysTo(db.Model.FindEntityType(rootOrPart.GetType())!))
        {
            var owner = OwnerColumn(key.DeclaringEntityType);
            var table = key.DeclaringEntityType.GetTableName()!;
            var columns = key.Properties.Select((column, i) => $"{column.GetColumnName()} = {{{i}}}");
            var sql = $"SELECT {owner.Column} AS \"Value\" FROM {table} WHERE {string.Join(" AND ", columns)}";
            var id = key.PrincipalKey.Properties.Select(column => db.Entry(rootOrPart).Property(column).CurrentValue!).ToArray();
            var idType = owner.Type.IsAssignableTo(typeof(UuidEntity)) ? typeof(Guid) : typeof(string);
            var some = (Task<IEnumerable<Root>>)SomeOfType.MakeGenericMethod(owner.Type, idType).Invoke(null, [db, sql, id, cancellation])!;
            found.AddRange((await some).Select(r => new AuditedRead(owner.Resource, r.IdText, r.Version, AccessLabel.Of(r))));
        }

        return [.. found.DistinctBy(r => (r.Resource, r.Id))];
    }

    private static readonly MethodInfo SomeOfType =
        typeof(InboundReferences).GetMethod(nameof(SomeOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Reads the referring roots through the model, so that those hidden from the caller are left out.</summary>
    private static async Task<IEnumerable<Root>> SomeOf<T, TAddress>(
        TrackerDb db, string sql, object[] id, CancellationToken cancellation)
        where T : Root
    {
        var referring = db.Database.SqlQueryRaw<TAddress>(sql, id);

        return await db.Set<T>().AsNoTracking()
            .Where(r => referring.Contains(EF.Property<TAddress>(r, nameof(UuidEntity.Id))))
            .Take(SomeOfEach).ToListAsync(cancellation);
    }

    private static IEnumerable<IForeignKey> KeysTo(IEntityType type) => type.GetAllBaseTypesInclusive()
        .SelectMany(t => t.GetDeclaredReferencingForeignKeys())
        .Where(k => k.DeleteBehavior is DeleteBehavior.Restrict);

    /// <summary>
    /// Returns the root that a row belongs to, and the column with its id, by following the cascading foreign keys upwards.
    /// </summary>
    private static (string Resource, Type Type, string Column) OwnerColumn(IEntityType type)
    {
        if (type.ClrType.IsAssignableTo(typeof(Root)))
        {
            return (type.GetDiscriminatorValue() as string ?? type.GetTableName()!, type.ClrType, "id");
        }

        var upward = type.GetForeignKeys().First(k => k.DeleteBehavior is DeleteBehavior.Cascade);
        var owner = OwnerColumn(upward.PrincipalEntityType);

        return (owner.Resource, owner.Type, Column(upward));
    }

    private static string Column(IForeignKey key) => key.Properties[0].GetColumnName();
}
