using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PartnershipTracker.Features.Areas;

/// <summary>A collaboration area. Areas are a tree: a filter on an area includes all areas below it.</summary>
public sealed class Area : KeyedEntity, IResource
{
    static string IResource.Resource => "areas";

    /// <summary>The parent area. The database refuses cycles.</summary>
    public string? ParentId { get; set; }

    public string? Description { get; set; }
}

internal sealed class AreaTable : IEntityTypeConfiguration<Area>
{
    public void Configure(EntityTypeBuilder<Area> builder) =>
        builder.ToTable("areas").HasOne<Area>().WithMany().HasForeignKey(a => a.ParentId);
}
