using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Files.Writers;
using PartnershipTracker.Resources.Crud;
using PartnershipTracker.Resources.Operations;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Requests;
using PartnershipTracker.Web.Routing;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Imports;

public static class ImportEndpoints
{
    private const string Tag = "Import and export";

    public static void MapImports(this IEndpointRouteBuilder api)
    {
        var imports = api.MapGroup("/imports").NeedsReadOrWrite().WithTag(Tag, "The whole register, or much of it, by the file.");

        imports.MapPost("/", Create).WithName("createImport");
        api.MapFile("/imports/template", FileFormat.Csv, Tag, "exportImportTemplate", GetTemplate, Scopes.Read);
        api.MapFile("/export", FileFormat.Json, Tag, "exportRegister", GetRegister).Produces<RegisterBundle>();
    }

    /// <summary>Import a file</summary>
    /// <remarks>
    /// A bundle as `GET /export` writes it (`application/json`), an item a line with the collection in `resource`
    /// (`application/x-ndjson`), or a table as the CSV export of a collection writes it (`text/csv`, with `resource`).
    ///
    /// An item is found by its `id`, or else by its `externalId`; a collaboration without either by affiliate, company and area; anything
    /// else without either is known by what it says, so that the same file twice is `unchanged` the second time. What is found is made what
    /// the item says, what is not is created under the `id` that it has. Parts without an id that are there already keep theirs.
    ///
    /// References are keys, names (Korean or English) or aliases, in any case and width. A name that two go by, and a weak alias, is an
    /// error that lists the candidates; an unknown one names the nearest. The order of the items does not matter.
    ///
    /// In a table, names beside keys, bounds of dates, versions and times are passed over, a cell that is as the export has it changes
    /// nothing, and what it has no column for stays. Of a new meeting its affiliates are participants on our side, its companies on theirs,
    /// people stand for the organization of the row where they hold a position, and each area is linked for all of them; who met at a
    /// meeting that is there is changed by JSON only. A cell that begins a formula is refused, unless with an apostrophe before it.
    ///
    /// All or nothing, unless `mode=partial`: one item that cannot be taken makes it a 422 that lists every error with its line and
    /// pointer, and nothing is written. What takes more than two seconds is a 202 with the operation to follow; it goes on when you hang
    /// up. With an Idempotency-Key, sent again, it answers how that operation stands now.
    /// </remarks>
    private static async Task<OperationResult<ImportResponse>> Create(
        [AsParameters] ImportQuery query, Upload<RegisterBundle> body, TrackerDb db, TimeProvider clock, CancellationToken cancellation)
    {
        var plan = new ImportPlan(query.DryRun is "true", query.Mode is "partial", query.Resource);

        if (body.Spool.MediaType == FileFormat.Csv.MediaType && plan.Resource is null)
        {
            throw new ProblemException("invalid_request", Fault.Of("resource", "required"));
        }

        await using var transaction = await UnitOfWork.Begin(db, cancellation);
        var operation = new Operation
        {
            Id = Guid.CreateVersion7(),
            Kind = "import",
            CreatedBy = db.Caller.Name,
            CreatedAt = clock.Now(),
        };
        db.Add(operation);
        await db.SaveChangesAsync(cancellation);
        await transaction.Commit();

        return new(operation.Id, Importer.Of(body.Spool.Detach(), plan));
    }

    /// <summary>A table to fill in</summary>
    /// <remarks>The header of the CSV export of a collection, and the first row that the opening data has of it.</remarks>
    private static CsvTemplate GetTemplate([AsParameters] TemplateQuery query)
    {
        var resource = query.Resource ?? "meetings";
        var example = OpenApi.Examples.ExampleFilter.AnswerOf($"export{char.ToUpperInvariant(resource[0])}{resource[1..]}Csv");

        return new(resource, string.Concat(example.Split("\r\n").Take(2).Select(line => line + "\r\n")));
    }

    /// <summary>Export the register</summary>
    /// <remarks>
    /// Everything that you may see, as one bundle that an import takes: ids of parts included, versions and times not. By id, members in a
    /// fixed order, null and empty ones left out: two registers that hold the same are the same to the byte.
    /// </remarks>
    private static RegisterFile GetRegister(ExportSession store, ResourceCatalog catalog)
    {
        store.Shows(store.Db.Meetings);
        store.Shows(store.Db.Citations);

        return new(store, catalog);
    }
}
