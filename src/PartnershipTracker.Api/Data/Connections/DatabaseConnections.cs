using System.Security.Cryptography;
using System.Text;
using Npgsql;
using PartnershipTracker.LocalPostgres;

namespace PartnershipTracker.Data.Connections;

/// <summary>
/// How the database is reached: as the role that the application runs with, which may not alter tables and may only append to the
/// change log, and as the owner that migrates, where the application may know it.
/// </summary>
public sealed record DatabaseConnections(string Tracker, string? Owner, PostgresServer? Local) : IAsyncDisposable
{
    public const string Unnamed =
        "ConnectionStrings__Tracker: no database is named. Set it (and ConnectionStrings__Owner, the role that migrates, to migrate). "
        + "A PostgreSQL of its own is started in the Development environment only.";

    /// <summary>Why there is no database to be had; then nothing else here is of use.</summary>
    public IReadOnlyList<string> Faults { get; private init; } = [];

    /// <summary>How many exports there are at once: each holds a connection for as long as its reader takes.</summary>
    public const int MaxExports = 4;

    /// <summary>As the same role, for exports: connections that are apart from all others.</summary>
    public string Exports => new NpgsqlConnectionStringBuilder(Tracker)
    {
        ApplicationName = "PartnershipTracker exports",
        MinPoolSize = 0,
        MaxPoolSize = MaxExports,
    }.ToString();

    /// <summary>How many jobs there are at once: each holds a connection for as long as its work takes.</summary>
    public const int MaxJobs = 2;

    /// <summary>
    /// As the same role, for jobs, apart from all others. What a job sends, it sends thousands of times: the plans are kept.
    /// </summary>
    public string Jobs => new NpgsqlConnectionStringBuilder(Tracker)
    {
        ApplicationName = "PartnershipTracker jobs",
        MinPoolSize = 0,
        MaxPoolSize = MaxJobs,
        MaxAutoPrepare = 100,
        AutoPrepareMinUsages = 2,
    }.ToString();

    /// <summary>Stops the PostgreSQL that was started, if one was.</summary>
    public ValueTask DisposeAsync() => Local?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Where the connection strings are, or a PostgreSQL of our own: with none of them, in Development.</summary>
    public static async Task<DatabaseConnections> Find(IConfiguration configuration, IHostEnvironment environment)
    {
        var (tracker, owner) = (configuration.GetConnectionString("Tracker"), configuration.GetConnectionString("Owner"));

        if (!string.IsNullOrEmpty(tracker))
        {
            return Read(("Tracker", tracker), ("Owner", owner));
        }

        if (!environment.IsDevelopment())
        {
            return new("", null, null) { Faults = [Unnamed] };
        }

        var folder = Path.GetFullPath(configuration["LocalPostgres:Folder"] ?? ".postgres", environment.ContentRootPath);
        var local = await PostgresServer.StartAsync(new(folder) { Say = Console.Error.WriteLine });
        var place = new NpgsqlConnectionStringBuilder { Host = local.Host, Port = local.Port, Database = "tracker" };

        return new(
            WithDefaults(new NpgsqlConnectionStringBuilder(place.ToString())
            {
                Username = "tracker_app",
                Password = Derived(local.Password),
            }.ToString()),
            WithDefaults(new NpgsqlConnectionStringBuilder(place.ToString())
            {
                Username = local.Superuser,
                Password = local.Password,
            }.ToString()),
            local);
    }

    private static readonly (string Name, object Value)[] Defaults =
    [
        ("Maximum Pool Size", Math.Max(8, 4 * Environment.ProcessorCount)),
        ("Timeout", 2),
        ("Command Timeout", 15),
        ("Cancellation Timeout", 500),
        ("Application Name", "PartnershipTracker"),
    ];

    /// <summary>Of several servers, the one that takes writes; when that is another one, within a second or so.</summary>
    private static readonly (string Name, object Value)[] ClusterDefaults =
    [
        ("Target Session Attributes", "primary"),
        ("Host Recheck Seconds", 1),
        ("Load Balance Hosts", false),
    ];

    /// <summary>
    /// What a connection string leaves open: a pool that is a small multiple of the cores (more only makes the slow answers slower), and
    /// limits that turn an absent database into an answer within seconds.
    /// </summary>
    private static string WithDefaults(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);

        settings.IncludeErrorDetail = false; // rows of the register would stand in logs
        var isCluster = settings.Host?.Contains(',', StringComparison.Ordinal) is true;
        var defaults = isCluster ? [.. Defaults, .. ClusterDefaults] : Defaults;

        foreach (var (name, value) in defaults.Where(d => !settings.ShouldSerialize(d.Name)))
        {
            settings[name] = value;
        }

        return settings.ToString();
    }

    private static DatabaseConnections Read(params (string Name, string? Text)[] named)
    {
        var faults = new List<string>();
        var read = named.Select(string? (s) =>
        {
            try
            {
                return string.IsNullOrEmpty(s.Text) ? null : WithDefaults(s.Text);
            }
            catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
            {
                faults.Add($"ConnectionStrings__{s.Name}: it cannot be read: {e.Message}");

                return null;
            }
        }).ToList();

        return new(read[0] ?? "", read[1], null) { Faults = faults };
    }

    /// <summary>The local runtime role's password: the same at every start, and of no use as the owner's.</summary>
    private static string Derived(string password) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(password + "/tracker_app")));
}
