using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.LocalPostgres;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Hosting;

/// <summary>Starting and stopping, seen from the terminal.</summary>
public static class ApplicationStart
{
    /// <summary>
    /// Runs the application. What keeps it from starting is said in words, and ends it with 1; what it is asked for in words that it does
    /// not know, with 2.
    /// </summary>
    public static async Task<int> Explained(Func<Task<int>> run)
    {
        SecretRedactingWriter.Install();

        try
        {
            return await run();
        }
        catch (UsageException e)
        {
            await (e.IsAsked ? Console.Out : Console.Error).WriteLineAsync(e.Message);

            return e.IsAsked ? 0 : 2;
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
    /// <param name="app">The application, with all of its routes.</param>
    /// <param name="load">Puts in what a new register opens with.</param>
    public static async Task<int> Serve(this WebApplication app, Func<IServiceProvider, Task> load)
    {
        await Prepare(app);
        app.RequireDeclaredAccess();
        await load(app.Services);
        app.Lifetime.ApplicationStarted.Register(() => Announce(app));

        try
        {
            await app.RunAsync();
        }
        finally
        {
            await app.DisposeAsync();
        }

        return 0;
    }

    /// <summary>Development makes what it needs; everywhere else what is missing or unsafe is refused, all of it at once.</summary>
    private static async Task Prepare(WebApplication app)
    {
        var connections = app.Services.GetRequiredService<DatabaseConnections>();

        if (app.Environment.IsDevelopment())
        {
            JwtSettings.Of(app.Configuration).Sound();
            await connections.Prepare();
        }
        else if (await StartupReport.Of(app.Configuration, connections, CancellationToken.None) is { Count: > 0 } faults)
        {
            throw new StartupException(string.Join(Environment.NewLine, faults));
        }
    }

    private static void Announce(WebApplication app)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        Console.WriteLine(
            $"PartnershipTracker is ready. Swagger UI: {address?.Replace("[::]", "localhost", StringComparison.Ordinal)}/swagger");
        Console.WriteLine(app.Services.GetRequiredService<LocalAdministrator>().Notice);
    }
}
