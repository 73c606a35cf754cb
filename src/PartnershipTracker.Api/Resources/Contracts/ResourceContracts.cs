using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Resources.Contracts;

/// <summary>Something made from a stored root: what a GET shows of it, or the request that would write it as it stands.</summary>
public interface IFrom<in T, out TSelf>
{
    static abstract TSelf From(T root);
}

/// <summary>What a caller may write of a <typeparamref name="T"/>; it has passed its validator when it is asked anything.</summary>
public interface IWriteRequest<in T>
{
    /// <summary>The key that the body names, where keys are chosen by callers.</summary>
    string? Key => null;

    /// <summary>What it refers to, and where: it must exist.</summary>
    IEnumerable<ResourceReference> References();

    void ApplyTo(T root);

    /// <summary>Whether what it writes is there already: of a root always, of a part perhaps.</summary>
    bool Exists(T root) => true;

    /// <summary>What the root would contradict, once this is applied.</summary>
    IEnumerable<Fault> Contradictions(T root) => [];
}

/// <summary>
/// A reference to something else in a request: the collection that it should be in (or <c>organizations</c>, or <c>parts</c> of the root
/// itself).
/// </summary>
public sealed record ResourceReference(string Pointer, string Kind, string Address)
{
    public const string Organizations = "organizations";
    public const string OwnParts = "parts";
}

/// <summary>An answer that shows one root: its version is the ETag.</summary>
public interface IRootResponse<out TId> : IVersioned, IItem
{
    TId Id { get; }

    int Version { get; }

    string IVersioned.EntityTag => ETag.Of(Version);

    string IItem.Stamp => $"{Id}:{Version}";
}
