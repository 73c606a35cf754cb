using System.Globalization;

namespace PartnershipTracker.Tests;

/// <summary>The ids that the opening data has everywhere.</summary>
public static class OpeningIds
{
    public const string Source = "019094ca-3c00-7000-8000-000000000401";

    private const string Prefix = "019094ca-3c00-7000-8000-";

    public const string Trip = Prefix + "000000000100";

    /// <summary>M1 to M8, as the data set numbers them.</summary>
    public static string Meeting(int number) => Prefix + (200 + number).ToString("d12", CultureInfo.InvariantCulture);

    /// <summary>C1 to C7.</summary>
    public static string Collaboration(int number) => Prefix + (300 + number).ToString("d12", CultureInfo.InvariantCulture);

    /// <summary>The first participant of a meeting is the chairman, the second whom he met.</summary>
    public static string Participant(int meeting, int number) =>
        Prefix + (2000 + (10 * meeting) + number).ToString("d12", CultureInfo.InvariantCulture);
}
