using System.CommandLine;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Hosting;

/// <summary>The verbs for the database as a whole.</summary>
public static class DatabaseCommands
{
    private static readonly Option<bool> AcceptServer = new("--accept-server")
    {
        Description = "Accepts another server than the register was served from, after it was moved or restored.",
    };

    public static Command Migrate => new Verb(
        "migrate",
        "Brings the database up to date as ConnectionStrings__Owner, and creates the role of ConnectionStrings__Tracker.",
        RunMigrate)
    {
        Options = { AcceptServer },
    };

    public static Command Check => new Verb("check", "Lists what would keep Production from starting.", RunCheck);

    private static async Task<int> RunMigrate(IServiceProvider services, ParseResult options)
    {
        var connections = services.GetRequiredService<DatabaseConnections>();

        if (connections.Faults.Count == 0 && connections.Owner is null)
        {
            throw new StartupException("ConnectionStrings__Owner: it is not set. Name the role that owns the tables: it migrates them.");
        }

        connections.Sources.Primary.AcceptsOthers = options.GetValue(AcceptServer);
        var steps = (await connections.Prepare()).Concat(await StoredImageCommands.Rebuild(connections)).ToList();
        Console.WriteLine(steps.Count == 0 ? "There was nothing to migrate." : string.Join(Environment.NewLine, steps));

        return 0;
    }

    private static async Task<int> RunCheck(IServiceProvider services, ParseResult options)
    {
        var faults = await StartupReport.Of(services, CancellationToken.None);
        Console.WriteLine(faults.Count == 0 ? "Nothing keeps Production from starting." : string.Join(Environment.NewLine, faults));

        return faults.Count == 0 ? 0 : 1;
    }
}
