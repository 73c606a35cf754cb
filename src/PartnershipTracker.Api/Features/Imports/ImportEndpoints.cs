using PartnershipTracker.Features.Changes;
using PartnershipTracker.Files.Writers;
using PartnershipTracker.Resources.Operations;
using PartnershipTracker.Web.Replicas;

namespace PartnershipTracker.Features.Imports;

public static class ImportEndpoints
{
    private const string Tag = "Import and export";

    private static readonly CreatedWith CreatedWith = new("POST /api/v1/imports");

    public static void MapImports(this RouteGroupBuilder api)
    {
        var imports = api.MapGroup("/imports").NeedsReadOrWrite().OnPrimaryOnly(showsPosition: true)
            .WithTag(Tag, "The whole register, or a large part of it, as a file.");

        imports.MapPost("/", Create).WithName("createImport")
            .Produces<ImportResponse>().Produces<OperationResponse>(StatusCodes.Status202Accepted);
        imports.MapGet("/{importId}", Get).WithName("getImport").WithMetadata(CreatedWith);
        imports.MapGet("/{importId}/rows", ListRows).WithName("listImportRows").WithMetadata(CreatedWith);
        imports.MapDelete("/{importId}", Delete).WithName("deleteImport")
            .Produces(StatusCodes.Status204NoContent).Produces<OperationResponse>(StatusCodes.Status202Accepted);

        foreach (var format in FileFormat.OfTables)
        {
            api.MapFile("/imports/{importId}/report", format, Tag, "exportImportReport", GetReport, Scopes.Read).WithMetadata(CreatedWith);
        }

        api.MapFile("/imports/template", FileFormat.Csv, Tag, "exportImportTemplate", GetTemplate, Scopes.Read);
        api.MapFile("/export", FileFormat.Ndjson, Tag, "exportRegister", GetRegister);
    }

    /// <summary>Import a file</summary>
    /// <remarks>
    /// NDJSON as `GET /export` sends it (`application/x-ndjson`), one item per line with its collection in `resource`; a table
    /// (`text/csv`, with the query parameter `resource`, or
    /// `application/vnd.openxmlformats-officedocument.spreadsheetml.sheet`, with the sheets named like collections if it is absent); or a
    /// bundle of at most 16 MiB (`application/json`), one object with an array of items per collection.
    ///
    /// A table is as its export, or as people write it: CSV with comma, semicolon or tab in UTF-8, UTF-16 with a byte order mark or CP949
    /// (`text/csv; charset=euc-kr`), XLSX of at most 64 MiB. Headers and values may be Korean or English words. Titles above the header,
    /// empty rows, totals and footnotes are skipped and listed in `notes`. `docs/importing.md` lists the words.
    ///
    /// An item is matched by its `id`, else by its `externalId`; a collaboration without either by affiliate, company and area; any other
    /// item without either by its content, so that the same file is `unchanged` the second time. A matched item replaces the resource, any
    /// other is created, under its `id` if it has one. Parts without an id keep the id of the equal part that exists.
    ///
    /// References are keys, names (Korean or English) or aliases, in any case and width, also with a legal form, a title of a person,
    /// quotation marks, or the name in the other language in brackets. A name that is ambiguous, or a weak alias, is an error that lists
    /// the candidates; the error of an unknown name suggests the nearest. The order of the items does not matter.
    ///
    /// In a table, names beside keys, bounds of dates, versions and times are ignored. A cell equal to the exported one changes nothing, a
    /// blank one clears its member, and members without a column stay. A semicolon inside a value is written `\;`. Participants and area
    /// links of meetings have tables of their own, `meeting-participants` and `meeting-areas`, whose rows change or add a part of a meeting
    /// that exists. A row of a new meeting may state its parties itself: its affiliates participate on our side, its companies on theirs,
    /// and its people represent the organization of the row at which they held a position. A row of an export, which counts the parts, is
    /// refused without their tables. In CSV, a cell that begins with `=` or `@` is refused unless an apostrophe precedes it.
    ///
    /// The dates of a table may be as people write them, in Korean or English: `2024.6.28`, `2024년 6월`, `3Q 2024`, `June 2024`. They are
    /// read as EDTF. A date that can be read in two ways, or that EDTF cannot say, is refused with the EDTF that would be right;
    /// `dateOrder`, `range` and `year`, or a column `year`, say what the dates leave open.
    ///
    /// All or nothing, unless `mode=partial`: one invalid item answers 422 with every error, its line and its pointer, and nothing is
    /// written. An import that takes more than two seconds answers 202 with an operation, and continues when you disconnect. Repeated with
    /// the same Idempotency-Key, the request answers the current state of that operation.
    ///
    /// Each row has an outcome: `create`, `update`, `unchanged` or `refuse`, with the differences or all its errors. The answer shows the
    /// first rows, `GET /imports/{importId}/rows` all of them, and `/imports/{importId}/report.csv` the file with remarks, to be corrected
    /// and sent again. They are kept of dry runs and refused imports too; `instance` of a 422 is the address of the import.
    /// </remarks>
    private static async Task<OperationResult> Create(
        [AsParameters] ImportQuery query, Upload<RegisterBundleRequest> body, TrackerDb db, TimeProvider clock,
        CancellationToken cancellation)
    {
        var plan = new ImportPlan(query.DryRun is "true", query.Mode is "partial", query.Resource) { Dates = query.Dates };

        if (body.Spool.MediaType == FileFormat.Csv.MediaType && plan.Resource is null)
        {
            throw new ProblemException("invalid_request", Fault.Of("resource", "required"));
        }

        return new(
            await Begin(db, Operation.Import, plan.IsDryRun, clock, cancellation), Importer.Of(body.Spool.Detach(), plan));
    }

    /// <summary>Get one import</summary>
    /// <remarks>
    /// The state and the counts of an import or a dry run of the caller or, with the scope `admin`, of any principal. `/rows` shows what
    /// became of each row.
    /// </remarks>
    /// <param name="importId" example="019094ca-3c00-7000-8000-000000000001">The id of the import.</param>
    private static async Task<Ok<ImportStateResponse>> Get(
        string importId, TrackerDb db, TimeProvider clock, CancellationToken cancellation)
    {
        var import = await db.GetImport(importId, cancellation);

        if (import.State is OperationState.Running)
        {
            await Job.GiveUpDead(db, clock.Now(), cancellation);
            import = await db.GetImport(importId, cancellation);
        }

        return TypedResults.Ok(ImportStateResponse.From(import));
    }

    /// <summary>List the rows of an import</summary>
    /// <remarks>
    /// The rows of the file, by line, with the outcome of each: the id that it went to, the fields that it changed with their values before
    /// and after, or all its errors. There are none before the import has ended. Rows about resources that the caller may not see are left
    /// out. `updatedSince` is compared with the end of the import.
    /// </remarks>
    /// <param name="importId" example="019094ca-3c00-7000-8000-000000000001">The id of the import.</param>
    /// <param name="filter">The filters.</param>
    private static async Task<Ok<Page<ImportRowResponse>>> ListRows(
        string importId, [AsParameters] ImportRowFilter filter, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await db.ListRows(await db.GetImport(importId, cancellation), filter, cancellation));

    /// <summary>The report of an import</summary>
    /// <remarks>
    /// The rows of the imported table with its columns, and three more: `resourceId`, the existing or proposed id, `outcome`, and
    /// `remarks` with a sentence for each error. Correct the cells and import the file again: `outcome` and `remarks` are ignored. In XLSX
    /// each table of an imported workbook has a sheet. The rows of other files, and those of several tables in CSV, have their `line` and
    /// `resource` instead of cells.
    /// </remarks>
    /// <param name="importId" example="019094ca-3c00-7000-8000-000000000001">The id of the import.</param>
    private static async Task<ImportReport> GetReport(string importId, ExportSession session, CancellationToken cancellation) =>
        await ImportReport.Of(session.Db, await session.Db.GetImport(importId, cancellation), cancellation);

    /// <summary>Delete an import</summary>
    /// <remarks>
    /// Undoes the import as a whole, in one transaction: what it created is deleted, and what it changed gets the content of the version
    /// before, as a new version. The histories say so. When something that it wrote has other content since, or something else refers to
    /// what it created, the answer is a 409 with a list of that, and nothing is undone. Undo a later import first.
    ///
    /// A dry run, an import that failed and one that was undone already are a 409. The import and its rows stay. What takes more than two
    /// seconds is a 202 with an operation, and continues when you disconnect.
    /// </remarks>
    /// <param name="importId" example="019094ca-3c00-7000-8000-000000000001">The id of the import.</param>
    private static async Task<OperationResult> Delete(
        string importId, IfMatch precondition, TrackerDb db, TimeProvider clock, CancellationToken cancellation)
    {
        var import = await db.GetImport(importId, cancellation);
        ImportUndo.RequireKept(import);
        precondition.Require(ImportStateResponse.Ended);
        await ImportUndo.RequireUnchanged(db, import, cancellation);

        return new(await Begin(db, Operation.Undo, isDryRun: false, clock, cancellation), ImportUndo.Of(import.Id));
    }

    private static async Task<Guid> Begin(
        TrackerDb db, string kind, bool isDryRun, TimeProvider clock, CancellationToken cancellation)
    {
        await using var transaction = await UnitOfWork.Begin(db, cancellation);
        var operation = new Operation
        {
            Id = Guid.CreateVersion7(),
            Kind = kind,
            IsDryRun = isDryRun,
            CreatedBy = db.Caller.Name,
            CreatedAt = clock.Now(),
        };
        db.Add(operation);
        await db.SaveChangesAsync(cancellation);
        await transaction.Commit();

        return operation.Id;
    }

    /// <summary>A table to fill in</summary>
    /// <remarks>The header and the first row of the CSV export of a collection of the opening data.</remarks>
    private static CsvTemplate GetTemplate([AsParameters] TemplateQuery query)
    {
        using var templates = typeof(ImportEndpoints).Assembly.GetManifestResourceStream("Templates.json")!;
        var resource = query.Resource ?? "meetings";

        return new(resource, (string)JsonNode.Parse(templates)![resource]!);
    }

    /// <summary>Export the register</summary>
    /// <remarks>
    /// Everything that you may see, one item per line with its collection in `resource`, as `POST /imports` reads it: with the ids of
    /// parts, without versions and times. Collections are in the order of their references, items in that of their ids, members in a fixed
    /// order without null and empty ones: equal registers give equal bytes.
    ///
    /// `Changes-Cursor` is where the feed of changes goes on from this file: `GET /changes?after=…`. What was committed while it was read
    /// may come again.
    /// </remarks>
    private static async Task<RegisterFile> GetRegister(
        ExportSession session, ResourceCatalog catalog, ChangeCursors cursors, HttpContext http)
    {
        var now = await new ChangeFeed(session.Db, cursors, catalog).Begin(ChangeQuery.Now, http.RequestAborted);
        http.Response.Headers[ApiHeaders.ChangesCursor] = cursors.Write(now, session.Db.Caller);

        return new(session.Db, catalog);
    }
}
