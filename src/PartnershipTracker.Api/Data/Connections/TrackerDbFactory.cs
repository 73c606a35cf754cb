using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace PartnershipTracker.Data.Connections;

/// <summary>
/// The contexts for requests, which are pooled, and those for jobs and exports, which have other connections. A pool keeps what is set on a
/// context, so the connection string of a pooled one must not be changed: each replica has a pool of its own.
/// </summary>
public sealed class TrackerDbFactory(
    IDbContextFactory<TrackerDb> pool, DbContextOptions<TrackerDb> options, DatabaseConnections connections, WriteSlots writes,
    CommitSignal commits)
{
    private readonly DbContextOptions<TrackerDb> _jobs = For(options, connections.Jobs);
    private readonly DbContextOptions<TrackerDb> _exports = For(options, connections.Exports);
    private readonly ConcurrentDictionary<string, PooledDbContextFactory<TrackerDb>> _replicas = new(StringComparer.Ordinal);

    public TrackerDb ForRequest(Caller caller) => pool.CreateDbContext().LendTo(caller, writes, commits);

    public TrackerDb ForReplica(Caller caller, Replica replica) =>
        _replicas.GetOrAdd(replica.ConnectionString, place => new(For(options, place))).CreateDbContext().LendTo(caller, writes, commits);

    public TrackerDb ForJob(Caller caller) => new(_jobs) { Caller = caller, Commits = commits };

    public TrackerDb ForExport(Caller caller) => new(_exports) { Caller = caller };

    public TrackerDb For(DatabaseScope scope, Caller caller) => scope switch
    {
        { IsJob: true } => ForJob(caller),
        { Replica: { } replica } => ForReplica(caller, replica),
        _ => ForRequest(caller),
    };

    /// <summary>Changes only the connection string. The interceptors are there already; added again, they would act twice.</summary>
    private static DbContextOptions<TrackerDb> For(DbContextOptions<TrackerDb> options, string connectionString) =>
        new DbContextOptionsBuilder<TrackerDb>(options).UseNpgsql(connectionString).Options;
}
