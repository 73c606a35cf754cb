using System.Net;
using System.Net.Sockets;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>A start by <c>dotnet run</c>, with what the caller sets and without.</summary>
public sealed class DotnetRunTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"tracker-run-{Guid.CreateVersion7():n}");

    private TrackerProcess Run(string[] arguments, params (string Name, string? Value)[] environment) => TrackerProcess.DotnetRun(
        arguments,
        [
            ("ASPNETCORE_ENVIRONMENT", null), ("DOTNET_ENVIRONMENT", null), ("ASPNETCORE_URLS", null),
            ("ConnectionStrings__Tracker", null), ("ConnectionStrings__Owner", null), ("LocalPostgres__Folder", _folder), .. environment,
        ]);

    private static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        return $"http://{listener.LocalEndpoint}";
    }

    [ProcessTheory]
    [InlineData("ASPNETCORE_ENVIRONMENT")]
    [InlineData("DOTNET_ENVIRONMENT")]
    public async Task The_environment_of_the_caller_wins(string variable)
    {
        using var run = Run([], (variable, "Production"));

        Assert.Equal(1, await run.Exit());
        Assert.Contains("ConnectionStrings__Tracker: no database is named.", run.Said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder));
    }

    [ProcessFact]
    public async Task The_environment_in_the_arguments_wins()
    {
        using var run = Run(["--environment=Production"]);

        Assert.Equal(1, await run.Exit());
        Assert.Contains("ConnectionStrings__Tracker: no database is named.", run.Said, StringComparison.Ordinal);
    }

    [ProcessTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_address_of_the_caller_wins_and_the_environment_is_then_Development(bool isVariable)
    {
        var address = FreeAddress();
        using var run = isVariable ? Run([], ("ASPNETCORE_URLS", address)) : Run(["--urls", address]);

        Assert.Equal(new Uri(address), await run.Ready);
        Assert.True(Directory.Exists(_folder)); // only Development starts a PostgreSQL
    }

    [ProcessTheory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("*")]
    public async Task An_address_in_use_ends_the_start_with_one_line_before_anything_is_created(string host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://{host}:{((IPEndPoint)listener.LocalEndpoint).Port}";

        using var run = Run([], ("ASPNETCORE_URLS", url));

        Assert.Equal(1, await run.Exit());
        Assert.Equal(
            $"{url}: another program listens there. End it, or set ASPNETCORE_URLS to serve at another address.", run.Said.Trim());
        Assert.False(Directory.Exists(_folder));
    }

    [ProcessFact]
    public async Task A_command_has_the_same_settings_as_the_server()
    {
        using var run = Run(["keys", "list"]);

        Assert.Equal(0, await run.Exit());
        Assert.True(Directory.Exists(_folder)); // only Development starts a PostgreSQL
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
