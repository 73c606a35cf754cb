using Npgsql;

namespace PartnershipTracker.Data.Connections;

/// <summary>The defaults of connection strings.</summary>
internal static class ConnectionDefaults
{
    private static readonly (string Name, object Value)[] Defaults =
    [
        ("Maximum Pool Size", Math.Max(8, 4 * Environment.ProcessorCount)),
        ("Timeout", 2),
        ("Command Timeout", 15),
        ("Cancellation Timeout", 500),
        ("Application Name", "PartnershipTracker"),
    ];

    private static readonly (string Name, object Value)[] RequestDefaults =
    [
        ("Max Auto Prepare", 100),
        ("Auto Prepare Min Usages", 2),
        ("No Reset On Close", true),
    ];

    /// <summary>The default for replicas: the primary answers what takes longer.</summary>
    private static readonly (string Name, object Value)[] ReplicaDefaults = [("Command Timeout", 3)];

    /// <summary>The defaults for several servers: use the one that accepts writes; find it a second after a failover.</summary>
    private static readonly (string Name, object Value)[] ClusterDefaults =
    [
        ("Target Session Attributes", "primary"),
        ("Host Recheck Seconds", 1),
        ("Load Balance Hosts", false),
    ];

    /// <summary>
    /// Adds what a connection string leaves open: a pool that is a small multiple of the cores (more only makes slow answers slower), and
    /// timeouts that turn an absent database into an answer within seconds.
    /// </summary>
    public static string Apply(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);

        settings.IncludeErrorDetail = false; // it would put rows of the register into logs
        var isCluster = settings.Host?.Contains(',', StringComparison.Ordinal) is true;

        return Apply(settings.ToString(), isCluster ? [.. Defaults, .. ClusterDefaults] : Defaults);
    }

    private static string Apply(string connectionString, IEnumerable<(string Name, object Value)> defaults)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);

        foreach (var (name, value) in defaults.Where(d => !settings.ShouldSerialize(d.Name)))
        {
            settings[name] = value;
        }

        return settings.ToString();
    }

    public static string ApplyToReplicas(string connectionString) => Apply(Apply(connectionString, ReplicaDefaults));

    /// <summary>Adds what only the pools of requests may have (see <see cref="DatabaseConnections.Requests"/>).</summary>
    public static string ForRequests(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(Apply(connectionString, RequestDefaults));
        settings.Options = $"-c jit=off -c lock_timeout=5s {settings.Options}".TrimEnd(); // of two values the last one applies

        return settings.ToString();
    }
}
