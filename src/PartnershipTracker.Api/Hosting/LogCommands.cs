using System.CommandLine;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Features.Changes;
using PartnershipTracker.Web.Configuration;

namespace PartnershipTracker.Hosting;

/// <summary>The verb for the age of the logs, for the owner of the database: no caller of the API may alter them.</summary>
internal static class LogCommands
{
    private static readonly Option<string> Before = new("--before")
    {
        Description = "An RFC 3339 instant or day (UTC), not in the future. By default, Register__KeepLogDays days ago.",
    };

    private static readonly Option<bool> Yes =
        new("--yes") { Description = "Confirms. Without it, nothing is deleted, and the output says what would be." };

    public static Command Log => new("log", "Deletes old entries of the change log and of the audit.")
    {
        new Verb("prune", "Deletes the entries from before an instant, as ConnectionStrings__Owner.", Prune)
        {
            NeedsTables = true, Options = { Before, Yes },
        },
    };

    private static async Task<int> Prune(IServiceProvider services, ParseResult options)
    {
        var (connections, isConfirmed) = (services.GetRequiredService<DatabaseConnections>(), options.GetValue(Yes));
        var before = InstantOf(
            options.GetValue(Before), services.GetRequiredService<RegisterSettings>(), services.GetRequiredService<TimeProvider>());

        Verb.RequireOwner(connections);

        var pruned = await LogPruning.Run(connections, services, before, isDryRun: !isConfirmed, CancellationToken.None);
        Console.WriteLine(isConfirmed
            ? $"The logs are complete since {Instant.Print(pruned.Since)} now."
            : $"Nothing was deleted. With --yes, the logs would be complete since {Instant.Print(pruned.Since)} only.");
        Console.WriteLine($"Former versions: {pruned.Changes}");
        Console.WriteLine($"Audit entries: {pruned.Audit}");

        return 0;
    }

    private static DateTimeOffset InstantOf(string? text, RegisterSettings settings, TimeProvider clock)
    {
        if (text is null)
        {
            return settings.KeepLogDays is { } days
                ? clock.Now().AddDays(-days)
                : throw new StartupException("--before: it is required, because Register__KeepLogDays is not set.");
        }

        return !Instant.TryParse(Day.TryParse(text, out _) ? $"{text}T00:00:00Z" : text, out var instant)
            ? throw new StartupException($"--before: '{text}' is no RFC 3339 instant, such as 2024-01-01T00:00:00Z.")
            : instant > clock.Now() ? throw new StartupException($"--before: '{text}' is in the future.")
            : instant;
    }
}
