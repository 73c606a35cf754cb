using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PartnershipTracker.Features.Areas;
using PartnershipTracker.Features.Organizations;

namespace PartnershipTracker.Features.Meetings;

public enum LinkBasis
{
    /// <summary>A source says that the meeting discussed the area.</summary>
    Stated,

    /// <summary>The analyst concluded it.</summary>
    Inferred,
}

/// <summary>
/// The link of a meeting to an area that it was about, with the affiliates and companies concerned. It is the central fact of the register.
/// </summary>
public sealed class AreaLink : IFact
{
    public Guid MeetingId { get; init; }

    public required string AreaId { get; init; }

    public List<string> Affiliates { get; set; } = [];

    /// <summary>The keys of the companies concerned. Each of them must be a party of the meeting.</summary>
    public List<string> Companies { get; set; } = [];

    public LinkBasis Basis { get; set; }

    public string? Rationale { get; set; }

    public Support Support { get; set; }

    public bool Disputed { get; set; }

    public bool NeedsSource => Basis is LinkBasis.Stated || Rationale is null;

    /// <summary>
    /// The same affiliates and companies with a row each, for their foreign keys. A trigger maintains the rows; the application only reads
    /// them.
    /// </summary>
    public List<AreaLinkOrganization> Organizations { get; private set; } = [];
}

/// <summary>An organization that an area link names.</summary>
public sealed class AreaLinkOrganization
{
    public Guid MeetingId { get; private init; }

    public string AreaId { get; private init; } = "";

    public string OrganizationId { get; private init; } = "";

    public string Resource { get; private init; } = "";
}

internal sealed class AreaLinkTable : IEntityTypeConfiguration<AreaLink>
{
    public void Configure(EntityTypeBuilder<AreaLink> builder)
    {
        builder.ToTable("meeting_areas").HasKey(l => new { l.MeetingId, l.AreaId });
        builder.HasOne<Area>().WithMany().HasForeignKey(l => l.AreaId);
        builder.HasMany(l => l.Organizations).WithOne().HasForeignKey(o => new { o.MeetingId, o.AreaId });
        builder.HasIndex(l => new { l.AreaId, l.Basis, l.MeetingId });
        builder.HasIndex(l => new { l.Basis, l.MeetingId });
    }
}

internal sealed class AreaLinkOrganizationTable : IEntityTypeConfiguration<AreaLinkOrganization>
{
    public void Configure(EntityTypeBuilder<AreaLinkOrganization> builder)
    {
        builder.ToTable("meeting_area_organizations").HasKey(o => new { o.MeetingId, o.AreaId, o.OrganizationId });
        builder.HasOne<Organization>().WithMany().HasForeignKey(o => o.OrganizationId);
    }
}
