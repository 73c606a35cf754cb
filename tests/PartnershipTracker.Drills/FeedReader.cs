using System.Net;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Drills;

/// <summary>
/// A program that keeps a copy by the feed alone. It is killed at random moments: before it has stored an answer, or after it has stored the
/// items but not the cursor.
/// </summary>
internal sealed class FeedReader
{
    private readonly Tracker _tracker;
    private readonly string _key;
    private readonly Random _random;
    private readonly Dictionary<string, JsonNode> _copy = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _versions = new(StringComparer.Ordinal);
    private string? _cursor;
    private volatile bool _mayEnd;

    public FeedReader(Tracker tracker, string key, int seed, CancellationToken cancellation)
    {
        (_tracker, _key, _random) = (tracker, key, new(seed));
        Done = Task.Run(() => Follow(cancellation), cancellation);
    }

    public Task Done { get; }

    /// <summary>The changes that it has read, such as <c>meetings/1 3</c>.</summary>
    public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, JsonNode> Copy => _copy;

    public int Repeated { get; private set; }

    /// <summary>The number of versions that came after a later one of the same resource, which had not been read before.</summary>
    public int OutOfOrder { get; private set; }

    public int Kills { get; private set; }

    /// <summary>Makes it end once it has read all.</summary>
    public Task Finish()
    {
        _mayEnd = true;

        return Done;
    }

    private async Task Follow(CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = _tracker.Address, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Add("X-Api-Key", _key);
        var empty = 0;

        while (empty < 3)
        {
            try
            {
                var after = _cursor is null ? "" : $"&after={_cursor}";
                var text = await client.GetStringAsync($"/api/v1/changes?include=image&wait=1&limit={_random.Next(1, 500)}{after}", cancellation);
                empty = Store(JsonNode.Parse(text)!) || !_mayEnd ? 0 : empty + 1;
            }
            catch (HttpRequestException e) when (e.StatusCode is null or HttpStatusCode.ServiceUnavailable)
            {
                await Task.Delay(100, cancellation);
            }
        }
    }

    /// <summary>Returns true if there was something, or if it was killed meanwhile.</summary>
    private bool Store(JsonNode page)
    {
        var moment = _random.Next(10);

        if (moment == 0)
        {
            Kills++;

            return true;
        }

        foreach (var item in page["items"]!.AsArray())
        {
            Apply(item!);
        }

        if (moment == 1)
        {
            Kills++;

            return true;
        }

        _cursor = (string)page["cursor"]!;

        return page["items"]!.AsArray().Count > 0 || (bool)page["more"]!;
    }

    private void Apply(JsonNode item)
    {
        var address = $"{item["resource"]}/{item["id"]}";

        if (item["version"] is not { } version)
        {
            _copy.Remove(address);

            return;
        }

        var (number, isNew) = ((int)version, Seen.Add($"{address} {version}"));
        Repeated += isNew ? 0 : 1;
        OutOfOrder += isNew && _versions.GetValueOrDefault(address) > number ? 1 : 0;
        _versions[address] = Math.Max(number, _versions.GetValueOrDefault(address));
        _copy[address] = item["image"]!.DeepClone();
    }
}
