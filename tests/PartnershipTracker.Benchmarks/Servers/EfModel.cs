using Microsoft.EntityFrameworkCore;

namespace PartnershipTracker.Benchmarks.Servers;

/// <summary>The tables that <see cref="EfServer"/> reads, with navigations, as one would map them for it.</summary>
internal sealed class EfContext(DbContextOptions<EfContext> options) : DbContext(options)
{
    public DbSet<EfMeeting> Meetings => Set<EfMeeting>();

    public DbSet<EfPerson> People => Set<EfPerson>();

    public DbSet<EfArea> Areas => Set<EfArea>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<EfMeeting>().ToTable("meetings").HasQueryFilter(
            m => (m.Confidentiality == "public" || m.Confidentiality == "internal") && m.Readers == EfMeeting.Everybody);
        modelBuilder.Entity<EfParticipant>().ToTable("meeting_participants").HasOne<EfMeeting>().WithMany(m => m.Participants)
            .HasForeignKey(p => p.MeetingId);
        modelBuilder.Entity<EfAreaLink>().ToTable("meeting_areas").HasKey(l => new { l.MeetingId, l.AreaId });
        modelBuilder.Entity<EfAreaLink>().HasOne<EfMeeting>().WithMany(m => m.Areas).HasForeignKey(l => l.MeetingId);
        modelBuilder.Entity<EfMeetingOrganization>().ToTable("meeting_organizations").HasKey(o => new { o.MeetingId, o.OrganizationId });
        modelBuilder.Entity<EfMeetingOrganization>().HasOne<EfMeeting>().WithMany(m => m.Organizations).HasForeignKey(o => o.MeetingId);
        modelBuilder.Entity<EfPerson>().ToTable("people").HasMany(p => p.Positions).WithOne().HasForeignKey(p => p.PersonId);
        modelBuilder.Entity<EfPosition>().ToTable("positions");
        modelBuilder.Entity<EfArea>().ToTable("areas");
    }
}

internal sealed class EfMeeting
{
    public static readonly List<string> Everybody = [];

    public Guid Id { get; init; }

    public string? ExternalId { get; init; }

    public string? TitleKo { get; init; }

    public string? TitleEn { get; init; }

    public required string Kind { get; init; }

    public required string Format { get; init; }

    public required string Status { get; init; }

    public required string Confidentiality { get; init; }

    public List<string> Readers { get; init; } = [];

    public required string DateEdtf { get; init; }

    public DateOnly DateEarliest { get; init; }

    public DateOnly DateLatest { get; init; }

    public string? Venue { get; init; }

    public string? City { get; init; }

    public string? Region { get; init; }

    public string? Country { get; init; }

    public Guid? TripId { get; init; }

    public int? TripOrder { get; init; }

    public int SortOrder { get; init; }

    public string? Summary { get; init; }

    public bool Disputed { get; init; }

    public required string Support { get; init; }

    public required List<string> Modalities { get; init; }

    public int Version { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; init; }

    public List<EfParticipant> Participants { get; init; } = [];

    public List<EfAreaLink> Areas { get; init; } = [];

    public List<EfMeetingOrganization> Organizations { get; init; } = [];
}

internal sealed class EfParticipant
{
    public Guid Id { get; init; }

    public Guid MeetingId { get; init; }

    public string? OrganizationId { get; init; }

    public string? PartyKo { get; init; }

    public string? PartyEn { get; init; }

    public string? PersonId { get; init; }

    public string? StatedTitle { get; init; }

    public required string Side { get; init; }

    public required string Role { get; init; }

    public int? HeadCount { get; init; }

    public int Ordinal { get; init; }

    public bool Disputed { get; init; }

    public required string Support { get; init; }
}

internal sealed class EfAreaLink
{
    public Guid MeetingId { get; init; }

    public required string AreaId { get; init; }

    public List<string> Affiliates { get; init; } = [];

    public List<string> Companies { get; init; } = [];

    public required string Basis { get; init; }

    public string? Rationale { get; init; }

    public bool Disputed { get; init; }

    public required string Support { get; init; }
}

internal sealed class EfMeetingOrganization
{
    public Guid MeetingId { get; init; }

    public required string OrganizationId { get; init; }
}

internal sealed class EfArea
{
    public required string Id { get; init; }

    public string? ParentId { get; init; }
}

internal sealed class EfPerson
{
    public required string Id { get; init; }

    public string? NameKo { get; init; }

    public string? NameEn { get; init; }

    public required string SortName { get; init; }

    public List<string> Aliases { get; init; } = [];

    public List<string> WeakAliases { get; init; } = [];

    public int Version { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; init; }

    public List<EfPosition> Positions { get; init; } = [];
}

internal sealed class EfPosition
{
    public Guid Id { get; init; }

    public required string PersonId { get; init; }

    public required string OrganizationId { get; init; }

    public string? TitleKo { get; init; }

    public string? TitleEn { get; init; }

    public string? FromEdtf { get; init; }

    public DateOnly? FromEarliest { get; init; }

    public DateOnly? FromLatest { get; init; }

    public string? ToEdtf { get; init; }

    public DateOnly? ToEarliest { get; init; }

    public DateOnly? ToLatest { get; init; }

    public int Ordinal { get; init; }

    public bool Disputed { get; init; }

    public required string Support { get; init; }
}
