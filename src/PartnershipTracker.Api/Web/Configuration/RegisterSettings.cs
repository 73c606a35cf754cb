namespace PartnershipTracker.Web.Configuration;

public sealed class RegisterSettings : ISettings
{
    public static string Section => "Register";

    /// <summary>The name of a time zone in the IANA database, whose date is "today".</summary>
    public string TimeZone { get; set; } = "Asia/Seoul";

    /// <summary>True to load the case of 2024 into a register without any change; by default, only in Development.</summary>
    public bool? OpeningData { get; set; }

    /// <summary>The days for which `log prune` keeps the change log and the audit; null: it is told with `--before`.</summary>
    public int? KeepLogDays { get; set; }

    public IEnumerable<(string Member, string Fault)> Faults()
    {
        const int MaxDays = 36_500;

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield return (nameof(TimeZone), $"'{TimeZone}' is no time zone of the IANA database, such as Asia/Seoul.");
        }

        if (KeepLogDays is < 1 or > MaxDays)
        {
            yield return (nameof(KeepLogDays), $"It must be between 1 and {MaxDays} days.");
        }
    }
}

/// <summary>The system's clock, with the time zone of the register as the local one.</summary>
public sealed class RegisterClock(RegisterSettings settings) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone { get; } =
        TimeZoneInfo.TryFindSystemTimeZoneById(settings.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc; // a fault ends the start
}
