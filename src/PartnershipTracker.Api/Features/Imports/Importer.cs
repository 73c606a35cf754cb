using System.Net.Mime;
using PartnershipTracker.Data.Dates;
using PartnershipTracker.Files.Readers;
using PartnershipTracker.Resources.Auditing;
using PartnershipTracker.Resources.Operations;

namespace PartnershipTracker.Features.Imports;

/// <summary>The options of an import.</summary>
/// <param name="IsDryRun">True when nothing is kept.</param>
/// <param name="IsPartial">True when valid items are imported although others are invalid.</param>
/// <param name="Resource">The collection of a table; null for other formats.</param>
public sealed record ImportPlan(bool IsDryRun = false, bool IsPartial = false, string? Resource = null)
{
    /// <summary>The conventions of the dates in a table.</summary>
    public DateConventions Dates { get; init; } = DateConventions.None;
}

/// <summary>
/// The import of a file in one transaction. Its items create or change resources, or leave them unchanged. The file is read in batches, so
/// that its size does not matter.
/// </summary>
public sealed class Importer(
    TrackerDb db, ChangeWriter changes, TimeProvider clock, ResourceCatalog catalog, ResourceNouns nouns, IServiceProvider services)
{
    /// <summary>The seconds that one statement for hundreds of rows may take.</summary>
    private const int CommandTimeoutSeconds = 120;

    private Func<int, CancellationToken, Task> _reportProgress = (_, _) => Task.CompletedTask;

    public TrackerDb Db => db;

    public ChangeWriter Changes => changes;

    public IServiceProvider Services => services;

    public ImportSummary Summary { get; } = new();

    internal HiddenConflicts Conflicts { get; } = services.GetRequiredService<HiddenConflicts>();

    /// <summary>The rows of the running import.</summary>
    internal RecordedRows Rows { get; private set; } = null!;

    internal NameResolver Names { get; } = new(db, nouns);

    internal ResourceNouns Nouns => nouns;

    /// <summary>The names of the collections that a file may contain, in the order of import.</summary>
    public IReadOnlyList<string> Collections { get; } = [.. catalog.Importable.Select(r => r.Collection)];

    /// <summary>Returns the job of an operation that imports a file.</summary>
    public static JobWork Of(BufferedUpload upload, ImportPlan plan) => new(upload, async (services, job, cancellation) =>
    {
        var import = services.GetRequiredService<Importer>();
        var file = import.Read(upload, plan.Resource);
        import._reportProgress = (done, token) => job.ReportProgress(done, file.Total, token);

        return await import.Run(file, plan, job.Id, cancellation);
    });

    /// <summary>The file that is being imported.</summary>
    internal ImportFile File { get; private set; } = null!;

    /// <summary>Opens a file in any of the accepted formats.</summary>
    public ImportFile Read(BufferedUpload upload, string? resource) => upload.MediaType switch
    {
        MediaTypeNames.Text.Csv => TableItemReader.OfCsv(upload.Rewound(), upload.IsKorean, SchemaOf(resource!)),
        _ when upload.MediaType == FileFormat.Xlsx.MediaType =>
            new WorkbookReader(upload.Rewound(), resource, [.. catalog.Tables], SchemaOf),
        MediaTypeNames.Application.Json => new JsonBundleReader(upload.Rewound(), Collections),
        _ => new NdjsonReader(upload.Rewound(), Collections),
    };

    /// <summary>Imports a file, and completes the operation in the same transaction.</summary>
    /// <returns>The end of the job when nothing of the file is kept; otherwise null.</returns>
    public async Task<JobEnd?> Run(ImportFile file, ImportPlan plan, Guid operation, CancellationToken cancellation)
    {
        File = file;
        db.Database.SetCommandTimeout(CommandTimeoutSeconds);
        db.ChangeTracker.AutoDetectChangesEnabled = false; // once for hundreds of rows is enough
        services.GetRequiredService<ChangeContext>().ImportId = operation;
        await using var rows = new RecordedRows(db, operation);
        Rows = rows;

        if (await Process(file, plan, cancellation) is { } end)
        {
            await using var transaction = await UnitOfWork.Begin(db, cancellation);
            await rows.Store(cancellation);
            await transaction.Commit();

            return end;
        }

        return null;
    }

    /// <summary>Processes the file in a transaction, which is rolled back when nothing is kept.</summary>
    private async Task<JobEnd?> Process(ImportFile file, ImportPlan plan, CancellationToken cancellation)
    {
        await using var transaction = await UnitOfWork.Begin(db, cancellation);
        file.InvalidRows.ToList().ForEach(Refuse);
        Summary.FailUnlisted(file.MoreInvalid);
        Summary.AddNotesOf(file);

        var collections = ImportCollection.In(catalog);

        foreach (var collection in collections.Where(c => file.Has(c.Name) && !(plan.IsPartial && file.HasFaultyHeader(c.Name))))
        {
            await collection.Import(this, collection.Rows(file, plan.Dates with { ThisYear = clock.Today().Year }), cancellation);
        }

        var result = JsonSerializer.Serialize(
            Summary.ToResponse(Rows.Import, plan.IsDryRun, [.. collections.Select(c => c.Name)]), ApiJson.Options);
        var isRefused = Summary.Failed > 0 && !plan.IsPartial;

        if (isRefused || plan.IsDryRun)
        {
            return new(isRefused ? "import_failed" : null, result);
        }

        await Rows.Store(cancellation);
        await Job.Succeed(db, Rows.Import, Summary.Done, result, clock.Now(), cancellation);
        await transaction.Commit();

        return null;
    }

    /// <summary>Records a row that belongs to no collection.</summary>
    private void Refuse(ImportRow row) => Rows.Add(new()
    {
        ImportId = Rows.Import,
        Line = row.Line,
        Outcome = ImportOutcome.Refuse,
        Table = row.Table,
        Errors = ImportRows.Json(Summary.Fail(row, row.Faults)),
    });

    /// <summary>Refuses a request that breaks a rule of its validator.</summary>
    internal TRequest Check<TRequest>(TRequest request)
        where TRequest : class
    {
        services.Validate(typeof(TRequest), request);

        return request;
    }

    private TableSchema SchemaOf(string resource) => TableVocabulary.Schema(resource, catalog.ColumnsOf(resource));

    internal Task ReportProgress(CancellationToken cancellation) => _reportProgress(Summary.Done, cancellation);
}
