using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Features.Affiliates;
using PartnershipTracker.Features.Areas;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Companies;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.Organizations;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Trips;

namespace PartnershipTracker.Data;

/// <summary>The table of contents of the database.</summary>
public sealed class TrackerDb(DbContextOptions<TrackerDb> options) : DbContext(options)
{
    public DbSet<Key> Keys => Set<Key>();

    public DbSet<Organization> Organizations => Set<Organization>();

    public DbSet<Company> Companies => Set<Company>();

    public DbSet<Affiliate> Affiliates => Set<Affiliate>();

    public DbSet<Area> Areas => Set<Area>();

    public DbSet<Person> People => Set<Person>();

    public DbSet<Trip> Trips => Set<Trip>();

    public DbSet<Meeting> Meetings => Set<Meeting>();

    public DbSet<Collaboration> Collaborations => Set<Collaboration>();

    public DbSet<Change> Changes => Set<Change>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(TrackerDb).Assembly);
        StoreConventions.Apply(modelBuilder);
    }
}
