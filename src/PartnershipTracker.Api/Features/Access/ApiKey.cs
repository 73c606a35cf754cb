using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PartnershipTracker.Features.Access;

/// <summary>
/// A key with which a program authenticates: its scopes, its clearance and its secrets. The id is the program's name as a principal, so
/// it is never used for another key.
/// </summary>
public sealed class ApiKey : Root, IResource, IGrants
{
    /// <summary>Two: the new secret and the one that it replaces.</summary>
    public const int MaxSecrets = 2;

    static string IResource.Resource => "keys";

    static short IResource.Shape => 0; // its response shows the last use, which is no change

    public string Id { get; private set; } = "";

    public string? Description { get; set; }

    public List<string> Scopes { get; set; } = [];

    public Confidentiality Clearance { get; set; }

    /// <summary>The instant from which the key is refused; null: it does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>True if a replica may answer reads that name no position. It may lag, within the bound of the settings.</summary>
    public bool ReplicaReads { get; set; }

    public List<ApiKeySecret> Secrets { get; private set; } = [];

    public override string IdText => Id;

    public override bool IsIdSingleUse => true;

    IReadOnlyList<string> IGrants.Scopes => Scopes;

    public string Principal => PrincipalOf(Id);

    public static string PrincipalOf(string id) => $"key:{id}";

    public override void SetId(string address) => Id = address;
}

/// <summary>A secret of a key. Only its hash is stored.</summary>
public sealed class ApiKeySecret
{
    public required Guid Id { get; init; }

    public string KeyId { get; private set; } = "";

    /// <summary>SHA-256 of the secret. It needs neither a salt nor a slow hash, because the secret has 256 random bits.</summary>
    public required byte[] Hash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last use, to the minute. It belongs to no version.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }
}

internal sealed class ApiKeyTable : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("api_keys");
        builder.HasKey(k => k.Id);
        builder.Ignore(k => k.Image).Ignore(k => k.ImageShape).Ignore(k => k.ImageVersion);
        builder.HasMany(k => k.Secrets).WithOne().HasForeignKey(s => s.KeyId);
        builder.Navigation(k => k.Secrets).AutoInclude();
    }
}

internal sealed class ApiKeySecretTable : IEntityTypeConfiguration<ApiKeySecret>
{
    public void Configure(EntityTypeBuilder<ApiKeySecret> builder)
    {
        builder.ToTable("api_key_secrets");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.HasIndex(s => s.Hash).IsUnique();
    }
}
