using Npgsql;

namespace PartnershipTracker.Data.Connections;

public static class DatabaseServices
{
    /// <summary>Adds a scoped service that writes, so that it uses the primary also while a replica answers the request.</summary>
    public static IServiceCollection AddOnPrimary<T>(this IServiceCollection services)
        where T : class => services.AddScoped(scope =>
        scope.GetRequiredService<DatabaseScope>().OnPrimary?.GetRequiredService<T>() ?? ActivatorUtilities.CreateInstance<T>(scope));

    public static async Task<DatabaseConnections> AddDatabase(this WebApplicationBuilder builder)
    {
        var connections = await DatabaseConnections.Find(builder.Configuration, builder.Environment);
        await connections.Servers.Look(CancellationToken.None); // before the first connection, which may be to an earlier primary
        builder.Services.AddSingleton(connections);
        builder.Services.AddHostedService<PrimaryWatch>();
        builder.Services.AddSingleton<CommitSignal>().AddHostedService<CommitNotifier>();
        builder.Services.AddPooledDbContextFactory<TrackerDb>(options => options.UseTracker(connections.Requests, connections.Sources));
        builder.Services.AddSingleton<TrackerDbFactory>();
        builder.Services.AddSingleton(_ => new WriteSlots(new NpgsqlConnectionStringBuilder(connections.Requests).MaxPoolSize));
        builder.Services.AddScoped<DatabaseScope>();
        builder.Services.AddScoped(services => services.GetRequiredService<TrackerDbFactory>()
            .For(services.GetRequiredService<DatabaseScope>(), services.GetRequiredService<Caller>()));

        return connections;
    }
}
