using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PartnershipTracker.Data.Visibility;

namespace PartnershipTracker.Data.Model;

public enum AuditKind
{
    /// <summary>Something was changed: the change log has what.</summary>
    Change,

    /// <summary>Something confidential, or held closer, was shown.</summary>
    Read,

    /// <summary>Somebody asked for what they may not have.</summary>
    Refusal,
}

/// <summary>One thing that somebody did, or was kept from: never altered (the database refuses it).</summary>
public sealed class AuditEntry : IClassified
{
    public long Sequence { get; private init; }

    public required DateTimeOffset At { get; init; }

    public required AuditKind Kind { get; init; }

    /// <summary>The principal; <c>nobody</c> where it is not known.</summary>
    public required string Actor { get; init; }

    /// <summary>The method and the template of the address: no value that a caller chose is in it.</summary>
    public required string Route { get; init; }

    /// <summary>The collection and the id, where it was about one thing.</summary>
    public string? Resource { get; init; }

    public string? ResourceId { get; init; }

    /// <summary>Of a change, the version that it made; of a read, the one that was shown.</summary>
    public int? Version { get; init; }

    /// <summary>Of a refusal, the code of the problem.</summary>
    public string? Code { get; init; }

    /// <summary>The IP address that the request came from.</summary>
    public string? Address { get; init; }

    public required string TraceId { get; init; }

    public Confidentiality Confidentiality { get; init; }

    public List<string> Readers { get; init; } = [];
}

internal sealed class AuditTable : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit").HasKey(a => a.Sequence);
        builder.Property(a => a.Sequence).UseIdentityAlwaysColumn();
        builder.HasIndex(a => new { a.At, a.Sequence });
        builder.HasIndex(a => new { a.Actor, a.At, a.Sequence });
        builder.HasIndex(a => new { a.Resource, a.ResourceId, a.At, a.Sequence });
    }
}
