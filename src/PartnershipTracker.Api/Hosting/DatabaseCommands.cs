using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Hosting;

/// <summary>What is done with the database as a whole, before it is served from.</summary>
public static class DatabaseCommands
{
    public static readonly IReadOnlyList<Verb> All =
    [
        new(
            "migrate",
            "",
            "Brings the database up to date as ConnectionStrings__Owner, and makes the role of ConnectionStrings__Tracker.",
            Migrate),
        new("check", "", "Says what would keep Production from starting.", Check),
    ];

    private static async Task<int> Migrate(IServiceProvider services, IReadOnlyDictionary<string, string> options)
    {
        var connections = services.GetRequiredService<DatabaseConnections>();

        if (connections.Faults.Count == 0 && connections.Owner is null)
        {
            throw new StartupException("ConnectionStrings__Owner: it is not set. Name the role that owns the tables: it migrates them.");
        }

        var steps = await connections.Prepare();
        Console.WriteLine(steps.Count == 0 ? "There was nothing to migrate." : string.Join(Environment.NewLine, steps));

        return 0;
    }

    private static async Task<int> Check(IServiceProvider services, IReadOnlyDictionary<string, string> options)
    {
        var faults = await StartupReport.Of(
            services.GetRequiredService<IConfiguration>(), services.GetRequiredService<DatabaseConnections>(), CancellationToken.None);
        Console.WriteLine(faults.Count == 0 ? "Nothing keeps Production from starting." : string.Join(Environment.NewLine, faults));

        return faults.Count == 0 ? 0 : 1;
    }
}
