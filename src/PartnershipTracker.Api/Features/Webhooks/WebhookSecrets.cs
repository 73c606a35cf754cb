using Microsoft.AspNetCore.DataProtection;

namespace PartnershipTracker.Features.Webhooks;

/// <summary>The secrets of webhooks, stored encrypted: a signature needs the secret itself, so a hash would not do.</summary>
public sealed class WebhookSecrets(IDataProtectionProvider protection, TimeProvider clock)
{
    private readonly IDataProtector _protector = protection.CreateProtector(nameof(WebhookSecrets));

    /// <summary>Returns a new secret, and the part of a webhook that stores it.</summary>
    public (string Secret, AddedWebhookSecret Stored) Create()
    {
        var secret = WebhookSignature.CreateSecret();

        return (secret, new(Guid.CreateVersion7(), _protector.Protect(secret), clock.Now()));
    }

    public string Read(WebhookSecret secret) => _protector.Unprotect(secret.Encrypted);
}
