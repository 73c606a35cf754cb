namespace PartnershipTracker.Data.Visibility;

public enum CallerKind
{
    /// <summary>Nobody has said who they are: such a caller sees nothing that is classified, public things included.</summary>
    Nobody,

    /// <summary>The application itself, at start or from the command line.</summary>
    System,

    /// <summary>Whoever sits at the machine, in Development.</summary>
    LocalAdministrator,

    ApiKey,

    /// <summary>Whoever has a feed link: known by that, and good for its one view.</summary>
    Feed,

    /// <summary>Somebody whom an OpenID Connect issuer vouches for.</summary>
    User,
}

/// <summary>Something that lets somebody do and see things: nobody gives, or gets hold of, what they do not have.</summary>
public interface IGrants
{
    IReadOnlyList<string> Scopes { get; }

    Confidentiality Clearance { get; }
}

/// <summary>Who asks: what the store shows, and whom the logs name. One for each request or job.</summary>
public sealed class Caller
{
    public const string LocalAdministrator = "local-admin";

    /// <summary>The readers of what everybody with the clearance may see.</summary>
    public static readonly List<string> None = [];

    private HashSet<string> _scopes = [];

    public CallerKind Kind { get; private set; }

    /// <summary>The principal, as logs and lists of readers write it: <c>key:power-bi</c>, <c>user:alice</c>.</summary>
    public string Name { get; private set; } = "nobody";

    public Confidentiality Clearance { get; private set; }

    public DateTimeOffset? ExpiresAt { get; private set; }

    public IReadOnlyCollection<string> Scopes => _scopes;

    /// <summary>Whoever has the machine has its database anyway.</summary>
    public bool SeesEverything => Kind is CallerKind.System or CallerKind.LocalAdministrator;

    /// <summary>Whether this caller sees to what others were given, too.</summary>
    public bool ManagesGrants => SeesEverything || Has(Data.Visibility.Scopes.Admin);

    /// <summary>The levels that this caller is cleared for.</summary>
    public Confidentiality[] Levels { get; private set; } = [];

    public bool Has(string scope) =>
        _scopes.Contains(scope) || (scope == Data.Visibility.Scopes.Read && _scopes.Contains(Data.Visibility.Scopes.Write));

    public bool IsClearedFor(Confidentiality level) => SeesEverything || Levels.Contains(level);

    public bool Sees(IClassified thing) =>
        SeesEverything || (Levels.Contains(thing.Confidentiality) && (thing.Readers.Count == 0 || thing.Readers.Contains(Name)));

    public void Become(
        CallerKind kind, string name, IEnumerable<string> scopes, Confidentiality clearance, DateTimeOffset? expiresAt = null)
    {
        (Kind, Name, _scopes, Clearance, ExpiresAt) = (kind, name, [.. scopes], clearance, expiresAt);
        Levels = [.. Enum.GetValues<Confidentiality>().Where(level => level <= clearance)];
    }

    /// <summary>The same caller, where a job goes on with what a request began.</summary>
    public void Become(Caller other) => Become(other.Kind, other.Name, other._scopes, other.Clearance, other.ExpiresAt);

    /// <summary>The application itself, which sees everything.</summary>
    public void BecomeSystem(string name) => Become(CallerKind.System, name, Data.Visibility.Scopes.All, Confidentiality.Restricted);

    public static Caller System(string name)
    {
        var caller = new Caller();
        caller.BecomeSystem(name);

        return caller;
    }
}
