namespace PartnershipTracker.Data.Visibility;

public enum CallerKind
{
    /// <summary>An anonymous caller, who sees no classified resource, not even a public one.</summary>
    Nobody,

    /// <summary>The application itself, at start-up or from the command line.</summary>
    System,

    /// <summary>The user of the local machine, in Development.</summary>
    LocalAdministrator,

    ApiKey,

    /// <summary>The holder of a feed link, which gives access to a single view.</summary>
    Feed,

    /// <summary>A user with a token from an OpenID Connect issuer.</summary>
    User,
}

/// <summary>A grant of scopes and a clearance. A caller can neither grant nor obtain more than they have.</summary>
public interface IGrants
{
    IReadOnlyList<string> Scopes { get; }

    Confidentiality Clearance { get; }
}

/// <summary>The principal of a request or job, which determines the visible data and the name in the logs.</summary>
public sealed class Caller
{
    public const string LocalAdministrator = "local-admin";

    /// <summary>The empty list of readers, which stands for all callers with the clearance.</summary>
    public static readonly List<string> None = [];

    private HashSet<string> _scopes = [];

    public CallerKind Kind { get; private set; }

    /// <summary>The principal as written in logs and lists of readers: <c>key:power-bi</c>, <c>user:alice</c>.</summary>
    public string Name { get; private set; } = "nobody";

    public Confidentiality Clearance { get; private set; }

    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>True if a replica may answer reads that name no position.</summary>
    public bool ReadsReplicas { get; private set; }

    public IReadOnlyCollection<string> Scopes => _scopes;

    /// <summary>True for callers on the machine itself, who have access to its database anyway.</summary>
    public bool SeesEverything => Kind is CallerKind.System or CallerKind.LocalAdministrator;

    /// <summary>True if the caller manages the keys and feed links of all users.</summary>
    public bool ManagesGrants => SeesEverything || Has(Data.Visibility.Scopes.Admin);

    /// <summary>The confidentiality levels up to the clearance.</summary>
    public Confidentiality[] Levels { get; private set; } = [];

    public bool Has(string scope) =>
        _scopes.Contains(scope) || (scope == Data.Visibility.Scopes.Read && _scopes.Contains(Data.Visibility.Scopes.Write));

    public bool IsClearedFor(Confidentiality level) => SeesEverything || Levels.Contains(level);

    public bool Sees(IClassified resource) =>
        SeesEverything || (Levels.Contains(resource.Confidentiality) && (resource.Readers.Count == 0 || resource.Readers.Contains(Name)));

    public void Become(
        CallerKind kind, string name, IEnumerable<string> scopes, Confidentiality clearance, DateTimeOffset? expiresAt = null,
        bool readsReplicas = false)
    {
        (Kind, Name, _scopes, Clearance, ExpiresAt, ReadsReplicas) = (kind, name, [.. scopes], clearance, expiresAt, readsReplicas);
        Levels = [.. Enum.GetValues<Confidentiality>().Where(level => level <= clearance)];
    }

    /// <summary>Copies another caller, for a job that continues a request, or a read by a replica.</summary>
    public void Become(Caller other) =>
        Become(other.Kind, other.Name, other._scopes, other.Clearance, other.ExpiresAt, other.ReadsReplicas);

    /// <summary>Makes the application itself the caller, which sees everything.</summary>
    public void BecomeSystem(string name) => Become(CallerKind.System, name, Data.Visibility.Scopes.All, Confidentiality.Restricted);

    public static Caller System(string name)
    {
        var caller = new Caller();
        caller.BecomeSystem(name);

        return caller;
    }
}
