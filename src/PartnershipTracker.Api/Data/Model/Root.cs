using System.Globalization;

namespace PartnershipTracker.Data.Model;

/// <summary>
/// Something with a URL and a version of its own. Everything that its GET shows is a part of it: whatever changes a part raises
/// the version of the root, so the version is the ETag.
/// </summary>
public abstract class Root
{
    /// <summary>1 when created, one more with every change, deletion included. A key that is created again goes on counting.</summary>
    public int Version { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>The id as URLs, change rows and messages write it.</summary>
    public abstract string IdText { get; }

    /// <summary>The ids of its parts that have one, such as a meeting's participants.</summary>
    public virtual IEnumerable<Guid> PartIds => [];

    /// <summary>Whether its id, once given up, is never given to another.</summary>
    public virtual bool IsIdSingleUse => false;

    /// <summary>Gives a new root its id.</summary>
    public abstract void SetId(string address);

    /// <summary>It was registered then, and deleted since: it comes back as what it was.</summary>
    public void RestoreCreatedAt(DateTimeOffset createdAt) => CreatedAt = createdAt;

    public void Advance(int version, DateTimeOffset now)
    {
        CreatedAt = CreatedAt == default ? now : CreatedAt;
        (Version, UpdatedAt) = (version, now);
    }
}

/// <summary>A root that knows the collection it is listed in, such as <c>companies</c>: its URL, and its name in the change log.</summary>
public interface IResource
{
    static abstract string Resource { get; }
}

/// <summary>Something that is referred to by a short, readable key that never changes: names do.</summary>
public abstract class KeyedEntity : Root
{
    public string Id { get; private set; } = "";

    public LocalizedText Name { get; set; } = null!;

    /// <summary>Further names, each enough to say who is meant.</summary>
    public List<string> Aliases { get; set; } = [];

    /// <summary>Further names that find, but never resolve by themselves in an import (MS).</summary>
    public List<string> WeakAliases { get; set; } = [];

    /// <summary>What a list by name is sorted by; the database computes it.</summary>
    public string SortName { get; private set; } = "";

    public override string IdText => Id;

    public override void SetId(string address) => Id = address;
}

/// <summary>Something that happened or was found. Its id sorts by creation (UUIDv7, RFC 9562).</summary>
public abstract class UuidEntity : Root
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();

    /// <summary>The id that another system knows it by; imports find it again by this.</summary>
    public string? ExternalId { get; set; }

    public override string IdText => Id.ToString();

    /// <summary>
    /// The one spelling of a UUID (RFC 9562), in either case; .NET would take braces, white space, signs and more besides.
    /// </summary>
    public static bool TryParseId(string? text, out Guid id) =>
        Guid.TryParseExact(text, "D", out id) && id.ToString().Equals(text, StringComparison.OrdinalIgnoreCase);

    public override void SetId(string address) => Id = Guid.Parse(address, CultureInfo.InvariantCulture);
}

/// <summary>A part of a root that others can point at: it keeps its id while the root is rewritten around it.</summary>
public interface IPart
{
    Guid Id { get; }

    /// <summary>Its place among its siblings, from 0.</summary>
    int Ordinal { get; set; }
}
