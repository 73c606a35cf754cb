using PartnershipTracker.Data.Connections;
using PartnershipTracker.Files.Readers;
using PartnershipTracker.Web.Configuration;

namespace PartnershipTracker.Features.Imports;

/// <summary>
/// The data of a new register: the meetings of SK's chairman in spring and summer 2024. They are loaded only into a register without any
/// change, so that later changes and deletions stay.
/// </summary>
public static class OpeningData
{
    private const string Name = "opening-data";

    private static readonly Guid OperationId = Guid.Parse("019094ca-3c00-7000-8000-000000000001");

    /// <summary>Imports the opening data into an empty register, as <c>opening-data</c>, unless the register is to stay empty.</summary>
    public static async Task LoadOpeningData(this IServiceProvider services)
    {
        if (!(services.GetRequiredService<RegisterSettings>().OpeningData
            ?? services.GetRequiredService<IHostEnvironment>().IsDevelopment()))
        {
            return;
        }

        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(Name);
        var db = scope.ServiceProvider.GetRequiredService<TrackerDb>();
        await using var transaction = await UnitOfWork.Begin(db, CancellationToken.None);

        // When two processes start at the same time, one loads the data and the other then finds it.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('opening data'))");

        if (await db.Changes.AnyAsync(c => c.Resource != "keys"))
        {
            return;
        }

        scope.ServiceProvider.GetRequiredService<ChangeContext>().Reason = "The case that a new register opens with.";
        await Import(scope.ServiceProvider, db);
        await transaction.Commit();
    }

    /// <summary>Imports the bundle by an operation, like any other import.</summary>
    private static async Task Import(IServiceProvider services, TrackerDb db)
    {
        var now = services.GetRequiredService<TimeProvider>().Now();
        db.Add(new Operation { Id = OperationId, CreatedBy = Name, CreatedAt = now });
        await db.SaveChangesAsync();
        await using var json = typeof(OpeningData).Assembly.GetManifestResourceStream("OpeningData.json")!;
        var import = services.GetRequiredService<Importer>();
        var file = new JsonBundleReader(json, import.Collections);

        if (await import.Run(file, new(), OperationId, CancellationToken.None) is { } refused)
        {
            throw new StartupException($"The import of the opening data failed: {refused.Result}");
        }
    }
}
