using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace PartnershipTracker.Data;

/// <summary>
/// New rows, collected to be written together: a few in one round trip, many with one COPY per table, which costs a tenth of a statement
/// per row. The columns come from the EF Core model, and the database enforces the same rules.
/// </summary>
public sealed class NewRows(TrackerDb db)
{
    /// <summary>The largest number of rows that are few.</summary>
    private const int Few = 100;

    private static readonly ConditionalWeakTable<IEntityType, TargetTable> TableCache = [];

    private readonly List<object> _rows = [];
    private readonly Dictionary<IEntityType, List<(object Row, object? Owner)>> _tables = [];

    private sealed record TargetColumn(string Name, string Type, Func<object, object?, object?> Read);

    /// <param name="Name">The name of the table with its columns, as both statements have it.</param>
    /// <param name="Columns">The columns.</param>
    private sealed record TargetTable(string Name, TargetColumn[] Columns);

    public bool AreFew => _tables.Values.Sum(rows => rows.Count) <= Few;

    /// <summary>Adds a new row, followed by its parts.</summary>
    public void Add(object row)
    {
        _rows.Add(row);
        Add(row, null);
    }

    /// <summary>Hands the rows over to EF Core, which then writes them in the round trip of the changed ones.</summary>
    public void Track()
    {
        db.AddRange(_rows);
        Clear();
    }

    public async Task Write(CancellationToken cancellation)
    {
        if (_rows.Count > 0)
        {
            await (AreFew ? Insert(cancellation) : Copy(cancellation));
            Clear();
        }
    }

    /// <summary>Returns a statement for each table.</summary>
    public IEnumerable<NpgsqlBatchCommand> Inserts() => _tables.Select(table =>
    {
        var (target, rows) = (TableCache.GetValue(table.Key, TableOf), table.Value);
        var width = target.Columns.Length;
        var places = Enumerable.Range(0, rows.Count).Select(row =>
            $"({string.Join(", ", Enumerable.Range((row * width) + 1, width).Select(place => $"${place}"))})");

        return SqlBatch.Command(
            $"INSERT INTO {target.Name} VALUES {string.Join(", ", places)}",
            from row in rows
            from column in target.Columns
            select new NpgsqlParameter { Value = column.Read(row.Row, row.Owner) ?? DBNull.Value, DataTypeName = column.Type });
    });

    private async Task Insert(CancellationToken cancellation)
    {
        await using var batch = db.Batch(Inserts());
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private async Task Copy(CancellationToken cancellation)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();

        foreach (var (table, rows) in _tables)
        {
            var target = TableCache.GetValue(table, TableOf);
            await using var copy = await connection.BeginBinaryImportAsync(
                $"COPY {target.Name} FROM STDIN (FORMAT binary)", cancellation);

            foreach (var (row, owner) in rows)
            {
                await copy.StartRowAsync(cancellation);

                foreach (var column in target.Columns)
                {
                    await (column.Read(row, owner) is { } value
                        ? copy.WriteAsync(value, column.Type, cancellation)
                        : copy.WriteNullAsync(cancellation));
                }
            }

            await copy.CompleteAsync(cancellation);
        }
    }

    private void Clear()
    {
        _rows.Clear();
        _tables.Clear();
    }

    private void Add(object row, object? owner)
    {
        var type = db.Model.FindEntityType(row.GetType())!;

        if (!_tables.TryGetValue(type, out var rows))
        {
            _tables[type] = rows = [];
        }

        rows.Add((row, owner));

        foreach (var part in type.GetNavigations().Where(n => !n.IsOnDependent).SelectMany(n => PartsOf(row, n)))
        {
            Add(part, row);
        }
    }

    private static IEnumerable<object> PartsOf(object row, INavigation parts) => parts.GetGetter().GetClrValue(row) switch
    {
        null => [],
        var many when parts.IsCollection => (IEnumerable<object>)many,
        var one => [one],
    };

    private static TargetTable TableOf(IEntityType type)
    {
        var columns = ColumnsOf(type);

        return new($"{type.GetTableName()} ({string.Join(", ", columns.Select(c => $"\"{c.Name}\""))})", columns);
    }

    /// <summary>Returns the columns to write: all except those that the database computes or generates.</summary>
    private static TargetColumn[] ColumnsOf(IEntityType type) =>
    [
        .. type.GetFlattenedProperties()
            .Where(p => p.GetComputedColumnSql() is null && !(p.IsPrimaryKey() && p.ValueGenerated is ValueGenerated.OnAdd))
            .Select(p => (Property: p, Owner: p.GetContainingForeignKeys().FirstOrDefault(k => k.PrincipalToDependent is not null)))
            .Where(p => !p.Property.IsShadowProperty() || p.Owner is not null)
            .Select(p => new TargetColumn(p.Property.GetColumnName(), p.Property.GetColumnType(), Reader(type, p.Property, p.Owner))),
    ];

    private static Func<object, object?, object?> Reader(IEntityType type, IProperty property, IForeignKey? owner)
    {
        var convert = property.GetTypeMapping().Converter?.ConvertToProvider ?? (value => value);

        if (property == type.FindDiscriminatorProperty())
        {
            return (_, _) => convert(type.GetDiscriminatorValue());
        }

        if (owner is not null)
        {
            var key = owner.PrincipalKey.Properties[owner.Properties.ToList().IndexOf(property)].GetGetter();

            return (_, root) => convert(key.GetClrValue(root!));
        }

        var getter = property.GetGetter();

        return property.DeclaringType is IComplexType { ComplexProperty: var whole }
            ? (row, _) => whole.GetGetter().GetClrValue(row) is { } part ? convert(getter.GetClrValue(part)) : null
            : (row, _) => convert(getter.GetClrValue(row));
    }
}
