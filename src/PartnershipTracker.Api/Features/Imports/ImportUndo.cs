using PartnershipTracker.Resources.Auditing;
using PartnershipTracker.Resources.Operations;

namespace PartnershipTracker.Features.Imports;

/// <summary>
/// The undoing of an import as a whole, in one transaction: what it created is deleted, and what it changed gets the version before again.
/// </summary>
internal sealed class ImportUndo(TrackerDb db, ResourceCatalog catalog, ResourceWriter writer, Restoration restoration)
{
    /// <summary>The number of later changes that a refusal lists.</summary>
    private const int MaxListed = 20;

    private const int ReportEvery = 100;

    /// <param name="Resource">The collection.</param>
    /// <param name="ResourceId">The id.</param>
    /// <param name="Version">The first version that the import has written.</param>
    /// <param name="IsNew">True when the import has created it.</param>
    private sealed record WrittenRoot(string Resource, string ResourceId, int Version, bool IsNew);

    /// <param name="Resource">The collection.</param>
    /// <param name="ResourceId">The id.</param>
    /// <param name="Version">The last version.</param>
    /// <param name="Operation">The last change.</param>
    /// <param name="Actor">Its principal.</param>
    /// <param name="Image">The body of a GET of the last version.</param>
    /// <param name="Written">The body of the last version that the import has written.</param>
    /// <param name="Confidentiality">The confidentiality of the last version.</param>
    /// <param name="Readers">The readers of the last version.</param>
    private sealed record LaterChange(
        string Resource, string ResourceId, int Version, string Operation, string Actor, string Image, string Written,
        string Confidentiality, string[] Readers)
    {
        public bool IsDifferent => Operation is "delete"
            || ImageDifference.Between(JsonNode.Parse(Written), JsonNode.Parse(Image)).Any();

        public AuditedRead Read => new(
            Resource, ResourceId, Version, new AccessLabel(EnumNames.Read<Confidentiality>(Confidentiality), [.. Readers]));
    }

    /// <summary>Returns the job that undoes an import.</summary>
    public static JobWork Of(Guid import) => new(null, async (services, job, cancellation) =>
    {
        var undo = ActivatorUtilities.CreateInstance<ImportUndo>(services);

        try
        {
            await undo.Run(import, job, services, cancellation);

            return null;
        }
        catch (ProblemException refused) when (refused.Code is not "conflict")
        {
            var audit = services.GetRequiredService<AuditWriter>();
            await audit.RecordReads(refused.Shown, cancellation);

            if (refused.Hidden is { } hidden)
            {
                await audit.RecordRefusal(refused.Code, hidden, cancellation);
            }

            var errors = refused.Faults.Select(f => new ProblemError(f.Pointer, f.Parameter, f.Code, f.Detail));

            return new(refused.Code, JsonSerializer.Serialize(new { errors }, ApiJson.Options));
        }
    });

    /// <summary>Refuses an import that has changed nothing, or was undone.</summary>
    public static void RequireKept(Operation import)
    {
        const string Parameter = "importId";

        if (import.UndoneAt is { } undoneAt)
        {
            throw new ProblemException(
                "nothing_to_undo", Fault.Of(Parameter, "was_undone", Web.Json.Instant.Print(undoneAt), import.UndoneBy));
        }

        if (import is not { State: OperationState.Succeeded, IsDryRun: false })
        {
            throw new ProblemException(
                "nothing_to_undo", Fault.Of(Parameter, import.State is OperationState.Running ? "still_running" : "kept_nothing"));
        }
    }

    /// <summary>Refuses an import whose resources were changed since, or whose former versions are not kept any more.</summary>
    public static async Task RequireUnchanged(TrackerDb db, Operation import, CancellationToken cancellation)
    {
        await db.RequireKept(import.CreatedAt, "importId", cancellation);
        var later = await LaterChanges(db, import.Id).Where(c => c.IsDifferent).Take(MaxListed).ToListAsync(cancellation);
        var hidden = later.Find(c => !db.Caller.Sees(c.Read.Label));
        var shown = later.FindAll(c => db.Caller.Sees(c.Read.Label));

        if (later.Count > 0)
        {
            throw new ProblemException("changed_since", [
                .. shown.Select(c => Fault.At("#", "newer_version", $"{c.Resource}/{c.ResourceId}", c.Version, c.Actor)),
                .. hidden is null ? Array.Empty<Fault>() : [Fault.At("#", "newer_hidden")],
            ])
            {
                Shown = [.. shown.Select(c => c.Read)],
                Hidden = hidden?.Read,
            };
        }
    }

    /// <summary>Queries the resources whose last version is of another request. It may have the content that the import wrote.</summary>
    private static IAsyncEnumerable<LaterChange> LaterChanges(TrackerDb db, Guid import) => db.Database.SqlQuery<LaterChange>(
        $"""
        SELECT last.resource, last.resource_id, last.version, last.operation, last.actor, last.image::text AS image,
            last.confidentiality, last.readers, (
                SELECT c.image::text FROM changes c
                WHERE c.resource = r.resource AND c.resource_id = r.resource_id AND c.import_id = r.import_id
                ORDER BY c.version DESC LIMIT 1) AS written
        FROM (
            SELECT import_id, resource, resource_id, min(number) AS number FROM import_rows
            WHERE import_id = {import} AND version IS NOT NULL GROUP BY import_id, resource, resource_id) r
        CROSS JOIN LATERAL (
            SELECT * FROM changes c WHERE c.resource = r.resource AND c.resource_id = r.resource_id
            ORDER BY c.version DESC LIMIT 1) last
        WHERE last.import_id IS DISTINCT FROM r.import_id
        ORDER BY r.number
        """).AsAsyncEnumerable();

    private async Task Run(Guid id, Job job, IServiceProvider services, CancellationToken cancellation)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        services.GetRequiredService<ChangeContext>().DefaultReason = $"Import {id} undone.";
        await using var transaction = await UnitOfWork.Begin(db, cancellation);
        await db.Database.ExecuteSqlAsync($"SELECT FROM operations WHERE id = {id} FOR UPDATE", cancellation);
        var rows = await Written(id, cancellation);
        var collections = ImportCollection.In(catalog);
        var ids = rows.ToLookup(r => r.Resource, r => r.ResourceId, StringComparer.Ordinal);

        foreach (var collection in collections.Where(c => ids.Contains(c.Name)))
        {
            await collection.Lock(db, ids[collection.Name], cancellation);
        }

        var import = await db.GetImport($"{id}", cancellation);
        RequireKept(import);
        await RequireUnchanged(db, import, cancellation);

        foreach (var (done, row) in rows.Index())
        {
            db.ChangeTracker.Clear();
            await (row.IsNew
                ? collections.Single(c => c.Name == row.Resource).Delete(writer, row.ResourceId, cancellation)
                : catalog.Find(row.Resource).Restore!.Run(
                    restoration, row.ResourceId, row.Version - 1, Precondition.Any, cancellation));

            if (done % ReportEvery == 0)
            {
                await job.ReportProgress(done, rows.Count, cancellation);
            }
        }

        var now = clock.Now();
        await db.Database.ExecuteSqlAsync(
            $"UPDATE operations SET undone_at = {now}, undone_by = {db.Caller.Name} WHERE id = {id}", cancellation);
        await Job.Succeed(db, job.Id, rows.Count, null, now, cancellation);
        await transaction.Commit();
    }

    /// <summary>Returns what the import has written, the last first: nothing refers to a resource that is about to be deleted.</summary>
    private Task<List<WrittenRoot>> Written(Guid id, CancellationToken cancellation) => db.Database.SqlQuery<WrittenRoot>(
        $"""
        SELECT r.resource, r.resource_id, first.version, first.operation = 'create' AS is_new
        FROM (
            SELECT resource, resource_id, max(number) AS number FROM import_rows
            WHERE import_id = {id} AND version IS NOT NULL GROUP BY resource, resource_id) r
        CROSS JOIN LATERAL (
            SELECT version, operation FROM changes c
            WHERE c.resource = r.resource AND c.resource_id = r.resource_id AND c.import_id = {id}
            ORDER BY c.version LIMIT 1) first
        ORDER BY r.number DESC
        """).ToListAsync(cancellation);
}
