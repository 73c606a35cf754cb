using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using PartnershipTracker.Data.Model;

namespace PartnershipTracker.Data;

/// <summary>Whatever refers to a root, read off the foreign keys: a new one needs no line here.</summary>
public static class InboundReferences
{
    private const int SomeOfEach = 3;

    /// <summary>Some of the roots that refer to this root or part of one, as (collection, id).</summary>
    public static async Task<List<(string Resource, string Address)>> ReferrersOf(
        this TrackerDb db, object thing, CancellationToken cancellation)
    {
        var found = new List<(string, string)>();

        foreach (var key in KeysTo(db.Model.FindEntityType(thing.GetType())!))
        {
            var owner = OwnerColumn(key.DeclaringEntityType);
            var table = key.DeclaringEntityType.GetTableName()!;
            var columns = key.Properties.Select((column, i) => $"{column.GetColumnName()} = {{{i}}}");
            var sql = $"SELECT {owner.Column} AS \"Value\" FROM {table} WHERE {string.Join(" AND ", columns)}";
            var id = key.PrincipalKey.Properties.Select(column => db.Entry(thing).Property(column).CurrentValue!).ToArray();
            var idType = owner.Type.IsAssignableTo(typeof(UuidEntity)) ? typeof(Guid) : typeof(string);
            var addresses = (Task<List<string>>)Some.MakeGenericMethod(owner.Type, idType).Invoke(null, [db, sql, id, cancellation])!;
            found.AddRange((await addresses).Select(address => (owner.Resource, address)));
        }

        return [.. found.Distinct()];
    }

    private static readonly MethodInfo Some =
        typeof(InboundReferences).GetMethod(nameof(SomeOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Through the model, so that what the caller may not see is not told.</summary>
    private static async Task<List<string>> SomeOf<T, TAddress>(TrackerDb db, string sql, object[] id, CancellationToken cancellation)
        where T : Root
    {
        var referring = db.Database.SqlQueryRaw<TAddress>(sql, id);
        var some = db.Set<T>()
            .Select(r => EF.Property<TAddress>(r, nameof(UuidEntity.Id)))
            .Where(address => referring.Contains(address))
            .Take(SomeOfEach);

        return [.. (await some.ToListAsync(cancellation)).Select(one => $"{one}")];
    }

    private static IEnumerable<IForeignKey> KeysTo(IEntityType type) => type.GetAllBaseTypesInclusive()
        .SelectMany(t => t.GetDeclaredReferencingForeignKeys())
        .Where(k => k.DeleteBehavior is DeleteBehavior.Restrict);

    /// <summary>The root that a row is a part of, and the column that names it: the way up along what is deleted together.</summary>
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
