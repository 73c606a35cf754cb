using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using PartnershipTracker.Data;
using PartnershipTracker.Http.Security;
using PartnershipTracker.LocalPostgres;

namespace PartnershipTracker.Http;

/// <summary>Starting and stopping, seen from the terminal.</summary>
public static class Startup
{
    /// <summary>Runs the application. What keeps it from starting is said in words, and ends it with 1.</summary>
    public static async Task<int> Explained(Func<Task> run)
    {
        Discretion.Begin();

        try
        {
            await run();

            return 0;
        }
        catch (Exception e) when (e is StartupException or PostgresUnavailableException)
        {
            await Console.Error.WriteLineAsync(e.Message);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{e.Message} Another program listens there; set ASPNETCORE_URLS to serve elsewhere.");
        }

        return 1;
    }

    /// <summary>Serves until it is told to stop, then lets go of what it started.</summary>
    public static async Task Serve(this WebApplication app)
    {
        app.Lifetime.ApplicationStarted.Register(() => Announce(app));

        try
        {
            await app.RunAsync();
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    private static void Announce(WebApplication app)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        Console.WriteLine(
            $"PartnershipTracker is ready. Swagger UI: {address?.Replace("[::]", "localhost", StringComparison.Ordinal)}/swagger");
        Console.WriteLine(app.Services.GetRequiredService<LocalAdministrator>().Said);
    }
}
