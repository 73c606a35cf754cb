using System.CommandLine;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Features.Erasure;

namespace PartnershipTracker.Hosting;

/// <summary>The verb for the data of a person, for the owner of the database: no caller of the API may alter the logs.</summary>
internal static class PersonCommands
{
    private static readonly Option<string> Id = new("--id") { Required = true, Description = "The key of the person, such as sam-altman." };
    private static readonly Option<bool> Yes =
        new("--yes") { Description = "Confirms. Without it, nothing is changed, and the output says what would be." };

    public static Command People => new("people", "Erases the personal data of people.")
    {
        new Verb("erase", "Replaces the key, names and titles of a person everywhere, as ConnectionStrings__Owner.", Erase)
        {
            NeedsTables = true, Options = { Id, Yes },
        },
    };

    private static async Task<int> Erase(IServiceProvider services, ParseResult options)
    {
        var (connections, id, isConfirmed) =
            (services.GetRequiredService<DatabaseConnections>(), options.GetRequiredValue(Id), options.GetValue(Yes));

        Verb.RequireOwner(connections);

        try
        {
            Show(id, await PersonErasure.Run(connections, services, id, isDryRun: !isConfirmed, CancellationToken.None), isConfirmed);
        }
        catch (ProblemException e) when (e.Code is "not_found")
        {
            throw new StartupException(Messages.Fault("no_such_person", id));
        }

        return 0;
    }

    private static void Show(string id, ErasureReport report, bool isConfirmed)
    {
        Console.WriteLine(isConfirmed
            ? $"The person is people/{report.Id} now."
            : $"Nothing was changed. With --yes, people/{id} would become people/erased-<random>.");

        foreach (var (rows, count) in report.Counts.Where(c => c.Count > 0))
        {
            Console.WriteLine($"{rows}: {count}");
        }

        Console.WriteLine(report.Texts.Count == 0
            ? "No free text contains a name."
            : "These free texts contain a name or the key, and stay as they are:");

        foreach (var text in report.Texts)
        {
            Console.WriteLine($"  {text.Resource}/{text.Id} {text.Member}{(text.IsPast ? ", former version" : "")}");
        }
    }
}
