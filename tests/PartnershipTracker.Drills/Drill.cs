using System.Globalization;
using System.Runtime.InteropServices;

namespace PartnershipTracker.Drills;

/// <summary>
/// Checks that take minutes, kill processes or need the machine for themselves, and therefore are not tests. They run the real
/// application in Production on real PostgreSQL servers, in a temporary folder.
/// </summary>
internal static class Drill
{
    private const string Usage = """
        dotnet run -c Release --project tests/PartnershipTracker.Drills -- <drill> [--option number]…

          crash       acknowledged writes survive the application and the database being killed
                      --posts 10000  --clients 8  --kills 10  --minutes 5  --seed 1
          failover    acknowledged writes survive the primary; writes continue without a restart once the standby is promoted
                      --rounds 3  --clients 8  --minutes 10  --seed 1
          feed        copies by the feed miss nothing while readers, application and database are killed
                      --changes 10000  --minutes 10  --seed 1
          cluster     two instances on three PostgreSQL nodes under Patroni, with HAProxy and PgBouncer: primaries are killed and switched
                      over, a machine dies, a replica lags, instances are killed and replaced. It needs the packages that it names
                      --kills 10  --switchovers 2  --machines 1  --clients 4  --reads 100000  --minutes 30
          drain       SIGTERM under load: clients that follow the readiness check see no failure
                      --rounds 10  --clients 6  --minutes 5
          throughput  the list of meetings with everything on, against the same without authentication
                      --meetings 100000  --rounds 15  --seconds 2  --connections 4  --minutes 10
          requests    random valid and invalid requests to all operations: each answer is one that the OpenAPI document describes
                      --requests 5000  --seed 1  --mutated 15  --minutes 30
        """;

    private delegate Task DrillAction(
        Workspace workspace, DrillOptions options, CheckResults results, CancellationToken cancellation);

    private static readonly Dictionary<string, DrillAction> All = new(StringComparer.Ordinal)
    {
        ["cluster"] = ClusterDrill.Run,
        ["crash"] = CrashDrill.Run,
        ["failover"] = FailoverDrill.Run,
        ["feed"] = FeedDrill.Run,
        ["drain"] = DrainDrill.Run,
        ["throughput"] = ThroughputDrill.Run,
        ["requests"] = RequestsDrill.Run,
    };

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [var name, .. var rest] || !All.TryGetValue(name, out var drill) || DrillOptions.Read(rest) is not { } options)
        {
            await Console.Error.WriteLineAsync(Usage);

            return 2;
        }

        var minutes = name switch { "crash" or "drain" => 5, "requests" or "cluster" => 30, _ => 10 };
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(options["minutes", minutes]));
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        var results = new CheckResults();
        await Run(drill, options, results, timeout.Token);
        CheckResults.Print($"{results.Passed} passed, {results.Failed} failed");

        return results.Failed == 0 ? 0 : 1;

        // All started processes end first
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            timeout.Cancel();
        }
    }

    private static async Task Run(
        DrillAction drill, DrillOptions options, CheckResults results, CancellationToken cancellation)
    {
        await using var workspace = new Workspace();

        try
        {
            await drill(workspace, options, results, cancellation);
        }
        catch (Exception e)
        {
            results.Check(holds: false, $"the drill ran to its end{(cancellation.IsCancellationRequested ? ", in time" : "")}: {e}");
        }
    }
}

/// <summary>The conditions that were checked and their results.</summary>
internal sealed class CheckResults
{
    public int Passed { get; private set; }

    public int Failed { get; private set; }

    public void Check(bool holds, FormattableString sentence)
    {
        (Passed, Failed) = holds ? (Passed + 1, Failed) : (Passed, Failed + 1);
        Print($"{(holds ? "ok    " : "FAILED")} {sentence.ToString(CultureInfo.InvariantCulture)}");
    }

    public static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}

/// <summary>Numeric options by name.</summary>
internal sealed class DrillOptions
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public int this[string name, int byDefault] => _numbers.GetValueOrDefault(name, byDefault);

    /// <summary>Returns null if the arguments are invalid.</summary>
    public static DrillOptions? Read(string[] arguments)
    {
        var options = new DrillOptions();

        foreach (var pair in arguments.Chunk(2))
        {
            if (pair is not [['-', '-', .. var name], var text] || !int.TryParse(text, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            options._numbers[name] = number;
        }

        return options;
    }
}
