using System.Data.Common;
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

    /// <summary>
    /// Runs the statement and passes its rows to a function until that returns false. For a million rows this is several times as fast as
    /// <see cref="Stream"/>, which makes an object of each.
    /// </summary>
    public static async Task Read(
        this TrackerDb db, IQueryable rows, string table, string sql, IEnumerable<NpgsqlParameter> parameters,
        Func<NpgsqlDataReader, bool> read, CancellationToken cancellation)
    {
        await using var command = rows.CreateDbCommand(); // with the connection, its transaction and its timeout
        command.CommandText = TextOf(command, table, sql);
        command.Parameters.AddRange(parameters.ToArray());
        await db.Database.OpenConnectionAsync(cancellation);

        try
        {
            await using var reader = (NpgsqlDataReader)await command.ExecuteReaderAsync(cancellation);

            while (await reader.ReadAsync(cancellation) && read(reader))
            {
                // the function has the row
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

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

        return (
            TextOf(query, table, sql).Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal),
            [.. query.Parameters.Cast<NpgsqlParameter>().Select(p => p.Clone()).Concat(parameters)]);
    }

    private static string TextOf(DbCommand query, string table, string sql) =>
        $"WITH RECURSIVE {table} AS ({query.CommandText}){Environment.NewLine}{sql}";
}
