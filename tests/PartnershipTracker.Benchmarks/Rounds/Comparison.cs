using PartnershipTracker.Benchmarks.Data;
using PartnershipTracker.Benchmarks.Servers;

namespace PartnershipTracker.Benchmarks.Rounds;

/// <summary>The measurements of one server under one workload.</summary>
internal sealed record Measurement(string Server, IReadOnlyList<Load> Loads, DatabaseCost Cost, int Bytes)
{
    public double PerSecond => Median(Loads.Select(l => l.PerSecond));

    public double P99 => Median(Loads.Select(l => l.P99Milliseconds));

    public int Failed => Loads.Sum(l => l.Failed);

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var all ? all[all.Count / 2] : 0;
}

/// <summary>The measurements of one workload.</summary>
internal sealed record Result(Workload Workload, IReadOnlyList<Measurement> Servers)
{
    public Measurement? Of(string server) => Servers.FirstOrDefault(m => m.Server == server);
}

/// <summary>The comparison of the product with the limit and with EF as usually written, in alternating rounds.</summary>
internal static class Comparison
{
    /// <summary>The time that each server is under load before the first round, so that the compiler has optimized it.</summary>
    private const int WarmUpSeconds = 3;

    private const string FirstPath = "/api/v1/meetings?limit=1";

    public static async Task Run(Options options)
    {
        await using var register = await Register.Open(options);
        await using var product = await Product.Start(options, register, FirstPath);
        await using var limit = await ComparedServer.Start("limit", register, FirstPath);
        await using var ef = await ComparedServer.Start("ef", register, FirstPath);
        ServerProcess[] servers = [product, limit, ef];
        await DatabaseCost.Track(register, "none");
        var atRest = servers.ToDictionary(s => s.Name, s => s.Memory("VmRSS"), StringComparer.Ordinal);
        var results = new List<Result>();

        foreach (var workload in await Workload.All(register))
        {
            var result = await Measure(options, register, workload, workload.Full is null ? servers : [product]);
            results.Add(result);
            Console.WriteLine(Report.Line(result));
        }

        Console.WriteLine();
        Console.WriteLine(Report.Of(options, results));
        Console.WriteLine(Report.Processes(servers, atRest));
        Console.WriteLine(await Questions.Ask(register, product));

        if (options.Chart is not null)
        {
            await File.WriteAllTextAsync(options.Chart, Chart.Of(options, results));
        }
    }

    private static async Task<Result> Measure(Options options, Register register, Workload workload, ServerProcess[] servers)
    {
        var targets = new Dictionary<string, IReadOnlyList<Target>>(StringComparer.Ordinal);

        foreach (var server in servers)
        {
            targets[server.Name] = await workload.Targets(server);
        }

        var bytes = await SameAnswers.Require(servers, targets);
        var loads = servers.ToDictionary(s => s.Name, _ => new List<Load>(), StringComparer.Ordinal);

        foreach (var server in servers)
        {
            await LoadTool.Run(server, targets[server.Name], WarmUpSeconds);
        }

        for (var round = 0; round < options.Rounds; round++)
        {
            // Each server comes first in turn, so that other load on the machine affects all equally
            foreach (var server in servers.Skip(round % servers.Length).Concat(servers.Take(round % servers.Length)))
            {
                loads[server.Name].Add(await LoadTool.Run(server, targets[server.Name], options.Seconds));
            }
        }

        var measured = new List<Measurement>();

        foreach (var server in servers)
        {
            var cost = await DatabaseCost.Of(register, server, targets[server.Name]);
            measured.Add(new(server.Name, loads[server.Name], cost, workload.Full is null ? bytes : 0));
        }

        return new(workload, measured);
    }
}
