namespace PartnershipTracker.Web.Json;

/// <summary>The ISO 8601 notation of calendar days between 1900-01-01 and 2200-12-31.</summary>
public static class Day
{
    public static string Print(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Returns today's date in the time zone of the register.</summary>
    public static DateOnly Today(this TimeProvider clock) => DateOnly.FromDateTime(clock.GetLocalNow().DateTime);

    public static bool TryParse(string? text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
        && day.Year is >= 1900 and <= 2200;
}
