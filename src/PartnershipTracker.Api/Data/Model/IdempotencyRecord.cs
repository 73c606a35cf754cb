using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PartnershipTracker.Data.Model;

/// <summary>
/// The response to a POST with an Idempotency-Key, stored in the transaction of its change. The response is encrypted with a key derived
/// from the Idempotency-Key. Only a hash of that key is stored, so a dump of the database reveals neither.
/// </summary>
public sealed class IdempotencyRecord
{
    /// <summary>The time for which a response can be replayed.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public required string Caller { get; init; }

    public required string Path { get; init; }

    /// <summary>SHA-256 of the Idempotency-Key.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>SHA-256 of the request body.</summary>
    public required byte[] BodyHash { get; init; }

    public required byte[] Answer { get; init; }

    /// <summary>The created resource. Only a caller who may still see it receives a replay.</summary>
    public required string Resource { get; init; }

    public required string ResourceId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The number of replays. It is written so that the commit of a replay waits for the standby, as the first one did.</summary>
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
