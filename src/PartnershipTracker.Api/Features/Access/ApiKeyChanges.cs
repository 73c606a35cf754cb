namespace PartnershipTracker.Features.Access;

/// <summary>A new key with its first secret.</summary>
public sealed record NewKey(ApiKeyRequest Request, AddedSecret First) : IWriteRequest<ApiKey>
{
    string? IWriteRequest<ApiKey>.Key => Request.Id;

    public IEnumerable<ResourceReference> References() => [];

    public void ApplyTo(ApiKey root)
    {
        Request.ApplyTo(root);
        First.ApplyTo(root);
    }
}

/// <summary>A new secret of a key. A key may have two secrets for a while, so that programs can change over.</summary>
public sealed record AddedSecret(DateTimeOffset Now) : IWriteRequest<ApiKey>
{
    public Guid Id { get; } = Guid.CreateVersion7();

    public string Text { get; } = Secret.Create();

    public IEnumerable<ResourceReference> References() => [];

    public bool Exists(ApiKey root) => false;

    public void ApplyTo(ApiKey root)
    {
        if (root.Secrets.Count == ApiKey.MaxSecrets)
        {
            throw new ProblemException("conflict", Fault.At("#", "two_secrets", ApiKey.MaxSecrets));
        }

        root.Secrets.Add(new() { Id = Id, Hash = Secret.Hash(Text), CreatedAt = Now });
    }
}

/// <summary>The removal of a secret from a key.</summary>
public sealed record RemovedSecret(Guid Id) : IWriteRequest<ApiKey>
{
    public IEnumerable<ResourceReference> References() => [];

    public void ApplyTo(ApiKey root)
    {
        if (root.Secrets.RemoveAll(s => s.Id == Id) == 0)
        {
            throw new ProblemException("not_found");
        }
    }
}
