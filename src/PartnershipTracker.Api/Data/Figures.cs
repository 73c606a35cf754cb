using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace PartnershipTracker.Data;

/// <summary>
/// What SQL says of the rows of a query and EF Core cannot: grouping sets, series, recursion. The query stays EF's, and with it what the
/// caller may see and the one place that says what a filter means.
/// </summary>
public static class Figures
{
    /// <param name="db">The store.</param>
    /// <param name="rows">A query whose columns are taken in the order of its projection.</param>
    /// <param name="table">What the SQL calls them: a name, and its columns.</param>
    /// <param name="sql">The statement over that table; its columns are the members of <typeparamref name="T"/>, in snake_case.</param>
    /// <param name="parameters">The parameters that the statement has besides.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    public static async Task<List<T>> Over<T>(
        this TrackerDb db, IQueryable rows, string table, string sql, IEnumerable<NpgsqlParameter> parameters,
        CancellationToken cancellation)
    {
        await using var query = rows.CreateDbCommand();
        var text = $"WITH RECURSIVE {table} AS ({query.CommandText}){Environment.NewLine}{sql}";
        var all = query.Parameters.Cast<NpgsqlParameter>().Select(p => p.Clone()).Concat(parameters);

        return await db.Database
            .SqlQueryRaw<T>(text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), [.. all])
            .ToListAsync(cancellation);
    }
}
