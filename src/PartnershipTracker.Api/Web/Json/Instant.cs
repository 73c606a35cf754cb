using System.Globalization;

namespace PartnershipTracker.Web.Json;

/// <summary>RFC 3339 instants: always with an offset, always written in UTC to the microsecond that PostgreSQL keeps.</summary>
public static class Instant
{
    private static readonly string[] Formats =
        [.. Enumerable.Range(0, 8).Select(digits => $"yyyy-MM-dd'T'HH:mm:ss{(digits == 0 ? "" : "." + new string('f', digits))}K")];

    public static bool TryParse(string? text, out DateTimeOffset instant)
    {
        var parsed = DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out instant);

        // "K" lets an absent offset pass as local time, and nobody knows whose.
        return parsed && (text!.EndsWith('Z') || text[^6] is '+' or '-') && instant.Year is >= 1900 and <= 2200;
    }

    public static string Print(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Now, no finer than it can be stored: what a write answers is what a read will show.</summary>
    public static DateTimeOffset Now(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();

        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
