using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace PartnershipTracker.Data.Connections;

/// <summary>
/// The pools of connections, one for each connection string, and their use by contexts. They connect to the known primary or a later one
/// only. A context gets its connections here because Entity Framework would make another set of its services for each data source.
/// </summary>
public sealed class DataSources : DbConnectionInterceptor, IAsyncDisposable
{
    private readonly Dictionary<string, NpgsqlDataSource> _all = new(StringComparer.Ordinal);

    public DataSources() => Primary = new(Clear);

    public KnownPrimary Primary { get; }

    public NpgsqlDataSource Of(string connectionString, bool isTraced = true)
    {
        lock (_all)
        {
            if (!_all.TryGetValue(connectionString, out var source))
            {
                _all[connectionString] = source = Build(connectionString, isTraced, Primary);
            }

            return source;
        }
    }

    /// <summary>Makes a data source, with a check of each server that it connects to if there is a known primary.</summary>
    public static NpgsqlDataSource Build(string connectionString, bool isTraced, KnownPrimary? primary)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);

        if (!isTraced)
        {
            builder.ConfigureTracing(traces => traces.ConfigureCommandFilter(_ => false).EnablePhysicalOpenTracing(false));
        }

        if (primary is not null)
        {
            var isForPrimary = new NpgsqlConnectionStringBuilder(connectionString).TargetSessionAttributes is "primary";
            builder.UsePhysicalConnectionInitializer(
                connection => primary.Check(connection, isForPrimary), connection => primary.CheckAsync(connection, isForPrimary));
        }

        return builder.Build();
    }

    public override InterceptionResult<DbConnection> ConnectionCreating(
        ConnectionCreatingEventData eventData, InterceptionResult<DbConnection> result) =>
        eventData.Context?.Database.GetConnectionString() is { } connectionString
            ? InterceptionResult<DbConnection>.SuppressWithResult(Of(connectionString).CreateConnection())
            : result;

    public async ValueTask DisposeAsync()
    {
        foreach (var source in All())
        {
            await source.DisposeAsync();
        }
    }

    /// <summary>Closes the idle connections, and the others when they are returned.</summary>
    private void Clear() => All().ForEach(source => source.Clear());

    private List<NpgsqlDataSource> All()
    {
        lock (_all)
        {
            return [.. _all.Values];
        }
    }
}
