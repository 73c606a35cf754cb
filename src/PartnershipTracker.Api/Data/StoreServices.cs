namespace PartnershipTracker.Data;

public static class StoreServices
{
    public static async Task<StoreConnections> AddStore(this WebApplicationBuilder builder)
    {
        var connections = await StoreConnections.Find(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton(connections);
        builder.Services.AddDbContext<TrackerDb>(options => options.UseTracker(connections.Tracker));

        return connections;
    }
}
