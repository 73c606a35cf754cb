using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PartnershipTracker.Data.Model;

public enum AuditKind
{
    /// <summary>A change, with its content in the change log.</summary>
    Change,

    /// <summary>A read of something confidential or restricted.</summary>
    Read,

    /// <summary>A refused request.</summary>
    Refusal,
}

/// <summary>An entry of the audit log: an action or a refusal. It is never altered (the database refuses it).</summary>
public sealed class AuditEntry : IClassified
{
    /// <summary>The name of the collection that the entries are in.</summary>
    public const string Collection = "audit";

    public long Sequence { get; private init; }

    public required DateTimeOffset At { get; init; }

    public required AuditKind Kind { get; init; }

    /// <summary>The principal, or <c>nobody</c> if it is unknown.</summary>
    public required string Actor { get; init; }

    /// <summary>The method and the template of the address, which contains no values from the caller.</summary>
    public required string Route { get; init; }

    /// <summary>The collection of the resource, if the entry is about a single one.</summary>
    public string? Resource { get; init; }

    public string? ResourceId { get; init; }

    /// <summary>The version that a change created or a read returned.</summary>
    public int? Version { get; init; }

    /// <summary>The code of the problem, for a refusal.</summary>
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
