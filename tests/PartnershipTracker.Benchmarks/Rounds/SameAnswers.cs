using System.Text;
using System.Text.Json;
using PartnershipTracker.Benchmarks.Servers;

namespace PartnershipTracker.Benchmarks.Rounds;

/// <summary>
/// The check that all servers do the same work: their answers are equal, byte by byte, except for the link to the next page,
/// which all have or none.
/// </summary>
internal static class SameAnswers
{
    private const int Samples = 20;

    /// <summary>Returns the mean size of the answers.</summary>
    /// <exception cref="InvalidOperationException">A server answers differently.</exception>
    public static async Task<int> Require(IReadOnlyList<ServerProcess> servers, Dictionary<string, IReadOnlyList<Target>> targets)
    {
        var sizes = new List<int>();

        for (var i = 0; i < Math.Min(Samples, targets[servers[0].Name].Count); i++)
        {
            var first = await Read(servers[0], targets[servers[0].Name][i].Path);
            sizes.Add(first.Bytes);

            foreach (var other in servers.Skip(1))
            {
                var path = targets[other.Name][i].Path;

                if ((await Read(other, path)).Content is var content && content != first.Content)
                {
                    throw new InvalidOperationException($"{other.Name} answers {path} differently:\n{Difference(first.Content, content)}");
                }
            }
        }

        return (int)sizes.Average();
    }

    private static async Task<(string Content, int Bytes)> Read(ServerProcess server, string path)
    {
        using var client = server.Client();
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        var bytes = await response.Content.ReadAsByteArrayAsync();

        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(
                $"{server.Name} answers {path} with {response.StatusCode}: {Encoding.UTF8.GetString(bytes)}");
        }

        using var body = JsonDocument.Parse(bytes);
        var content = body.RootElement.TryGetProperty("items", out var items)
            ? $"{items.GetRawText()}, next: {body.RootElement.TryGetProperty("next", out _)}"
            : body.RootElement.GetRawText();

        return (content, bytes.Length);
    }

    /// <summary>Returns the first place where two texts differ, with what is around it.</summary>
    public static string Difference(string one, string other)
    {
        var at = one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        var from = Math.Max(0, at - 100);

        return $"{one[from..Math.Min(one.Length, at + 100)]}\n{other[from..Math.Min(other.Length, at + 100)]}";
    }
}
