namespace PartnershipTracker.Data.Connections;

/// <summary>A mark of the scopes of jobs, whose context uses the connections for jobs.</summary>
public sealed class JobScope
{
    public bool IsJob { get; set; }
}

/// <summary>
/// The contexts for requests, which are pooled, and those for jobs and exports, which have other connections. A pool keeps what is set on a
/// context, so the connection string of a pooled one must not be changed.
/// </summary>
public sealed class TrackerDbFactory(
    IDbContextFactory<TrackerDb> pool, DbContextOptions<TrackerDb> options, DatabaseConnections connections, WriteSlots writes,
    CommitSignal commits)
{
    private readonly DbContextOptions<TrackerDb> _jobs = For(options, connections.Jobs);
    private readonly DbContextOptions<TrackerDb> _exports = For(options, connections.Exports);

    public TrackerDb ForRequest(Caller caller) => pool.CreateDbContext().LendTo(caller, writes, commits);

    public TrackerDb ForJob(Caller caller) => new(_jobs) { Caller = caller, Commits = commits };

    public TrackerDb ForExport(Caller caller) => new(_exports) { Caller = caller };

    /// <summary>Changes only the connection string. The interceptors are there already; added again, they would act twice.</summary>
    private static DbContextOptions<TrackerDb> For(DbContextOptions<TrackerDb> options, string connectionString) =>
        new DbContextOptionsBuilder<TrackerDb>(options).UseNpgsql(connectionString).Options;
}
