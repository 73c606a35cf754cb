using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Files.Readers;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Json;

namespace PartnershipTracker.Features.Imports;

/// <summary>
/// The case that a new register opens with: whom SK's chairman met in spring and summer 2024. It is loaded into a register that has
/// never been written to, and only then: what somebody changed or deleted since stays so.
/// </summary>
public static class OpeningData
{
    private const string Name = "opening-data";

    private static readonly Guid Loading = Guid.Parse("019094ca-3c00-7000-8000-000000000001");

    public static async Task LoadOpeningData(this IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(Name);
        var db = scope.ServiceProvider.GetRequiredService<TrackerDb>();
        await using var work = await UnitOfWork.Begin(db, CancellationToken.None);

        // Of two that start at the same time, one loads and the other finds it done.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('opening data'))");

        if (await db.Changes.AnyAsync(c => c.Resource != "keys"))
        {
            return;
        }

        scope.ServiceProvider.GetRequiredService<ChangeContext>().Reason = "The case that a new register opens with.";
        await Take(scope.ServiceProvider, db);
        await work.Commit();
    }

    /// <summary>As any import is: an operation, and a bundle.</summary>
    private static async Task Take(IServiceProvider services, TrackerDb db)
    {
        var now = services.GetRequiredService<TimeProvider>().Now();
        db.Add(new Operation { Id = Loading, Kind = "import", CreatedBy = Name, CreatedAt = now });
        await db.SaveChangesAsync();
        await using var json = typeof(OpeningData).Assembly.GetManifestResourceStream("OpeningData.json")!;
        var import = services.GetRequiredService<Importer>();
        var file = new JsonBundleReader(json, import.Collections);

        if (await import.Run(file, new(), Loading, CancellationToken.None) is { } refused)
        {
            throw new StartupException($"The opening data is refused: {refused.Result}");
        }
    }
}
