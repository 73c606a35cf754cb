using System.Security.Cryptography;
using System.Text;
using Npgsql;
using PartnershipTracker.LocalPostgres;

namespace PartnershipTracker.Data.Connections;

/// <summary>
/// The connections to the database: as the role that the application runs with, which may not alter tables and may only append to the
/// change log, and as the owner that migrates, if it is configured.
/// </summary>
public sealed record DatabaseConnections(string Tracker, string? Owner, PostgresServer? Local) : IAsyncDisposable
{
    public const string Unnamed =
        "ConnectionStrings__Tracker: no database is named. Set it (and ConnectionStrings__Owner, the role that migrates, to migrate). "
        + "Only in the Development environment does the application start its own PostgreSQL.";

    /// <summary>The reasons why there is no database; with any, the other members are empty.</summary>
    public IReadOnlyList<string> Faults { get; private init; } = [];

    /// <summary>The pools of connections.</summary>
    public DataSources Sources { get; } = new();

    /// <summary>
    /// The connection string of the runtime role for what needs a session of its own: jobs, the listener, and the look at the servers. It
    /// differs from <see cref="Tracker"/> where that one leads through a pooler which gives each transaction another session.
    /// </summary>
    public string Direct { get => field is null or "" ? Tracker : field; private init; }

    /// <summary>The standbys that answer reads, each with its address.</summary>
    public IReadOnlyList<(string Host, string ConnectionString)> Replicas { get; private init; } = [];

    /// <summary>The servers of the runtime role's connection string.</summary>
    public ServerList Servers => field ??= new(Direct, Sources.Primary);

    /// <summary>
    /// The connection string for requests, with what only their pool may have. Their statements leave no session state, so a connection is
    /// reused without a reset, and the most frequent statements stay prepared. None is compiled: PostgreSQL overestimates a page of
    /// meetings and would compile its plan for a quarter of a second, to run it for a millisecond. None waits long for a locked row, so
    /// that a long transaction does not make others hold all connections. The values of the configured connection string win.
    /// </summary>
    public string Requests => ConnectionDefaults.ForRequests(Tracker);

    /// <summary>
    /// The connection string for the listener for notifications, which needs a session of its own for as long as it listens.
    /// </summary>
    public string Listener => new NpgsqlConnectionStringBuilder(Direct)
    {
        ApplicationName = "PartnershipTracker listener",
        Pooling = false,
        Multiplexing = false,
    }.ToString();

    /// <summary>
    /// The connection string for notifications and for the claims of webhooks. They do not wait for the requests' connections, nor for the
    /// disk: one that is lost in a crash is made up for by the next look. They leave no session state, so nothing resets a connection.
    /// </summary>
    public string Notifier => new NpgsqlConnectionStringBuilder(Direct)
    {
        ApplicationName = "PartnershipTracker notifier",
        MinPoolSize = 0,
        MaxPoolSize = 1,
        NoResetOnClose = true,
        Options = $"{new NpgsqlConnectionStringBuilder(Direct).Options} -c synchronous_commit=off".TrimStart(),
    }.ToString();

    /// <summary>The connection string for the look at the position of the primary.</summary>
    public string Watch => new NpgsqlConnectionStringBuilder(Direct)
    {
        ApplicationName = "PartnershipTracker replicas",
        MinPoolSize = 0,
        MaxPoolSize = 1,
        NoResetOnClose = true,
    }.ToString();

    /// <summary>The largest number of exports at once: each holds a connection for as long as its reader takes.</summary>
    public const int MaxExports = 4;

    /// <summary>The connection string for exports, with the same role and a pool of its own.</summary>
    public string Exports => new NpgsqlConnectionStringBuilder(Tracker)
    {
        ApplicationName = "PartnershipTracker exports",
        MinPoolSize = 0,
        MaxPoolSize = MaxExports,
        NoResetOnClose = false,
    }.ToString();

    /// <summary>The largest number of jobs at once: each holds a connection for as long as its work takes.</summary>
    public const int MaxJobs = 2;

    /// <summary>
    /// The connection string for jobs, with the same role and a pool of its own. A job sends the same statements thousands of times, so
    /// their plans are kept.
    /// </summary>
    public string Jobs => new NpgsqlConnectionStringBuilder(Direct)
    {
        ApplicationName = "PartnershipTracker jobs",
        MinPoolSize = 0,
        MaxPoolSize = MaxJobs,
        NoResetOnClose = false,
        MaxAutoPrepare = 100,
        AutoPrepareMinUsages = 2,
    }.ToString();

    /// <summary>Closes the connections and stops the application's own PostgreSQL, if it has started one.</summary>
    public async ValueTask DisposeAsync()
    {
        await Servers.DisposeAsync();
        await Sources.DisposeAsync();

        if (Local is not null)
        {
            await Local.DisposeAsync();
        }
    }

    /// <summary>Reads the connection strings; in Development, without any, starts a PostgreSQL.</summary>
    public static async Task<DatabaseConnections> Find(IConfiguration configuration, IHostEnvironment environment)
    {
        if (!string.IsNullOrEmpty(configuration.GetConnectionString("Tracker")))
        {
            return Read(configuration, "Tracker", "Owner", "Direct", "Replicas");
        }

        if (!environment.IsDevelopment())
        {
            return new("", null, null) { Faults = [Unnamed] };
        }

        var folder = Path.GetFullPath(configuration["LocalPostgres:Folder"] ?? ".postgres", environment.ContentRootPath);
        var local = await PostgresServer.StartAsync(
            new(folder) { FolderSetting = "LocalPostgres__Folder", Report = Console.Error.WriteLine });
        var place = new NpgsqlConnectionStringBuilder { Host = local.Host, Port = local.Port, Database = "tracker" };

        return new(
            ConnectionDefaults.Apply(new NpgsqlConnectionStringBuilder(place.ToString())
            {
                Username = "tracker_app",
                Password = Derive(local.Password),
            }.ToString()),
            ConnectionDefaults.Apply(new NpgsqlConnectionStringBuilder(place.ToString())
            {
                Username = local.Superuser,
                Password = local.Password,
            }.ToString()),
            local);
    }

    private static DatabaseConnections Read(IConfiguration configuration, params string[] names)
    {
        var faults = new List<string>();
        var read = names.ToDictionary(name => name, string? (name) =>
        {
            try
            {
                return configuration.GetConnectionString(name) is not { Length: > 0 } text ? null
                    : name is "Replicas" ? ConnectionDefaults.ApplyToReplicas(text) : ConnectionDefaults.Apply(text);
            }
            catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
            {
                faults.Add($"ConnectionStrings__{name}: it cannot be read: {e.Message}");

                return null;
            }
        }, StringComparer.Ordinal);

        if (read["Replicas"] is { } replicas && new NpgsqlConnectionStringBuilder(replicas).Host is null or "")
        {
            faults.Add("ConnectionStrings__Replicas: it names no host.");
        }

        return new(read["Tracker"] ?? "", read["Owner"], null)
        {
            Faults = faults,
            Direct = read["Direct"] ?? "",
            Replicas = [.. ReplicasOf(read["Replicas"])],
        };
    }

    /// <summary>Returns a connection string for each of the hosts. Which of them may be used shows when they are asked.</summary>
    private static IEnumerable<(string Host, string ConnectionString)> ReplicasOf(string? connectionString)
    {
        foreach (var host in new NpgsqlConnectionStringBuilder(connectionString).Host?.Split(',', StringSplitOptions.TrimEntries) ?? [])
        {
            var place = new NpgsqlConnectionStringBuilder(connectionString) { Host = host };
            place.Remove("Target Session Attributes");
            place.Remove("Load Balance Hosts");

            yield return (host, ConnectionDefaults.ForRequests(place.ToString()));
        }
    }

    /// <summary>Derives the local runtime role's password: the same at every start, and useless for the owner's role.</summary>
    private static string Derive(string password) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(password + "/tracker_app")));
}
