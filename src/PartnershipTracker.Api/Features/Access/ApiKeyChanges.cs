using PartnershipTracker.Http;

namespace PartnershipTracker.Features.Access;

/// <summary>A key that is new, with its first secret.</summary>
public sealed record NewKey(ApiKeyRequest Request, AddedSecret First) : IWrites<ApiKey>
{
    string? IWrites<ApiKey>.Key => Request.Id;

    public IEnumerable<Mention> Mentions() => [];

    public void ApplyTo(ApiKey root)
    {
        Request.ApplyTo(root);
        First.ApplyTo(root);
    }
}

/// <summary>A further secret: for a while a key has two, so that programs can change over.</summary>
public sealed record AddedSecret(DateTimeOffset Now) : IWrites<ApiKey>
{
    public Guid Id { get; } = Guid.CreateVersion7();

    public string Text { get; } = Secret.Create();

    public IEnumerable<Mention> Mentions() => [];

    public bool Exists(ApiKey root) => false;

    public void ApplyTo(ApiKey root)
    {
        if (root.Secrets.Count == ApiKey.MostSecrets)
        {
            throw new ProblemException("conflict", Fault.At("#", "two_secrets", ApiKey.MostSecrets));
        }

        root.Secrets.Add(new() { Id = Id, Hash = Secret.Hash(Text), CreatedAt = Now });
    }
}

/// <summary>A secret that is not to be used any more.</summary>
public sealed record RemovedSecret(Guid Id) : IWrites<ApiKey>
{
    public IEnumerable<Mention> Mentions() => [];

    public void ApplyTo(ApiKey root)
    {
        if (root.Secrets.RemoveAll(s => s.Id == Id) == 0)
        {
            throw new ProblemException("not_found");
        }
    }
}
