using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;

namespace PartnershipTracker.Features.Access;

/// <summary>
/// A program that may ask, by a secret: what it may do and see. Its id is its name as a principal, so it is never given to another.
/// </summary>
public sealed class ApiKey : Root, IResource, IGrants
{
    /// <summary>The new secret and the one that is being replaced.</summary>
    public const int MaxSecrets = 2;

    static string IResource.Resource => "keys";

    public string Id { get; private set; } = "";

    public string? Description { get; set; }

    public List<string> Scopes { get; set; } = [];

    public Confidentiality Clearance { get; set; }

    /// <summary>From when on it is refused; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    public List<ApiKeySecret> Secrets { get; private set; } = [];

    public override string IdText => Id;

    public override bool IsIdSingleUse => true;

    IReadOnlyList<string> IGrants.Scopes => Scopes;

    public string Principal => PrincipalOf(Id);

    public static string PrincipalOf(string id) => $"key:{id}";

    public override void SetId(string address) => Id = address;
}

/// <summary>One of the secrets that a key is used with: only its hash is kept.</summary>
public sealed class ApiKeySecret
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public string KeyId { get; private set; } = "";

    /// <summary>SHA-256. It is not salted or slow, for what it hides are 256 random bits.</summary>
    public required byte[] Hash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>To the minute: it is no part of any version.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }
}

internal sealed class ApiKeyTable : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("api_keys");
        builder.HasKey(k => k.Id);
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
