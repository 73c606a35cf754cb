using System.Globalization;
using System.Text.Json;
using PartnershipTracker.Benchmarks.Data;
using PartnershipTracker.Benchmarks.Servers;

namespace PartnershipTracker.Benchmarks.Rounds;

/// <summary>A kind of request. Its targets differ by server only where a cursor of that server is in them.</summary>
/// <param name="Name">The name in reports.</param>
/// <param name="Targets">Finds the targets of a server.</param>
/// <param name="Full">The workload with the same requests and full answers, for requests that only the product answers with 304.</param>
internal sealed record Workload(string Name, Func<ServerProcess, Task<IReadOnlyList<Target>>> Targets, string? Full = null)
{
    public const int Leaves = 216;

    /// <summary>The names of the servers that can answer it.</summary>
    public IReadOnlyList<string> Servers { get; init; } = Full is null ? ["product", "limit", "ef"] : ["product"];

    /// <summary>True for requests that change the register.</summary>
    public bool IsWrite { get; init; }

    private const int Seed = 20240709;
    public const int Companies = 2000;
    private const string Meetings = "/api/v1/meetings";
    private const string PopularPair = $"{Meetings}?company=company-1&area=area-1";

    /// <summary>The most pages of 200 that a client follows; the second half of them is deep.</summary>
    private const int MaxPages = 40;

    /// <summary>Questions over the whole register, which the other servers do not have.</summary>
    private static readonly (string Name, string Path)[] Insights =
    [
        ("meetings by company", "/api/v1/stats/meetings?groupBy=company"),
        ("coverage, affiliate × area", "/api/v1/coverage?rows=affiliate&columns=area"),
    ];

    /// <summary>Returns the reads. None of them changes the register for the ones after it.</summary>
    public static async Task<IReadOnlyList<Workload>> Reads(Register register)
    {
        var random = new Random(Seed);
        var ids = await Sql.Query<Guid>(
            register.Owner,
            "SELECT id FROM meetings WHERE confidentiality IN ('public', 'internal') AND readers = '{}' ORDER BY md5(id::text) LIMIT 500");
        var single = ids.Select(id => $"{Meetings}/{id}").ToList();
        var pairs = Enumerable.Range(0, 200)
            .Select(_ => $"{Meetings}?company=company-{Zipf(random, Companies)}&area={Leaf(Zipf(random, Leaves))}").ToList();
        var rare = Enumerable.Range(0, 50)
            .Select(_ => $"{Meetings}?company=company-{random.Next(Companies / 2, Companies)}&area=area-1").ToList();
        var people = ((string[])["Min-jun", "Linda", "서연", "chen", "brian", "김", "밀러", "daniel"])
            .Select(q => $"/api/v1/people?q={Uri.EscapeDataString(q)}").ToList();

        return
        [
            Same("get one", single),
            Same("list, popular pair", [PopularPair]),
            Same("list, Zipf pairs", pairs),
            Same("list, leaf area", [$"{Meetings}?area={Leaf(1)}"]),
            Same("list, rare pair", rare),
            new("list, keyset, deep", DeepCursors),
            Same("people by name", people),
            Known("get one", single),
            Known("list, popular pair", [PopularPair]),
            .. Insights.SelectMany(insight => (Workload[])
                [Same(insight.Name, [insight.Path]) with { Servers = ["product"] }, Known(insight.Name, [insight.Path])]),
        ];
    }

    /// <summary>Returns a rank from 1 to a size, distributed by Zipf's law as in the register.</summary>
    public static int Zipf(Random random, int size) => Math.Min(size, (int)Math.Pow(size + 1, random.NextDouble()));

    public static string Leaf(int rank) => string.Create(
        CultureInfo.InvariantCulture, $"area-{((rank - 1) / 36) + 1}-{((rank - 1) / 6 % 6) + 1}-{((rank - 1) % 6) + 1}");

    private static Workload Same(string name, List<string> paths) =>
        new(name, _ => Task.FromResult<IReadOnlyList<Target>>([.. paths.Select(path => new Target(path))]));

    private static Workload Known(string full, List<string> paths) => new(
        $"304: {full}",
        async server =>
        {
            using var client = server.Client();
            var targets = new List<Target>();

            foreach (var path in paths.Take(50))
            {
                using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
                response.EnsureSuccessStatusCode();
                targets.Add(new(path, response.Headers.ETag?.ToString()));
            }

            return targets;
        },
        full);

    /// <summary>Follows the links to the next page, as a client does: each server has cursors of its own.</summary>
    private static async Task<IReadOnlyList<Target>> DeepCursors(ServerProcess server)
    {
        using var client = server.Client();
        var (next, targets) = ($"{Meetings}?limit=200", new List<Target>());

        for (var page = 0; page < MaxPages; page++)
        {
            using var body = JsonDocument.Parse(await client.GetStringAsync(new Uri(next, UriKind.Relative)));

            if (!body.RootElement.TryGetProperty("next", out var link))
            {
                break;
            }

            next = link.GetString()!;
            targets.Add(new(next.Replace("limit=200", "limit=50", StringComparison.Ordinal)));
        }

        return targets[(targets.Count / 2)..];
    }
}
