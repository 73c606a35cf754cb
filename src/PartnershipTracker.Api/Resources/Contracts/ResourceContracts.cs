namespace PartnershipTracker.Resources.Contracts;

/// <summary>
/// A contract that can be made from a stored root: the response of a GET, or the request that would write the current state.
/// </summary>
public interface IFrom<in T, out TSelf>
{
    static abstract TSelf From(T root);
}

/// <summary>A request that writes a <typeparamref name="T"/>. Its members may be used only after its validation.</summary>
public interface IWriteRequest<in T>
{
    /// <summary>The key in the body, if callers choose the keys.</summary>
    string? Key => null;

    /// <summary>Returns the references of the request, which must exist.</summary>
    IEnumerable<ResourceReference> References();

    void ApplyTo(T root);

    /// <summary>Returns true if the request writes an existing part or the root itself.</summary>
    bool Exists(T root) => true;

    /// <summary>Returns the contradictions of the root after the request is applied.</summary>
    IEnumerable<Fault> Contradictions(T root) => [];
}

/// <summary>
/// A reference in a request, with the collection of its target, or <c>organizations</c>, or <c>parts</c> for a part of the same root.
/// </summary>
public sealed record ResourceReference(string Pointer, string Kind, string Address)
{
    public const string Organizations = "organizations";
    public const string OwnParts = "parts";
}

/// <summary>A response with a single root, whose version is the ETag.</summary>
public interface IRootResponse<out TId> : IVersioned, IItem
{
    TId Id { get; }

    int Version { get; }

    string IVersioned.EntityTag => ETag.Of(Version);

    string IItem.Stamp => $"{Id}:{Version}";
}
