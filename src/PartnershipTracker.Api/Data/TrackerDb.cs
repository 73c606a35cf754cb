using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Features.Access;
using PartnershipTracker.Features.Affiliates;
using PartnershipTracker.Features.Areas;
using PartnershipTracker.Features.Citations;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Companies;
using PartnershipTracker.Features.Feeds;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.Organizations;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Search;
using PartnershipTracker.Features.Sources;
using PartnershipTracker.Features.Trips;

namespace PartnershipTracker.Data;

/// <summary>The table of contents of the database, as one caller sees it.</summary>
public sealed class TrackerDb : DbContext
{
    public TrackerDb(DbContextOptions<TrackerDb> options, Caller caller)
        : base(options)
    {
        Caller = caller;
        Database.AutoSavepointsEnabled = false; // what fails is rolled back as a whole
    }

    public Caller Caller { get; }

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

    public DbSet<IdempotencyRecord> StoredAnswers => Set<IdempotencyRecord>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(TrackerDb).Assembly);
        ModelConventions.Apply(modelBuilder);
        Hide<Meeting>(modelBuilder);
        Hide<Citation>(modelBuilder);
        Hide<Change>(modelBuilder);
        Hide<AuditEntry>(modelBuilder);
        modelBuilder.Entity<Operation>().HasQueryFilter(operation => Caller.ManagesGrants || operation.CreatedBy == Caller.Name);
        modelBuilder.Entity<Feed>().HasQueryFilter(feed => Caller.ManagesGrants || feed.CreatedBy == Caller.Name);
    }

    /// <summary>
    /// The one visibility filter, at the root of every query: what the caller may not see is in no list, no count and no answer. Readers
    /// are compared as a whole with none, for which the planner has statistics: of their number it would guess that it is rarely zero.
    /// </summary>
    private void Hide<T>(ModelBuilder model)
        where T : class, IClassified => model.Entity<T>().HasQueryFilter(thing => Caller.SeesEverything
        || (Caller.Levels.Contains(thing.Confidentiality) && (thing.Readers == Caller.None || thing.Readers.Contains(Caller.Name))));
}
