using Microsoft.EntityFrameworkCore.Metadata.Builders;
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

/// <summary>A meeting, a visit or a conference.</summary>
public sealed class Meeting : UuidEntity, IResource, IClassified, IRootFact, IEvidenced
{
    static string IResource.Resource => "meetings";

    static short IResource.Shape => 2;

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

    /// <summary>The ISO 3166-1 alpha-2 code.</summary>
    public string? Country { get; set; }

    public string? Summary { get; set; }

    public Guid? TripId { get; set; }

    /// <summary>The place in the trip, from 1; null: no source states it.</summary>
    public int? TripOrder { get; set; }

    /// <summary>The trip order as a sort key without nulls: absent values come last. The database computes it.</summary>
    public int SortOrder { get; private set; }

    public Support Support { get; set; }

    public List<string> Modalities { get; set; } = [];

    public bool Disputed { get; set; }

    public bool HasDisputed { get; set; }

    public bool HasUnsupported { get; set; }

    /// <summary>
    /// The keys of <see cref="Organizations"/>, separated by spaces, for queries over all meetings. A trigger takes them from the image, so
    /// they are right where <see cref="Root.ImageVersion"/> is the version; the same is true of the next two.
    /// </summary>
    public string? OrganizationKeys { get; private set; }

    /// <summary>The keys of the linked areas, separated by spaces.</summary>
    public string? AreaKeys { get; private set; }

    /// <summary>True if an organization takes part whose participant is not named by any source.</summary>
    public bool? HasUnnamed { get; private set; }

    public List<Participant> Participants { get; private set; } = [];

    public List<AreaLink> Areas { get; private set; } = [];

    /// <summary>
    /// The organizations that are a party of the meeting or that an area link names, for filters. Triggers maintain the rows; the
    /// application only reads them.
    /// </summary>
    public List<MeetingOrganization> Organizations { get; private set; } = [];

    public IEnumerable<IFact> Facts => [this, .. Participants, .. Areas];

    public override IEnumerable<Guid> PartIds => Participants.Select(p => p.Id);

    /// <summary>Returns the companies of area links that are not a party of the meeting. A valid meeting has none.</summary>
    public IEnumerable<(AreaLink Link, string Company)> LinkedNonParties() =>
        from link in Areas
        from company in link.Companies
        where Participants.TrueForAll(p => p.OrganizationId != company)
        select (link, company);
}

/// <summary>An organization that is a party of a meeting or that an area link of the meeting names.</summary>
public sealed class MeetingOrganization
{
    public Guid MeetingId { get; private init; }

    public string OrganizationId { get; private init; } = "";

    /// <summary>The collection of the organization: <c>companies</c> or <c>affiliates</c>.</summary>
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
        var lower = builder.Metadata.Model.AddDbFunction(typeof(MeetingTable).GetMethod(nameof(Lower))!);
        (lower.Name, lower.IsBuiltIn) = ("lower", true);
    }

    /// <summary>PostgreSQL's lower case, which the index of cities has.</summary>
    public static string Lower(string text) => throw new NotSupportedException(text);
}

internal sealed class MeetingOrganizationTable : IEntityTypeConfiguration<MeetingOrganization>
{
    public void Configure(EntityTypeBuilder<MeetingOrganization> builder)
    {
        builder.ToTable("meeting_organizations").HasKey(o => new { o.MeetingId, o.OrganizationId });
        builder.HasIndex(o => new { o.OrganizationId, o.MeetingId });
    }
}
