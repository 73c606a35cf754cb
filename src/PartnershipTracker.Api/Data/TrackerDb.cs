using System.Reflection;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using PartnershipTracker.Features.Access;
using PartnershipTracker.Features.Affiliates;
using PartnershipTracker.Features.Areas;
using PartnershipTracker.Features.Citations;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Companies;
using PartnershipTracker.Features.Feeds;
using PartnershipTracker.Features.Imports;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.Organizations;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Search;
using PartnershipTracker.Features.Sources;
using PartnershipTracker.Features.Trips;

namespace PartnershipTracker.Data;

/// <summary>The table of contents of the database, limited to the rows that one caller may see.</summary>
public sealed class TrackerDb : DbContext, IDataProtectionKeyContext
{
    private Caller? _caller;

    public TrackerDb(DbContextOptions<TrackerDb> options)
        : base(options)
    {
        Database.AutoSavepointsEnabled = false; // a failed save rolls back the whole transaction
    }

    private static readonly MethodInfo FilterType =
        typeof(TrackerDb).GetMethod(nameof(FilterByVisibility), BindingFlags.NonPublic | BindingFlags.Instance)!;

    /// <summary>The caller whose rows are visible. A context in the pool has none, and every query for classified rows fails.</summary>
    public Caller Caller
    {
        get => _caller ?? throw new InvalidOperationException("The context has no caller.");
        init => _caller = value;
    }

    public DbSet<Key> Keys => Set<Key>();

    public DbSet<Organization> Organizations => Set<Organization>();

    public DbSet<Company> Companies => Set<Company>();

    public DbSet<Affiliate> Affiliates => Set<Affiliate>();

    public DbSet<Area> Areas => Set<Area>();

    public DbSet<Person> People => Set<Person>();

    public DbSet<Trip> Trips => Set<Trip>();

    public DbSet<Meeting> Meetings => Set<Meeting>();

    public DbSet<Collaboration> Collaborations => Set<Collaboration>();

    public DbSet<Source> Sources => Set<Source>();

    public DbSet<Citation> Citations => Set<Citation>();

    public DbSet<SearchName> SearchNames => Set<SearchName>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<Feed> Feeds => Set<Feed>();

    public DbSet<Change> Changes => Set<Change>();

    public DbSet<AuditEntry> Audit => Set<AuditEntry>();

    public DbSet<Operation> Operations => Set<Operation>();

    public DbSet<ImportedRow> ImportRows => Set<ImportedRow>();

    public DbSet<IdempotencyRecord> StoredAnswers => Set<IdempotencyRecord>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>
    /// The query for the snapshot that its statement sees, with the server and its timeline (see the migration <c>AddSnapshots</c>).
    /// </summary>
    public IQueryable<string> CurrentSnapshot => Database.SqlQuery<string>($"SELECT value AS \"Value\" FROM current_snapshot");

    /// <summary>The snapshot of the first statement of an answer, which shows at least what it contains. Null: it is not known.</summary>
    public string? Snapshot { get; set; }

    /// <summary>True once a statement has been sent that returns something.</summary>
    public bool HasRead { get; internal set; }

    /// <summary>The statement that <see cref="LockingReads"/> sends before the next query. Null: none.</summary>
    internal (string Sql, object Ids)? LockBeforeRead { get; set; }

    /// <summary>Reads the snapshot before the first of several statements.</summary>
    public async Task ReadSnapshot(CancellationToken cancellation) =>
        Snapshot = HasRead ? Snapshot : await CurrentSnapshot.SingleAsync(cancellation);

    /// <summary>The limit of concurrent write transactions. Null: there is none.</summary>
    internal WriteSlots? WriteSlots { get; private set; }

    /// <summary>The sign of commits to processes that wait for changes. Null: there are none.</summary>
    internal CommitSignal? Commits { get; set; }

    /// <summary>Lends the context of a pool to a caller until it is disposed of.</summary>
    internal TrackerDb LendTo(Caller caller, WriteSlots writes, CommitSignal commits)
    {
        (_caller, HasRead, Snapshot, WriteSlots, Commits) = (caller, false, null, writes, commits);

        return this;
    }

    public override void Dispose()
    {
        _caller = null; // before the pool can lend the context again
        base.Dispose();
    }

    public override ValueTask DisposeAsync()
    {
        _caller = null;

        return base.DisposeAsync();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(TrackerDb).Assembly);
        ModelConventions.Apply(modelBuilder);

        foreach (var type in modelBuilder.Model.GetEntityTypes().Where(type => type.ClrType.IsAssignableTo(typeof(IClassified))))
        {
            FilterType.MakeGenericMethod(type.ClrType).Invoke(this, [modelBuilder]);
        }

        modelBuilder.Entity<Operation>().HasQueryFilter(operation => Caller.ManagesGrants || operation.CreatedBy == Caller.Name);
        modelBuilder.Entity<Feed>().HasQueryFilter(feed => Caller.ManagesGrants || feed.CreatedBy == Caller.Name);
    }

    /// <summary>
    /// Adds the visibility filter to every query for a classified type, so that no list, count or response contains hidden rows. The list
    /// of readers is compared with an empty one, because the planner has statistics for that. It would guess that a length is rarely zero.
    /// </summary>
    private void FilterByVisibility<T>(ModelBuilder model)
        where T : class, IClassified => model.Entity<T>().HasQueryFilter(row => Caller.SeesEverything
        || (Caller.Levels.Contains(row.Confidentiality) && (row.Readers == Caller.None || row.Readers.Contains(Caller.Name))));
}
