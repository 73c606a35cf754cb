using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PartnershipTracker.Data.Model;

internal sealed class ChangeTable : IEntityTypeConfiguration<Change>
{
    public void Configure(EntityTypeBuilder<Change> builder)
    {
        builder.HasKey(c => c.Sequence);
        builder.Property(c => c.Sequence).UseIdentityAlwaysColumn();
        builder.Property(c => c.Image).HasColumnType("json");
        builder.Property<ulong>("Transaction").HasColumnType("xid8").HasDefaultValueSql("pg_current_xact_id()");
        builder.HasIndex("Transaction", nameof(Change.Sequence));
        builder.HasIndex(c => new { c.Resource, c.ResourceId, c.Version }).IsUnique();
    }
}
