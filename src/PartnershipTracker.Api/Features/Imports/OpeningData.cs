using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Http;

namespace PartnershipTracker.Features.Imports;

/// <summary>
/// The case that a new register opens with: whom SK's chairman met in spring and summer 2024. It is loaded into a register that has
/// never been written to, and only then: what somebody changed or deleted since stays so.
/// </summary>
public static class OpeningData
{
    public static async Task LoadOpeningData(this IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem("opening-data");
        var db = scope.ServiceProvider.GetRequiredService<TrackerDb>();
        await using var work = await Work.Begin(db, CancellationToken.None);

        // Of two that start at the same time, one loads and the other finds it done.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('opening data'))");

        if (await db.Changes.AnyAsync(c => c.Resource != "keys"))
        {
            return;
        }

        scope.ServiceProvider.GetRequiredService<Author>().Reason = "The case that a new register opens with.";
        await scope.ServiceProvider.GetRequiredService<Import>().Take(Read(), CancellationToken.None);
        await work.Commit();
    }

    private static JsonObject Read()
    {
        using var json = typeof(OpeningData).Assembly.GetManifestResourceStream("OpeningData.json")!;

        return (JsonObject)JsonNode.Parse(json)!;
    }
}
