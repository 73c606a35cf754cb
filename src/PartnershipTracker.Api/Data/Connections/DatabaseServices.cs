namespace PartnershipTracker.Data.Connections;

public static class DatabaseServices
{
    public static async Task<DatabaseConnections> AddDatabase(this WebApplicationBuilder builder)
    {
        var connections = await DatabaseConnections.Find(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton(connections);
        builder.Services.AddDbContext<TrackerDb>(options => options.UseTracker(connections.Tracker));

        return connections;
    }
}
