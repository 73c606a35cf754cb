using Npgsql;

namespace PartnershipTracker.Data.Connections;

public static class DatabaseServices
{
    public static async Task<DatabaseConnections> AddDatabase(this WebApplicationBuilder builder)
    {
        var connections = await DatabaseConnections.Find(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton(connections);
        builder.Services.AddPooledDbContextFactory<TrackerDb>(options => options.UseTracker(connections.Requests));
        builder.Services.AddSingleton<TrackerDbFactory>();
        builder.Services.AddSingleton(_ => new WriteSlots(new NpgsqlConnectionStringBuilder(connections.Requests).MaxPoolSize));
        builder.Services.AddScoped<JobScope>();
        builder.Services.AddScoped(services =>
        {
            var (contexts, caller) = (services.GetRequiredService<TrackerDbFactory>(), services.GetRequiredService<Caller>());

            return services.GetRequiredService<JobScope>().IsJob ? contexts.ForJob(caller) : contexts.ForRequest(caller);
        });

        return connections;
    }
}
