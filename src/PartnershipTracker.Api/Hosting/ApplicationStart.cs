using System.CommandLine;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.LocalPostgres;

namespace PartnershipTracker.Hosting;

/// <summary>The start and the end of the process, with its exit code.</summary>
internal static class ApplicationStart
{
    /// <summary>Runs what the command line names, and ends with 1 and an explanation when it cannot start.</summary>
    public static async Task<int> Run(string[] arguments, IEnumerable<Command> commands, Func<VerbCall?, Task<int>> run)
    {
        SecretRedactingWriter.Install();

        try
        {
            return await CommandLine.Run(arguments, commands, run);
        }
        catch (Exception e) when (e is StartupException or PostgresUnavailableException)
        {
            await Console.Error.WriteLineAsync(e.Message);
        }
        catch (Exception e) when (DatabaseErrors.FailureOf(e) is { } failure)
        {
            await Console.Error.WriteLineAsync($"The database could not be used during the start: {failure} Start again when it can.");
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{e.Message} Another program listens there; set ASPNETCORE_URLS to serve elsewhere.");
        }

        return 1;
    }

    /// <summary>Serves until the process is stopped, then disposes of the application.</summary>
    /// <param name="app">The application, with all of its routes.</param>
    /// <param name="load">Loads the opening data into a new register.</param>
    public static async Task<int> Serve(this WebApplication app, Func<IServiceProvider, Task> load)
    {
        await Prepare(app);
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

    /// <summary>Prepares the database in Development; elsewhere lists everything missing or unsafe and refuses to start.</summary>
    private static async Task Prepare(WebApplication app)
    {
        var faults = app.Environment.IsDevelopment()
            ? StartupReport.SettingsFaults(app.Services)
            : await StartupReport.Of(app.Services, CancellationToken.None);

        if (faults.Count > 0)
        {
            throw new StartupException(string.Join(Environment.NewLine, faults));
        }

        if (app.Environment.IsDevelopment())
        {
            var connections = app.Services.GetRequiredService<DatabaseConnections>();

            if (await connections.Prepare() is not [])
            {
                await StoredImageCommands.Rebuild(connections);
            }
        }
    }

    private static void Announce(WebApplication app)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        var place = address?.Replace("[::]", "localhost", StringComparison.Ordinal);
        Console.WriteLine($"PartnershipTracker is ready: {place}/  Swagger UI: {place}/swagger");
        Console.WriteLine(app.Services.GetRequiredService<LocalAdministrator>().Notice);
    }
}
