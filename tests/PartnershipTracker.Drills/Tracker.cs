using System.Globalization;
using PartnershipTracker.Tests.Hosting;

namespace PartnershipTracker.Drills;

/// <summary>
/// The application in Production, with a key that can read and write; it can be killed and started again at the same address.
/// </summary>
internal sealed class Tracker : IAsyncDisposable
{
    public const string KeyId = "drill";

    private const string Urls = "ASPNETCORE_URLS";

    private readonly (string Name, string? Value)[] _environment;
    private readonly string _runtime;
    private TrackerProcess? _process;

    private Tracker(string runtime, (string Name, string? Value)[] more)
    {
        _runtime = runtime;
        Address = Array.Find(more, setting => setting.Name is Urls).Value is { } address ? new(address) : FreeAddress();
        _environment =
        [
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            (Urls, Address.ToString()),
            ("ConnectionStrings__Tracker", runtime),
            ("Register__OpeningData", "true"), // which has the organizations of the meetings
            ("Proxy__Trusted__0", "127.0.0.1"), // which is where TLS would end
            ("RateLimit__PerMinute", "1000000000"),
            ("RateLimit__AnonymousPerMinute", "1000000000"),
            ("RateLimit__HiddenConflictsPerMinute", "0"),
            .. more,
        ];
    }

    public Uri Address { get; }

    public static Uri FreeAddress() => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Workspace.FreePort()}"));

    public string? Key { get; private set; }

    public int ProcessId => _process!.Process.Id;

    /// <summary>Creates a register with a key by the commands of an operator, without starting the application.</summary>
    public static Task<Tracker> Install(Database database, string hosts, params (string Name, string? Value)[] more) =>
        Install(database, hosts, "--scopes read,write --clearance internal", more);

    /// <summary>Creates a register with the key of an administrator who may see and do everything.</summary>
    public static Task<Tracker> InstallForAdministrator(Database database, string? hosts = null) => Install(
        database,
        hosts ?? $"127.0.0.1:{database.Port}",
        "--scopes read,write,sources:text,export,declassify,audit,admin --clearance restricted",
        []);

    private static async Task<Tracker> Install(
        Database database, string hosts, string rights, (string Name, string? Value)[] more)
    {
        var runtime = $"Host={hosts};Database=tracker;Username={Database.RuntimeRole};Password={Database.RuntimePassword}";

        return await Install(database.Owner, runtime, rights, more);
    }

    /// <summary>Creates a register at any server.</summary>
    public static async Task<Tracker> Install(string owner, string runtime, string rights, params (string Name, string? Value)[] more)
    {
        var tracker = new Tracker(runtime, more);
        await tracker.Migrate(owner);
        tracker.Key = await tracker.Command(owner, $"keys create --id {KeyId} {rights}");

        return tracker;
    }

    public Task Migrate(string owner) => Command(owner, "migrate");

    /// <summary>Returns another instance for the same register, with the same key.</summary>
    public Tracker Beside(string runtime, params (string Name, string? Value)[] more) => new(runtime, more) { Key = Key };

    /// <summary>Returns the same application in Development, where a local request needs no key.</summary>
    public Tracker WithoutAuthentication(Database database) =>
        new(_runtime, [("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings__Owner", database.Owner)]);

    public Task Start() => Start(TrackerProcess.Program);

    /// <summary>Starts the program of another release, with other settings.</summary>
    public async Task Start(string program, params (string Name, string? Value)[] more)
    {
        _process = TrackerProcess.StartProgram(program, [.. _environment, .. more]);
        await _process.Ready;
    }

    public async Task Kill()
    {
        _process!.Process.Kill();
        await DisposeAsync();
    }

    public async Task<int> Terminate()
    {
        await Signal.Terminate(ProcessId);

        return await _process!.Exit();
    }

    /// <summary>Creates a client with a connection pool of its own.</summary>
    public HttpClient Client() => ClientOf(Address);

    /// <summary>Creates a client of another address that leads to the register.</summary>
    public HttpClient ClientOf(Uri address)
    {
        var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };

        if (Key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        }

        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Process.Kill();
            await process.Exit();
            process.Dispose();
        }
    }

    /// <summary>Runs a command and returns the last line of its output.</summary>
    private async Task<string> Command(string owner, string verb)
    {
        var (exit, said, output) = await TrackerProcess.Run(verb, [.. _environment, ("ConnectionStrings__Owner", owner)]);

        return exit == 0 ? output.LastOrDefault("") : throw new InvalidOperationException($"{verb}: {said}");
    }
}
