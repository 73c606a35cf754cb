using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PartnershipTracker.Features.Webhooks;

/// <summary>
/// An address that is told when the feed of changes, as an API key sees it, has gone on. It is told nothing of the changes: its program
/// reads the feed with that key.
/// </summary>
public sealed class Webhook : Root, IResource
{
    /// <summary>Two: the new secret and the one that it replaces.</summary>
    public const int MaxSecrets = 2;

    static string IResource.Resource => "webhooks";

    static short IResource.Shape => 0; // its response shows the state of the delivery, which is no change

    public string Id { get; private set; } = "";

    public string? Description { get; set; }

    public string Url { get; set; } = "";

    /// <summary>The id of the API key with which the program at the address reads the feed.</summary>
    public string Key { get; set; } = "";

    public List<WebhookSecret> Secrets { get; private set; } = [];

    /// <summary>The state of the delivery, which belongs to no version.</summary>
    public WebhookDelivery Delivery { get; set; } = null!;

    public override string IdText => Id;

    public override bool IsIdSingleUse => true;

    public override void SetId(string address) => Id = address;
}

/// <summary>A secret with which the notifications of a webhook are signed.</summary>
public sealed class WebhookSecret
{
    public required Guid Id { get; init; }

    public string WebhookId { get; private set; } = "";

    /// <summary>The secret, encrypted (ASP.NET Data Protection).</summary>
    public required string Encrypted { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class WebhookTable : IEntityTypeConfiguration<Webhook>
{
    public void Configure(EntityTypeBuilder<Webhook> builder)
    {
        builder.ToTable("webhooks");
        builder.HasKey(w => w.Id);
        builder.Ignore(w => w.Image).Ignore(w => w.ImageShape).Ignore(w => w.ImageVersion);
        builder.HasMany(w => w.Secrets).WithOne().HasForeignKey(s => s.WebhookId);
        builder.Navigation(w => w.Secrets).AutoInclude();
        builder.HasOne(w => w.Delivery).WithOne().HasForeignKey<WebhookDelivery>(d => d.WebhookId);
        builder.Navigation(w => w.Delivery).AutoInclude();
    }
}

internal sealed class WebhookSecretTable : IEntityTypeConfiguration<WebhookSecret>
{
    public void Configure(EntityTypeBuilder<WebhookSecret> builder)
    {
        builder.ToTable("webhook_secrets");
        builder.Property(s => s.Id).ValueGeneratedNever();
    }
}

internal sealed class WebhookDeliveryTable : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable("webhook_deliveries");
        builder.HasKey(d => d.WebhookId);
    }
}
