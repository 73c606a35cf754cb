using System.Net.Sockets;
using Npgsql;
using PartnershipTracker.LocalPostgres;

namespace PartnershipTracker.Tests.PostgresServers;

public sealed class PostgresServerTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly List<string> _said = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task<PostgresServer> Start(bool throwaway = false) =>
        PostgresServer.StartAsync(new(_folder.Server) { Throwaway = throwaway, Report = _said.Add }, Cancel);

    [Fact]
    public async Task A_server_that_was_stopped_starts_again_with_its_data_its_password_and_a_new_log()
    {
        var first = await Start();
        await first.Ask("CREATE TABLE kept AS SELECT 42 AS n");
        await first.DisposeAsync();
        await first.DisposeAsync();

        using var socket = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(async () => await socket.ConnectAsync(first.Host, first.Port, Cancel));

        await using var second = await Start();
        Assert.Equal(42, await second.Ask("SELECT n FROM kept"));
        Assert.Equal(first.Password, second.Password);
        Assert.Single(_said, line => line.StartsWith("Creating", StringComparison.Ordinal));

        var (log, former) = (_folder["server/server.log"], _folder["server/server.log.1"]);
        Assert.DoesNotContain("system is shut down", await File.ReadAllTextAsync(log, Cancel), StringComparison.Ordinal);
        Assert.Contains("system is shut down", await File.ReadAllTextAsync(former, Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused()
    {
        await using var first = await Start(throwaway: true);

        var refused = await Assert.ThrowsAsync<PostgresUnavailableException>(() => Start());

        Assert.Contains($"Another instance (process {Environment.ProcessId})", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await first.Ask("SELECT 1"));
    }

    [Fact]
    public async Task A_server_uses_UTF_8_and_listens_on_loopback_only()
    {
        await using var server = await Start(throwaway: true);

        Assert.Equal("UTF8", await server.Ask("SHOW server_encoding"));
        Assert.Equal("Ä 한국", await server.Ask("SELECT upper('ä 한국')"));
        Assert.Equal(true, await server.Ask("SELECT upper(datctype) LIKE '%UTF%8' FROM pg_database WHERE datname = 'template1'"));
        Assert.Equal("127.0.0.1", await server.Ask("SHOW listen_addresses"));
        Assert.Equal("", await server.Ask("SHOW unix_socket_directories"));
        Assert.Equal("off", await server.Ask("SHOW fsync"));
    }

    [Fact]
    public async Task The_password_is_required_and_readable_by_its_owner_only()
    {
        await using var server = await Start();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => server.Ask("SELECT 1", password: "guessed"));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
        Assert.Equal("on", await server.Ask("SHOW fsync"));
        Assert.True(OperatingSystem.IsWindows()
            || File.GetUnixFileMode(_folder["server/password"]) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task A_throwaway_server_deletes_only_its_own_files()
    {
        await (await Start(throwaway: true)).DisposeAsync();
        Assert.False(Directory.Exists(_folder.Server));

        var mine = Path.Combine(Directory.CreateDirectory(_folder.Server).FullName, "mine.txt");
        await File.WriteAllTextAsync(mine, "", Cancel);
        await (await Start(throwaway: true)).DisposeAsync();
        Assert.Equal([mine], Directory.EnumerateFileSystemEntries(_folder.Server));
    }

    [Fact]
    public async Task The_leftovers_of_a_killed_initdb_are_replaced()
    {
        var unfinished = Directory.CreateDirectory(_folder["server/data.new"]).FullName;
        await File.WriteAllTextAsync(Path.Combine(unfinished, "PG_VERSION"), "15", Cancel);
        await File.WriteAllTextAsync(_folder["server/password"], "of the killed one", Cancel);

        await using var server = await Start();

        Assert.Equal(1, await server.Ask("SELECT 1"));
        Assert.False(Directory.Exists(unfinished));
    }

    [Fact]
    public async Task A_folder_with_other_files_is_not_changed()
    {
        var mine = Path.Combine(Directory.CreateDirectory(_folder["server/data"]).FullName, "mine.txt");
        await File.WriteAllTextAsync(mine, "", Cancel);

        var refused = await Assert.ThrowsAsync<PostgresUnavailableException>(() => Start());

        Assert.Contains(_folder["server/data"], refused.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(mine));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_starts_in_a_home_folder_that_other_users_cannot_enter(bool userNamespaces)
    {
        _folder.KeepToOneself();
        var options = new PostgresOptions(_folder.Server)
        {
            Throwaway = true,
            Report = _said.Add,
            Machine = Machine.This with { UserNamespaces = userNamespaces },
        };

        await using var server = await PostgresServer.StartAsync(options, Cancel);
        Assert.Equal(1, await server.Ask("SELECT 1"));

        var asOtherUser = _said.SingleOrDefault(line => line.Contains("cannot reach", StringComparison.Ordinal));
        Assert.Equal(asOtherUser is null, Directory.Exists(_folder.Server));
        Assert.True(userNamespaces || asOtherUser is not null || !Environment.IsPrivilegedProcess);
    }

    public void Dispose() => _folder.Dispose();
}
