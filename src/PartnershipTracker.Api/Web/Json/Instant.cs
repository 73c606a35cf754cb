namespace PartnershipTracker.Web.Json;

/// <summary>
/// The RFC 3339 notation of instants: always with an offset, and written in UTC to the microsecond, the precision of PostgreSQL.
/// </summary>
public static class Instant
{
    private static readonly string[] Formats =
        [.. Enumerable.Range(0, 8).Select(digits => $"yyyy-MM-dd'T'HH:mm:ss{(digits == 0 ? "" : "." + new string('f', digits))}K")];

    public static bool TryParse(string? text, out DateTimeOffset instant)
    {
        var parsed = DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out instant);

        // "K" accepts an absent offset as the local time of an unknown zone.
        return parsed && (text!.EndsWith('Z') || text[^6] is '+' or '-') && instant.Year is >= 1900 and <= 2200;
    }

    public static string Print(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Returns the current time in the precision of the store, so that a read returns the same instant as the write did.</summary>
    public static DateTimeOffset Now(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();

        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
