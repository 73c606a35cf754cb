using System.Globalization;
using System.Text;
using PartnershipTracker.Benchmarks.Servers;

namespace PartnershipTracker.Benchmarks.Rounds;

/// <summary>A request to repeat, with the entity tag that the client has already, if any.</summary>
/// <param name="Path">The path. <see cref="AreaMark"/> in it stands for an area.</param>
/// <param name="EntityTag">The tag to send as If-None-Match.</param>
internal sealed record Target(string Path, string? EntityTag = null)
{
    /// <summary>Stands for the number of the request, which no other request has, so that no two writes are equal.</summary>
    public const string NumberMark = "{number}";

    /// <summary>
    /// Stands for an area. It is another one in each pass over the targets, so that a meeting is linked to each area once.
    /// </summary>
    public const string AreaMark = "{area}";

    private static long Last;

    /// <summary>The number of the last request. The tools that send requests number them on from here.</summary>
    public static long Sent
    {
        get => Interlocked.Read(ref Last);
        set => Interlocked.Exchange(ref Last, value);
    }

    public string Method { get; init; } = "GET";

    /// <summary>The JSON of a write; null for a read.</summary>
    public string? Body { get; init; }

    /// <summary>The areas in the order of the passes. The last ones come first: they have the fewest links in the register.</summary>
    public static IReadOnlyList<string> Areas { get; } = [.. Enumerable.Range(1, Workload.Leaves).Reverse().Select(Workload.Leaf)];

    public static long NextNumber() => Interlocked.Increment(ref Last);

    /// <summary>Sends the next request and reads the whole answer; returns false when it is neither a success nor 304.</summary>
    public static async Task<bool> SendNext(HttpClient client, IReadOnlyList<Target> targets)
    {
        var number = NextNumber();
        using var request = targets[(int)(number % targets.Count)].Request(number, number / targets.Count);
        using var response = await client.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();

        return (int)response.StatusCode < 400;
    }

    /// <summary>Returns the request with its number, and with the area of a pass over the targets.</summary>
    public HttpRequestMessage Request(long number, long pass)
    {
        var path = Path.Replace(AreaMark, Areas[(int)(pass % Areas.Count)], StringComparison.Ordinal);
        var request = new HttpRequestMessage(new(Method), path);

        if (EntityTag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", EntityTag);
        }

        if (Body is not null)
        {
            var text = number.ToString(CultureInfo.InvariantCulture);
            request.Headers.Add(LimitIdempotency.Header, $"benchmark-{text}");
            request.Content = new StringContent(
                Body.Replace(NumberMark, text, StringComparison.Ordinal), Encoding.UTF8, "application/json");
        }

        return request;
    }
}
