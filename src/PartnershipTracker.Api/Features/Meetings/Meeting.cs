using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Features.Trips;

namespace PartnershipTracker.Features.Meetings;

public enum MeetingKind
{
    ExecutiveMeeting,
    SiteVisit,
    InternalConference,
    GroupOfMeetings,
}

public enum MeetingFormat
{
    InPerson,
    Video,
    Hybrid,
    Unknown,
}

public enum MeetingStatus
{
    Planned,
    Held,
    Cancelled,
}

/// <summary>One meeting, visit or conference.</summary>
public sealed class Meeting : UuidEntity, IResource, IClassified, IFact, IEvidenced
{
    static string IResource.Resource => "meetings";

    public LocalizedText Title { get; set; } = null!;

    public MeetingKind Kind { get; set; }

    public MeetingFormat Format { get; set; } = MeetingFormat.Unknown;

    public MeetingStatus Status { get; set; }

    public Confidentiality Confidentiality { get; set; } = Confidentiality.Internal;

    public List<string> Readers { get; set; } = [];

    public FuzzyDate Date { get; set; } = null!;

    public string? Venue { get; set; }

    public string? City { get; set; }

    public string? Region { get; set; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string? Country { get; set; }

    public string? Summary { get; set; }

    public Guid? TripId { get; set; }

    /// <summary>Its place in the trip, from 1; null where no source gives one.</summary>
    public int? TripOrder { get; set; }

    /// <summary>Trip order with the absent ones last: a sort key without nulls. The database computes it.</summary>
    public int SortOrder { get; private set; }

    public Support Support { get; set; }

    public bool Disputed { get; set; }

    public bool HasDisputed { get; set; }

    public bool HasUnsupported { get; set; }

    public bool HasHearsay { get; set; }

    public List<Participant> Participants { get; private set; } = [];

    public List<AreaLink> Areas { get; private set; } = [];

    /// <summary>
    /// Every organization that is a party or that a link names: triggers keep them, for filters. Never written here, nor shown.
    /// </summary>
    public List<MeetingOrganization> Organizations { get; private set; } = [];

    public IEnumerable<IFact> Facts => [this, .. Participants, .. Areas];

    public override IEnumerable<Guid> PartIds => Participants.Select(p => p.Id);

    /// <summary>The companies that a link names although they are no party of this meeting: there must be none.</summary>
    public IEnumerable<(AreaLink Link, string Company)> Strangers() =>
        from link in Areas
        from company in link.Companies
        where Participants.TrueForAll(p => p.OrganizationId != company)
        select (link, company);
}

/// <summary>An organization that a meeting has to do with, as a party or through an area link.</summary>
public sealed class MeetingOrganization
{
    public Guid MeetingId { get; private init; }

    public string OrganizationId { get; private init; } = "";

    /// <summary>Its kind: <c>companies</c> or <c>affiliates</c>.</summary>
    public string Resource { get; private init; } = "";
}

internal sealed class MeetingTable : IEntityTypeConfiguration<Meeting>
{
    public void Configure(EntityTypeBuilder<Meeting> builder)
    {
        builder.ToTable("meetings", t => t.HasCheckConstraint("ck_meetings_trip_order", "trip_order IS NULL OR trip_id IS NOT NULL"));
        builder.Property(m => m.SortOrder).HasComputedColumnSql("coalesce(trip_order, 2147483647)", stored: true);
        builder.HasIndex(m => new { m.TripId, m.SortOrder });
        builder.HasIndex(m => m.Status);
        builder.HasIndex(m => m.Kind);
        builder.HasIndex(m => m.Confidentiality);
        builder.HasIndex(m => m.HasDisputed).HasFilter("has_disputed");
        builder.HasOne<Trip>().WithMany().HasForeignKey(m => m.TripId);
        builder.HasMany(m => m.Participants).WithOne().HasForeignKey(p => p.MeetingId);
        builder.HasMany(m => m.Areas).WithOne().HasForeignKey(l => l.MeetingId);
        builder.HasMany(m => m.Organizations).WithOne().HasForeignKey(o => o.MeetingId);
        builder.Navigation(m => m.Participants).AutoInclude();
        builder.Navigation(m => m.Areas).AutoInclude();
    }
}

internal sealed class MeetingOrganizationTable : IEntityTypeConfiguration<MeetingOrganization>
{
    public void Configure(EntityTypeBuilder<MeetingOrganization> builder)
    {
        builder.ToTable("meeting_organizations").HasKey(o => new { o.MeetingId, o.OrganizationId });
        builder.HasIndex(o => new { o.OrganizationId, o.MeetingId });
    }
}
