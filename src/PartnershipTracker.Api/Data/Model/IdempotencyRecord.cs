using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PartnershipTracker.Data.Model;

/// <summary>
/// What a POST with an Idempotency-Key was answered, kept in the transaction of its change. The answer is encrypted with a key that is
/// derived from the Idempotency-Key, of which only a hash is here: a dump of the database shows neither.
/// </summary>
public sealed class IdempotencyRecord
{
    /// <summary>How long an answer can be had again.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    public required string Caller { get; init; }

    public required string Path { get; init; }

    /// <summary>SHA-256 of the Idempotency-Key.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>SHA-256 of the request's body.</summary>
    public required byte[] BodyHash { get; init; }

    public required byte[] Answer { get; init; }

    /// <summary>What it created: a replay is for those who may still see it.</summary>
    public required string Resource { get; init; }

    public required string ResourceId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>How often it was had again. It is written so that a replay's commit waits for the standby like the first one's.</summary>
    public int Replays { get; private set; }
}

internal sealed class IdempotencyRecordTable : IEntityTypeConfiguration<IdempotencyRecord>
{
    public void Configure(EntityTypeBuilder<IdempotencyRecord> builder)
    {
        builder.ToTable("stored_answers").HasKey(a => new { a.Caller, a.Path, a.KeyHash });
        builder.HasIndex(a => a.At);
    }
}
