using PartnershipTracker.Web.Json;

namespace PartnershipTracker.Tests.Web;

/// <summary>The notation of instants (RFC 3339, section 5.6).</summary>
public sealed class InstantTests
{
    [Theory]
    [InlineData("2024-07-09T09:00:00.000000+09:00", "2024-07-09T00:00:00Z")]
    [InlineData("2024-07-09T00:00:00.594140Z", "2024-07-09T00:00:00.59414Z")]
    [InlineData("2024-07-09T00:00:00.594141Z", "2024-07-09T00:00:00.594141Z")]
    [InlineData("2024-07-09T00:00:00.5941419Z", "2024-07-09T00:00:00.594141Z")]
    public void An_instant_is_printed_in_UTC_to_the_microsecond_without_zeros_at_its_end(string given, string printed)
    {
        Assert.True(Instant.TryParse(given, out var instant));
        Assert.Equal(printed, Instant.Print(instant));
    }
}
