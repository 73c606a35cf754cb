using System.Globalization;
using System.Runtime.InteropServices;

namespace PartnershipTracker.Drills;

/// <summary>
/// What takes minutes, kills processes or wants the machine for itself, and so is no part of the tests: the real application in
/// Production, on real PostgreSQL servers of its own, in a folder that is gone afterwards.
/// </summary>
internal static class Drill
{
    private const string Usage = """
        dotnet run -c Release --project tests/PartnershipTracker.Drills -- <drill> [--option number]…

          crash       acknowledged writes survive the application and the database being killed
                      --posts 10000  --clients 8  --kills 10  --minutes 5  --seed 1
          failover    acknowledged writes survive the primary; writes go on by themselves once the standby is promoted
                      --rounds 3  --clients 8  --minutes 10  --seed 1
          drain       SIGTERM under load: whoever watches the readiness notices nothing else
                      --rounds 10  --clients 6  --minutes 5
          throughput  the list of meetings with everything on, against the same without authentication
                      --meetings 100000  --rounds 15  --seconds 2  --connections 4  --minutes 10
        """;

    private static readonly Dictionary<string, Func<Site, Options, Verdict, CancellationToken, Task>> All = new(StringComparer.Ordinal)
    {
        ["crash"] = CrashDrill.Run,
        ["failover"] = FailoverDrill.Run,
        ["drain"] = DrainDrill.Run,
        ["throughput"] = ThroughputDrill.Run,
    };

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [var name, .. var rest] || !All.TryGetValue(name, out var drill) || Options.Read(rest) is not { } options)
        {
            await Console.Error.WriteLineAsync(Usage);

            return 2;
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(options["minutes", name is "crash" or "drain" ? 5 : 10]));
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        var verdict = new Verdict();
        await Run(drill, options, verdict, patience.Token);
        Verdict.Say($"{verdict.Passed} passed, {verdict.Failed} failed");

        return verdict.Failed == 0 ? 0 : 1;

        // Everything that was started ends first
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            patience.Cancel();
        }
    }

    private static async Task Run(
        Func<Site, Options, Verdict, CancellationToken, Task> drill, Options options, Verdict verdict, CancellationToken cancellation)
    {
        await using var site = new Site();

        try
        {
            await drill(site, options, verdict, cancellation);
        }
        catch (Exception e)
        {
            verdict.Check(holds: false, $"the drill ran to its end{(cancellation.IsCancellationRequested ? ", in time" : "")}: {e}");
        }
    }
}

/// <summary>What was found: each thing that had to hold, and whether it did.</summary>
internal sealed class Verdict
{
    public int Passed { get; private set; }

    public int Failed { get; private set; }

    public void Check(bool holds, FormattableString sentence)
    {
        (Passed, Failed) = holds ? (Passed + 1, Failed) : (Passed, Failed + 1);
        Say($"{(holds ? "ok    " : "FAILED")} {sentence.ToString(CultureInfo.InvariantCulture)}");
    }

    public static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}

/// <summary>Numbers by name.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public int this[string name, int byDefault] => _numbers.GetValueOrDefault(name, byDefault);

    /// <summary>Null when they cannot be read.</summary>
    public static Options? Read(string[] arguments)
    {
        var options = new Options();

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
