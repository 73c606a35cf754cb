namespace PartnershipTracker.Data.Model;

/// <summary>
/// An entity with a URL and a version of its own. Everything in the response of its GET is a part of it. A change of a part raises the
/// version of the root, so that the version can be the ETag.
/// </summary>
public abstract class Root
{
    /// <summary>
    /// The version: 1 after creation, and one more after each change or deletion. A key that is created again continues it.
    /// </summary>
    public int Version { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>
    /// The body of a GET of this version, as UTF-8 JSON, so that reads need neither the parts nor a serializer. Null for a resource whose
    /// body is not stored, and for a row that is older than this column.
    /// </summary>
    public byte[]? Image { get; private set; }

    /// <summary>The version of the shape of the image; 0 when there is none.</summary>
    public short ImageShape { get; private set; }

    /// <summary>
    /// The version that the image shows; 0 when there is none. A release without images, which serves on during an upgrade, leaves it
    /// behind.
    /// </summary>
    public int ImageVersion { get; private set; }

    /// <summary>The id as text, for URLs, change rows and messages.</summary>
    public abstract string IdText { get; }

    /// <summary>The ids of the parts that have one, such as the participants of a meeting.</summary>
    public virtual IEnumerable<Guid> PartIds => [];

    /// <summary>True if the id of a deleted root cannot be used again.</summary>
    public virtual bool IsIdSingleUse => false;

    /// <summary>Sets the id of a new root.</summary>
    public abstract void SetId(string address);

    /// <summary>Sets the original creation time of a root that is restored after its deletion.</summary>
    public void RestoreCreatedAt(DateTimeOffset createdAt) => CreatedAt = createdAt;

    public void Store(byte[]? image, short shape) => (Image, ImageShape, ImageVersion) = (image, shape, image is null ? 0 : Version);

    /// <summary>Returns the image if it is of the present version and has the given shape.</summary>
    public byte[]? CurrentImage(short shape) => ImageShape == shape && ImageVersion == Version ? Image : null;

    public void Advance(int version, DateTimeOffset now)
    {
        CreatedAt = CreatedAt == default ? now : CreatedAt;
        (Version, UpdatedAt) = (version, now);
    }
}

/// <summary>A root with the name of its collection, such as <c>companies</c>, for URLs and the change log.</summary>
public interface IResource
{
    static abstract string Resource { get; }

    /// <summary>
    /// The version of the shape of its responses, from 1. Raise it with every change of their members, so that stored images of the former
    /// shape are not shown; 0: no images are stored.
    /// </summary>
    static virtual short Shape => 1;
}

/// <summary>A root with a short, readable key, which never changes, unlike names.</summary>
public abstract class KeyedEntity : Root
{
    public string Id { get; private set; } = "";

    public LocalizedText Name { get; set; } = null!;

    /// <summary>Further names, each of which identifies the entity in an import.</summary>
    public List<string> Aliases { get; set; } = [];

    /// <summary>Further names for searches, which do not identify the entity in an import, such as MS.</summary>
    public List<string> WeakAliases { get; set; } = [];

    /// <summary>
    /// The dates, in EDTF, until which aliases of both kinds were in use, by alias. An entry for another text means nothing: a release
    /// without this member may leave one behind.
    /// </summary>
    public Dictionary<string, string> AliasEnds { get; set; } = [];

    /// <summary>The sort key of a list by name, which the database computes.</summary>
    public string SortName { get; private set; } = "";

    public override string IdText => Id;

    public override void SetId(string address) => Id = address;
}

/// <summary>A root with a UUIDv7 (RFC 9562) as its id, which sorts by creation.</summary>
public abstract class UuidEntity : Root
{
    public Guid Id { get; private set; }

    /// <summary>The id in another system, by which imports find the entity again.</summary>
    public string? ExternalId { get; set; }

    public override string IdText => Id.ToString();

    /// <summary>
    /// Parses the canonical spelling of a UUID (RFC 9562) in either case. The parser of .NET also accepts braces, white space and signs.
    /// </summary>
    public static bool TryParseId(string? text, out Guid id) =>
        Guid.TryParseExact(text, "D", out id) && id.ToString().Equals(text, StringComparison.OrdinalIgnoreCase);

    public override void SetId(string address) => Id = Guid.Parse(address, CultureInfo.InvariantCulture);
}

/// <summary>A part of a root that others can refer to. It keeps its id when the root is replaced.</summary>
public interface IPart
{
    Guid Id { get; }

    /// <summary>The position among its siblings, from 0.</summary>
    int Ordinal { get; set; }
}
