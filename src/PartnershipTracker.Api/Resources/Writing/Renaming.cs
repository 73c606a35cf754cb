namespace PartnershipTracker.Resources.Writing;

/// <summary>
/// A request of a caller that replaces or patches a root and may rename it: the former name stays an alias, so that searches find it. An
/// import and a restoration state the aliases that they mean.
/// </summary>
public sealed record Renaming<T>(IWriteRequest<T> Request, DateOnly Today) : IWriteRequest<T>
{
    public string? Key => Request.Key;

    public IEnumerable<ResourceReference> References() => Request.References();

    public bool Exists(T root) => Request.Exists(root);

    public void ApplyTo(T root)
    {
        var (name, aliases) = root is KeyedEntity before ? (before.Name, before.ShownAliases()) : default;
        Request.ApplyTo(root);
        (root as KeyedEntity)?.KeepFormerName(name, aliases, Today);
    }

    public IEnumerable<Fault> Contradictions(T root) =>
        root is KeyedEntity named && named.Aliases.Count + named.WeakAliases.Count > KeyedEntities.MaxAliases
            ? [.. Request.Contradictions(root), Fault.At("#/aliases", "too_many", KeyedEntities.MaxAliases)]
            : Request.Contradictions(root);
}
