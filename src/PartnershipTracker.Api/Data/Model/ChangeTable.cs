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
        var keptSince = builder.Metadata.Model.AddDbFunction(typeof(ChangeTable).GetMethod(nameof(LogsKeptSince))!);
        keptSince.Name = "logs_kept_since";
    }

    /// <summary>
    /// Stands for the database function that returns the instant since which the logs are complete; null: they always were.
    /// </summary>
    public static DateTimeOffset? LogsKeptSince() => throw new NotSupportedException();
}
