using System.Diagnostics;
using Npgsql;
using PartnershipTracker.LocalPostgres;
using PartnershipTracker.Tests;
using PartnershipTracker.Tests.Hosting;
using PartnershipTracker.Tests.OpenApi;
using PartnershipTracker.Web.Security;

[assembly: AssemblyFixture(typeof(TestServer))]

namespace PartnershipTracker.Tests;

/// <summary>A throwaway PostgreSQL for the whole run, with a migrated template database that holds the opening data.</summary>
public sealed class TestServer : IAsyncLifetime
{
    private const string Template = "template_tracker";

    /// <summary>The console's own writer of errors, which the product replaces by one that hides secrets.</summary>
    public TextWriter ConsoleError { get; } = Console.Error;

    private readonly SemaphoreSlim _copying = new(1);
    private PostgresServer? _server;

    public async ValueTask InitializeAsync()
    {
        // "dotnet test" reads the results from the standard output, and drops those that another text breaks.
        SecretRedactingWriter.Install();
        Console.SetOut(Console.Error);
        _server = await PostgresServer.StartAsync(new(NewFolder()) { Throwaway = true });

        await using (var app = new TrackerApp(this, Template, isCopy: false))
        {
            await app.InitializeAsync();
            await ExampleItems.Add(app);
        }

        // A database that somebody is connected to cannot be copied.
        NpgsqlConnection.ClearAllPools();
        await Execute($"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{Template}'");
    }

    /// <summary>Starts a standby of this server.</summary>
    public async Task<PostgresServer> StartStandby()
    {
        var folder = NewFolder();
        await BaseBackup.Take(_server!, folder, TestContext.Current.CancellationToken);

        return await PostgresServer.StartAsync(new(folder) { Throwaway = true }, TestContext.Current.CancellationToken);
    }

    /// <summary>Returns the connection string of the owner.</summary>
    public string Owner(string database) => Place(database, _server!.Superuser, _server.Password);

    /// <summary>Returns the connection string of the runtime role.</summary>
    public string Runtime(string database) => Place(database, "tracker_app", "tracker_app");

    /// <summary>Copies the template file by file; through the write-ahead log, the default, it takes three times as long.</summary>
    public async Task Copy(string database, string options = "")
    {
        await _copying.WaitAsync();

        try
        {
            await Execute($"CREATE DATABASE {database} TEMPLATE {Template} STRATEGY file_copy {options}");
        }
        finally
        {
            _copying.Release();
        }
    }

    /// <summary>Drops a database. PostgreSQL waits 5 s for its sessions to end, which is too short on a busy machine.</summary>
    public async Task Drop(string database)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await Execute($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");

                return;
            }
            catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.ObjectInUse && attempt < 10)
            {
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        _copying.Dispose();

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    public async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(Owner("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Returns a database as SQL, without what depends on the version of <c>pg_dump</c>.</summary>
    public async Task<string> Dump(string database, params string[] options)
    {
        var program = Path.Combine(_server!.BinFolder, "pg_dump");
        Assert.SkipUnless(File.Exists(program), "This needs pg_dump, which comes with a full installation of PostgreSQL.");
        var place = new NpgsqlConnectionStringBuilder(Owner(database));
        var start = new ProcessStartInfo(program, ["--no-owner", "--no-privileges", .. options])
        {
            Environment =
            {
                ["PGHOST"] = place.Host, ["PGPORT"] = $"{place.Port}", ["PGUSER"] = place.Username, ["PGPASSWORD"] = place.Password,
                ["PGDATABASE"] = database,
            },
        };
        var outcome = await Command.Run(start, TestContext.Current.CancellationToken);
        Assert.True(outcome.Succeeded, outcome.LastLines);

        return string.Join('\n', outcome.Text.Split('\n').Where(line => line is not (['-', '-', ..] or ['\\', ..])));
    }

    private static string NewFolder() => Path.Combine(Path.GetTempPath(), $"tracker-tests-{Guid.CreateVersion7():n}");

    private string Place(string database, string user, string password) =>
        $"Host={_server!.Host};Port={_server.Port};Database={database};Username={user};Password={password};Timeout=15;"
        + (user == "tracker_app" ? "" : "Options=-c jit=off"); // compiling a plan takes longer than it runs here
}
