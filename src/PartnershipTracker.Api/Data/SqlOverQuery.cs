using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace PartnershipTracker.Data;

/// <summary>
/// What SQL says of the rows of a query and EF Core cannot: grouping sets, series, recursion. The query stays EF's, and with it what the
/// caller may see and the one place that says what a filter means.
/// </summary>
public static class SqlOverQuery
{
    /// <param name="db">The store.</param>
    /// <param name="rows">A query whose columns are taken in the order of its projection.</param>
    /// <param name="table">What the SQL calls them: a name, and its columns.</param>
    /// <param name="sql">The statement over that table; its columns are the members of <typeparamref name="T"/>, in snake_case.</param>
    /// <param name="parameters">The parameters that the statement has besides.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    public static Task<List<T>> Over<T>(
        this TrackerDb db, IQueryable rows, string table, string sql, IEnumerable<NpgsqlParameter> parameters,
        CancellationToken cancellation) => db.Over<T>(rows, table, sql, parameters).ToListAsync(cancellation);

    /// <summary>The same, to be read row by row. Without a join above it, a query stays in its order.</summary>
    public static IAsyncEnumerable<T> Stream<T>(this TrackerDb db, IQueryable rows, string table, string sql) =>
        db.Over<T>(rows, table, sql, []).AsAsyncEnumerable();

    /// <summary>The same as a part of another query.</summary>
    public static IQueryable<T> Query<T>(this TrackerDb db, IQueryable rows, string table, string sql) => db.Over<T>(rows, table, sql, []);

    /// <summary>The same of a statement that inserts what it finds.</summary>
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
