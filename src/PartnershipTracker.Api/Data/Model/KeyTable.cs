using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PartnershipTracker.Data.Model;

internal sealed class KeyTable : IEntityTypeConfiguration<Key>
{
    public void Configure(EntityTypeBuilder<Key> builder) => builder.ToTable("keys").HasKey(k => k.Id);
}
