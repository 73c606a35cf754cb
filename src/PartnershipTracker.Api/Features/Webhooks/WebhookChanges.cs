namespace PartnershipTracker.Features.Webhooks;

/// <summary>A new webhook with its first secret and the cursor after which its notifications begin.</summary>
public sealed record NewWebhook(WebhookRequest Request, AddedWebhookSecret First, string Cursor) : IWriteRequest<Webhook>
{
    string? IWriteRequest<Webhook>.Key => Request.Id;

    public IEnumerable<ResourceReference> References() => [];

    public void ApplyTo(Webhook root)
    {
        root.Key = Request.Key!;
        root.Delivery = new() { Cursor = Cursor, NextAttemptAt = First.Now };
        Request.ApplyTo(root);
        First.ApplyTo(root);
    }
}

/// <summary>A new secret of a webhook. With two, each notification has two signatures, so that its receiver can change over.</summary>
/// <param name="Id">The id.</param>
/// <param name="Encrypted">The encrypted secret.</param>
/// <param name="Now">The instant of creation.</param>
public sealed record AddedWebhookSecret(Guid Id, string Encrypted, DateTimeOffset Now) : IWriteRequest<Webhook>
{
    public IEnumerable<ResourceReference> References() => [];

    public bool Exists(Webhook root) => false;

    public void ApplyTo(Webhook root)
    {
        if (root.Secrets.Count == Webhook.MaxSecrets)
        {
            throw new ProblemException("conflict", Fault.At("#", "two_webhook_secrets", Webhook.MaxSecrets));
        }

        root.Secrets.Add(new() { Id = Id, Encrypted = Encrypted, CreatedAt = Now });
    }
}

/// <summary>The removal of a secret from a webhook, which keeps at least one.</summary>
public sealed record RemovedWebhookSecret(Guid Id) : IWriteRequest<Webhook>
{
    public IEnumerable<ResourceReference> References() => [];

    public void ApplyTo(Webhook root)
    {
        if (!root.Secrets.Exists(s => s.Id == Id))
        {
            throw new ProblemException("not_found");
        }

        if (root.Secrets.Count == 1)
        {
            throw new ProblemException("conflict", Fault.At("#", "last_webhook_secret"));
        }

        root.Secrets.RemoveAll(s => s.Id == Id);
    }
}
