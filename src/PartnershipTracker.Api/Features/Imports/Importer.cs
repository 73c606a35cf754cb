using System.Net.Mime;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Files.Readers;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Resources.Crud;
using PartnershipTracker.Resources.Operations;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Imports;

/// <summary>How a file is taken in.</summary>
/// <param name="IsDryRun">Whether nothing of it is kept.</param>
/// <param name="IsPartial">Whether what can be taken is, although not all can.</param>
/// <param name="Resource">Of a table, the collection.</param>
public sealed record ImportPlan(bool IsDryRun = false, bool IsPartial = false, string? Resource = null);

/// <summary>
/// Takes a file into the register: items are created, changed, or found so already; all of them or, if that is asked for, those that can
/// be. It goes through the file in pieces, so that its size does not matter, and is one transaction.
/// </summary>
public sealed class Importer(
    TrackerDb db, ChangeWriter ledger, TimeProvider clock, ResourceCatalog catalog, ResourceNouns nouns, IServiceProvider services)
{
    /// <summary>How many seconds one statement of hundreds of rows may take.</summary>
    private const int CommandTimeoutSeconds = 120;

    private Func<int, CancellationToken, Task> _tell = (_, _) => Task.CompletedTask;

    public TrackerDb Db => db;

    public ChangeWriter Ledger => ledger;

    public IServiceProvider Services => services;

    public ImportSummary Tally { get; } = new();

    internal NameResolver Names { get; } = new(db, nouns);

    /// <summary>The names of the collections that a file may have, in the order of import.</summary>
    public IReadOnlyList<string> Collections { get; } = [.. catalog.Importable.Select(r => r.Collection)];

    /// <summary>The work of an operation that imports a file.</summary>
    public static JobWork Of(BufferedUpload spool, ImportPlan plan) => async (services, job, cancellation) =>
    {
        await using var held = spool;
        var import = services.GetRequiredService<Importer>();
        var file = import.Read(spool, plan.Resource);
        import._tell = (done, token) => job.ReportProgress(done, file.Total, token);

        return await import.Run(file, plan, job.Id, cancellation);
    };

    /// <summary>The items of a file, in whichever form it is.</summary>
    public ImportFile Read(BufferedUpload spool, string? resource) => spool.MediaType switch
    {
        BufferedUpload.Lines => new NdjsonReader(spool.Rewound(), Collections),
        MediaTypeNames.Text.Csv => new CsvItemReader(spool.Rewound(), resource!, catalog.Find(resource!).Import!.Columns),
        _ => new JsonBundleReader(spool.Rewound(), Collections),
    };

    /// <summary>Takes the file in, and says so in the same transaction.</summary>
    /// <returns>How it ended, where nothing of it is kept.</returns>
    public async Task<JobEnd?> Run(ImportFile file, ImportPlan plan, Guid operation, CancellationToken cancellation)
    {
        db.Database.SetCommandTimeout(CommandTimeoutSeconds);
        db.ChangeTracker.AutoDetectChangesEnabled = false; // of hundreds, it is done once
        await using var work = await UnitOfWork.Begin(db, cancellation);
        file.InvalidRows.ToList().ForEach(stray => Tally.Fail(stray, stray.Faults));

        foreach (var collection in ImportCollection.In(catalog).Where(c => file.Has(c.Name)))
        {
            await collection.Import(this, file.Of(collection.Name), cancellation);
        }

        var result = JsonSerializer.Serialize(Tally.Sum(plan.IsDryRun, Collections), ApiJson.Options);
        var isRefused = Tally.Failed > 0 && !plan.IsPartial;

        if (isRefused || plan.IsDryRun)
        {
            return new(isRefused ? "import_failed" : null, result);
        }

        await Job.Succeed(db, operation, Tally.Done, result, clock.Now(), cancellation);
        await work.Commit();

        return null;
    }

    /// <summary>Refuses a request that breaks a rule of its validator.</summary>
    internal TRequest Check<TRequest>(TRequest request)
        where TRequest : class
    {
        services.Validate(typeof(TRequest), request);

        return request;
    }

    internal Task Tell(CancellationToken cancellation) => _tell(Tally.Done, cancellation);
}
