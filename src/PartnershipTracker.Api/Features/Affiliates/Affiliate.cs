using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PartnershipTracker.Features.Organizations;

namespace PartnershipTracker.Features.Affiliates;

public enum AffiliateKind
{
    /// <summary>The group itself.</summary>
    Group,

    /// <summary>A member of the group.</summary>
    Affiliate,
}

/// <summary>A member of the group; the group itself is one.</summary>
public sealed class Affiliate : Organization, IResource
{
    static string IResource.Resource => "affiliates";

    public AffiliateKind Kind { get; set; }

    /// <summary>The parent affiliate. Affiliates are a tree: the database refuses cycles.</summary>
    public string? ParentId { get; set; }
}

internal sealed class AffiliateTable : IEntityTypeConfiguration<Affiliate>
{
    public void Configure(EntityTypeBuilder<Affiliate> builder)
    {
        builder.HasDiscriminator(a => a.Resource).HasValue("affiliates");
        builder.HasOne<Affiliate>().WithMany().HasForeignKey(a => a.ParentId);
    }
}
