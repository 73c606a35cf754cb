using Npgsql;

namespace PartnershipTracker.Data;

/// <summary>
/// SQL over the rows of an EF Core query, for features that EF Core lacks: grouping sets, series, recursion. EF Core still writes the
/// query, so visibility and filters are defined in one place.
/// </summary>
public static class SqlOverQuery
{
    /// <summary>Runs a statement over the rows of a query.</summary>
    /// <param name="db">The database.</param>
    /// <param name="rows">A query whose columns are taken in the order of its projection.</param>
    /// <param name="table">The name of the rows in the SQL, with its columns.</param>
    /// <param name="sql">The statement over that table; its columns are the members of <typeparamref name="T"/>, in snake_case.</param>
    /// <param name="parameters">The further parameters of the statement.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    public static Task<List<T>> Over<T>(
        this TrackerDb db, IQueryable rows, string table, string sql, IEnumerable<NpgsqlParameter> parameters,
        CancellationToken cancellation) => db.Over<T>(rows, table, sql, parameters).ToListAsync(cancellation);

    /// <summary>Runs the statement and returns its rows one by one. Without a join, they keep the order of the query.</summary>
    public static IAsyncEnumerable<T> Stream<T>(this TrackerDb db, IQueryable rows, string table, string sql) =>
        db.Over<T>(rows, table, sql, []).AsAsyncEnumerable();

    /// <summary>Returns the statement as a query, to be used in another one.</summary>
    public static IQueryable<T> Query<T>(this TrackerDb db, IQueryable rows, string table, string sql) => db.Over<T>(rows, table, sql, []);

    /// <summary>Runs a statement that inserts its rows.</summary>
    public static Task Insert(
        this TrackerDb db, IQueryable rows, string table, string sql, IEnumerable<NpgsqlParameter> parameters,
        CancellationToken cancellation)
    {
        var (text, all) = Statement(rows, table, sql, parameters);

        return db.Database.ExecuteSqlRawAsync(text, all, cancellation);
    }

    private static IQueryable<T> Over<T>(
        this TrackerDb db, IQueryable rows, string table, string sql, IEnumerable<NpgsqlParameter> parameters)
    {
        var (text, all) = Statement(rows, table, sql, parameters);

        return db.Database.SqlQueryRaw<T>(text, all);
    }

    private static (string Text, object[] Parameters) Statement(
        IQueryable rows, string table, string sql, IEnumerable<NpgsqlParameter> parameters)
    {
        using var query = rows.CreateDbCommand();
        var text = $"WITH RECURSIVE {table} AS ({query.CommandText}){Environment.NewLine}{sql}";

        return (
            text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal),
            [.. query.Parameters.Cast<NpgsqlParameter>().Select(p => p.Clone()).Concat(parameters)]);
    }
}
