using Microsoft.Extensions.DependencyInjection;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Features.Imports;

namespace PartnershipTracker.Tests.Features;

public static class OpeningData
{
    /// <summary>Loads the opening data as a second start does.</summary>
    public static async Task LoadAgain(TrackerApp app)
    {
        await app.Services.GetRequiredService<DatabaseConnections>().Prepare();
        await app.Services.LoadOpeningData();
    }
}
