using System.Diagnostics;
using System.Globalization;
using PartnershipTracker.Benchmarks.Servers;
using PartnershipTracker.LocalPostgres;

namespace PartnershipTracker.Benchmarks.Data;

/// <summary>
/// A database server of our own with a register of a given size, made by bulk load. A run works on a copy of it, because the change log
/// refuses to forget what the run writes.
/// </summary>
internal sealed class Register : IAsyncDisposable
{
    private const string Loading = "loading";
    private const string Copied = "copied";

    private readonly PostgresServer _server;
    private readonly string _loaded;
    private readonly string? _temporary;

    private Register(PostgresServer server, string loaded, string? temporary) =>
        (_server, _loaded, _temporary) = (server, loaded, temporary);

    /// <summary>The connection string of the owner, for migrations and measurements.</summary>
    public string Owner => Sql.Place(_server, Copied);

    /// <summary>The connection string that all servers under test use.</summary>
    public string Runtime => Sql.RuntimePlace(_server, Copied);

    /// <summary>Starts the server and loads the register, unless the kept folder has it already.</summary>
    public static async Task<Register> Open(Options options)
    {
        var folder = options.Keep ?? Path.Combine(Path.GetTempPath(), $"tracker-benchmark-{Guid.CreateVersion7():n}");
        var server = await PostgresServer.StartAsync(new(folder));
        await Configure(server);
        await server.DisposeAsync();
        server = await PostgresServer.StartAsync(new(folder));

        var name = string.Create(CultureInfo.InvariantCulture, $"meetings_{options.Meetings}");
        var register = new Register(server, name, options.Keep is null ? folder : null);

        try
        {
            await register.Load(options);
            await register.Copy(options);

            return register;
        }
        catch
        {
            await register.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Sql.Execute(Maintenance, $"DROP DATABASE IF EXISTS {Copied} WITH (FORCE)");
        }
        finally
        {
            await _server.DisposeAsync();
        }

        if (_temporary is not null)
        {
            Directory.Delete(_temporary, recursive: true);
        }
    }

    /// <summary>
    /// Nothing has to be durable. Statements are counted only where <see cref="Rounds.DatabaseCost"/> switches it on.
    /// </summary>
    private static async Task Configure(PostgresServer server)
    {
        foreach (var setting in (string[])
            [
                "shared_preload_libraries = 'pg_stat_statements'", "fsync = off", "full_page_writes = off", "synchronous_commit = off",
                "max_wal_size = '8GB'",
            ])
        {
            await Sql.Execute(Sql.Place(server, "postgres"), $"ALTER SYSTEM SET {setting}");
        }
    }

    private string Maintenance => Sql.Place(_server, "postgres");

    /// <summary>
    /// Copies the register after the product has brought up to date everything that it derives from the rows: a bulk load bypasses the
    /// write path, which keeps derived data current otherwise. The copy of a database has none of its grants, so they are made again.
    /// </summary>
    private async Task Copy(Options options)
    {
        var loaded = Sql.Place(_server, _loaded);
        await Product.Command(options, loaded, Sql.RuntimePlace(_server, _loaded), "migrate");
        await Sql.Execute(loaded, "VACUUM (ANALYZE)");
        await Sql.Execute(Maintenance, $"DROP DATABASE IF EXISTS {Copied} WITH (FORCE)");
        await Sql.Execute(Maintenance, $"CREATE DATABASE {Copied} TEMPLATE {_loaded} STRATEGY file_copy");
        await Product.Command(options, Owner, Runtime, "migrate");
    }

    private async Task Load(Options options)
    {
        if ((await Sql.Query<string>(Maintenance, "SELECT datname::text FROM pg_database")).Contains(_loaded))
        {
            return;
        }

        var watch = Stopwatch.StartNew();
        var loading = Sql.Place(_server, Loading);
        await Sql.Execute(Maintenance, $"DROP DATABASE IF EXISTS {Loading}");
        await Sql.Execute(Maintenance, $"CREATE DATABASE {Loading}");
        await Product.Command(options, loading, Sql.RuntimePlace(_server, Loading), "migrate");
        var number = options.Meetings.ToString(CultureInfo.InvariantCulture);
        var script = (Resource("Reference.sql") + Resource("Meetings.sql")).Replace("$1", number, StringComparison.Ordinal);
        await Sql.Execute(loading, $"BEGIN; {script} COMMIT;");
        await Sql.Execute(loading, "CREATE EXTENSION pg_stat_statements");
        await Sql.Execute(Maintenance, $"ALTER DATABASE {Loading} RENAME TO {_loaded}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Loaded {options.Meetings:N0} meetings in {watch.Elapsed.TotalSeconds:F0} s."));
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(Register).Assembly.GetManifestResourceStream(name)!);

        return reader.ReadToEnd();
    }
}
