using System.Diagnostics;
using System.Globalization;
using System.Text;
using PartnershipTracker.Benchmarks.Data;
using PartnershipTracker.Benchmarks.Servers;

namespace PartnershipTracker.Benchmarks.Rounds;

/// <summary>The product's questions over the whole register, each asked once and alone.</summary>
internal static class Questions
{
    private static readonly string[] Paths =
    [
        "/api/v1/coverage?rows=affiliate&columns=area", "/api/v1/coverage?rows=person&columns=area&company=company-50",
        "/api/v1/coverage/gaps?rows=affiliate&columns=area", "/api/v1/coverage/gaps?rows=affiliate&columns=company",
        "/api/v1/coverage/gaps?rows=affiliate&columns=company&area=area-6-6-6",
        "/api/v1/stats/summary", "/api/v1/stats/meetings?groupBy=company", "/api/v1/quality",
        "/api/v1/network?around=company-1", "/api/v1/network?around=affiliate-20&depth=1", "/api/v1/network?around=person-2000",
        "/api/v1/network/path?from=person-1999&to=person-2000", // of the companies with the fewest meetings
        "/api/v1/meetings.csv",
    ];

    /// <summary>Returns a table with times in units of one sequential count of the largest link table.</summary>
    public static async Task<string> Ask(Register register, ServerProcess product)
    {
        var unit = await CountTime(register);
        var table = new StringBuilder()
            .Append("A unit is a sequential `count(*)` of participants, the median of 5: ")
            .Append(CultureInfo.InvariantCulture, $"{unit.TotalMilliseconds:F0} ms.\n")
            .Append("\n| question | status | ms | units | kB |\n| --- | --: | --: | --: | --: |\n");
        using var client = product.Client();

        foreach (var (number, path) in Paths.Index())
        {
            await Change(client, number);
            var watch = Stopwatch.StartNew();
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
            var bytes = (await response.Content.ReadAsByteArrayAsync()).Length;
            var (status, time) = ((int)response.StatusCode, watch.Elapsed);
            table.Append(
                CultureInfo.InvariantCulture,
                $"| `{path}` | {status} | {time.TotalMilliseconds:N0} | {time / unit:F1} | {bytes / 1000:N0} |\n");
        }

        return table.ToString();
    }

    /// <summary>Adds a company, so that no answer that the product keeps is the latest.</summary>
    private static async Task Change(HttpClient client, int number)
    {
        using var added = await client.PostAsJsonAsync(
            new Uri("/api/v1/companies", UriKind.Relative), new { id = $"asked-{number}", name = new { en = "Asked" } });
        added.EnsureSuccessStatusCode();
    }

    private static async Task<TimeSpan> CountTime(Register register)
    {
        const string Count = "SET max_parallel_workers_per_gather = 0; SELECT count(*) FROM meeting_participants";
        var times = new List<TimeSpan>();

        for (var i = 0; i < 5; i++)
        {
            var watch = Stopwatch.StartNew();
            await Sql.Execute(register.Owner, Count);
            times.Add(watch.Elapsed);
        }

        return times.Order().ElementAt(2);
    }
}
