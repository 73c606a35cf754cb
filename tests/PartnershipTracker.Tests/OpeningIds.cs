using System.Globalization;

namespace PartnershipTracker.Tests;

/// <summary>The fixed ids of the opening data.</summary>
public static class OpeningIds
{
    public const string Source = "019094ca-3c00-7000-8000-000000000401";

    private const string Prefix = "019094ca-3c00-7000-8000-";

    public const string Trip = Prefix + "000000000100";

    /// <summary>Returns the id of a meeting, M1 to M8 in the data set.</summary>
    public static string Meeting(int number) => Prefix + (200 + number).ToString("d12", CultureInfo.InvariantCulture);

    /// <summary>Returns the id of a collaboration, C1 to C7.</summary>
    public static string Collaboration(int number) => Prefix + (300 + number).ToString("d12", CultureInfo.InvariantCulture);

    /// <summary>Returns the id of a participant; the first of a meeting is the chairman, the second his counterpart.</summary>
    public static string Participant(int meeting, int number) =>
        Prefix + (2000 + (10 * meeting) + number).ToString("d12", CultureInfo.InvariantCulture);
}
