using Microsoft.EntityFrameworkCore.Design;

namespace PartnershipTracker.Data.Connections;

/// <summary>Lets <c>dotnet ef migrations add</c> see the model without starting the application.</summary>
public sealed class DesignTimeDb : IDesignTimeDbContextFactory<TrackerDb>
{
    public TrackerDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<TrackerDb>().UseTracker("Host=127.0.0.1;Database=tracker").Options)
        {
            Caller = Caller.System("migrations"),
        };
}
