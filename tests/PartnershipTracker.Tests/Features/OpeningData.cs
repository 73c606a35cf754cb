using Microsoft.Extensions.DependencyInjection;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Features.Imports;

namespace PartnershipTracker.Tests.Features;

public static class OpeningData
{
    /// <summary>What a second start does to a register that has been written to.</summary>
    public static async Task LoadAgain(TrackerApp app)
    {
        await app.Services.GetRequiredService<DatabaseConnections>().Prepare();
        await app.Services.LoadOpeningData();
    }
}
