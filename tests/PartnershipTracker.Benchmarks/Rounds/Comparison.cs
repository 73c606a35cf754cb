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
    private const string FirstPath = "/api/v1/meetings?limit=1";

    public static async Task Run(Options options)
    {
        await using var register = await Register.Open(options);
        await using var product = await Product.Start(options, register, FirstPath);
        await using var limit = await ComparedServer.Start("limit", register, FirstPath);
        await using var ef = await ComparedServer.Start("ef", register, FirstPath);
        ServerProcess[] servers = [product, limit, ef];
        await DatabaseCost.Track(register, "none");
        var (reads, writes) = (await Workload.Reads(register), await Writes.All(register));
        var atRest = MemoryOf(servers);
        var results = await Measure(options, register, servers, reads);
        var afterReads = MemoryOf(servers);
        var questions = options.Includes("questions")
            ? await Interference.Measure(product, reads[0]) + "\n" + await Questions.Ask(register, product)
            : "";
        results.AddRange(await Measure(options, register, servers, writes));

        Console.WriteLine();
        Console.WriteLine(Report.Of(options, results));
        Console.WriteLine(questions);
        Console.WriteLine(Report.Processes(servers, [atRest, afterReads]));

        if (options.Chart is not null)
        {
            await File.WriteAllTextAsync(options.Chart, Chart.Of(options, results));
        }
    }

    private static Dictionary<string, double?> MemoryOf(ServerProcess[] servers) =>
        servers.ToDictionary(s => s.Name, s => s.Memory("VmRSS"), StringComparer.Ordinal);

    private static async Task<List<Result>> Measure(
        Options options, Register register, ServerProcess[] servers, IReadOnlyList<Workload> workloads)
    {
        var results = new List<Result>();

        foreach (var workload in workloads.Where(w => options.Includes(w.Name)))
        {
            var result = await Measure(options, register, workload, [.. servers.Where(s => workload.Servers.Contains(s.Name))]);
            results.Add(result);
            Console.WriteLine(Report.Line(result));
        }

        return results;
    }

    private static async Task<Result> Measure(Options options, Register register, Workload workload, ServerProcess[] servers)
    {
        var targets = new Dictionary<string, IReadOnlyList<Target>>(StringComparer.Ordinal);

        foreach (var server in servers)
        {
            targets[server.Name] = await workload.Targets(server);
        }

        var bytes = await RequireSameWork(register, workload, servers, targets);
        var loads = servers.ToDictionary(s => s.Name, _ => new List<Load>(), StringComparer.Ordinal);

        foreach (var server in servers)
        {
            await LoadTool.WarmUp(server, targets[server.Name]);
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

    /// <summary>Returns the mean size of the answers, which all servers have to give alike.</summary>
    private static async Task<int> RequireSameWork(
        Register register, Workload workload, ServerProcess[] servers, Dictionary<string, IReadOnlyList<Target>> targets)
    {
        if (!workload.IsWrite)
        {
            return await SameAnswers.Require(servers, targets);
        }

        var (created, linked) = await SameRows.Require(register, servers);

        return targets[servers[0].Name][0].Method is "POST" ? created : linked;
    }
}
