using PartnershipTracker.Resources.Auditing;
using PartnershipTracker.Resources.Operations;

namespace PartnershipTracker.Features.Imports;

/// <summary>The reading of imports and their rows, by the caller who requested the import and by administrators.</summary>
internal static class ImportRows
{
    /// <summary>The number of rows that the answer to an import shows.</summary>
    public const int MaxFirst = 20;

    private static readonly string[] RecordedLevels =
        [.. Enum.GetValues<Confidentiality>().Where(level => level >= AuditWriter.Recorded).Select(level => EnumNames.Write(level))];

    /// <summary>Returns an import or a dry run; a 404 when there is none that the caller may see.</summary>
    public static async Task<Operation> GetImport(this TrackerDb db, string address, CancellationToken cancellation)
    {
        var id = UuidEntity.TryParseId(address, out var known) ? known : throw new ProblemException("not_found");

        return await db.Operations.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id && o.Kind == Operation.Import, cancellation)
            ?? throw new ProblemException("not_found");
    }

    /// <summary>
    /// Queries the rows of an import. Like past versions, they are for callers who may see both what they show and the resource as it is
    /// now or, if it is deleted, was last. A row has the label by which its reading is recorded: its own or else that of the resource.
    /// </summary>
    public static IQueryable<ImportedRow> RowsOf(this TrackerDb db, Guid import)
    {
        var (all, levels, name) = (db.Caller.SeesEverything, db.Caller.Levels.Select(EnumNames.Write).ToArray(), db.Caller.Name);

        return db.ImportRows.FromSql(
            $"""
            SELECT r.import_id, r.line, r.number, r.resource, r.resource_id, r.version, r.outcome, r.changes, r.errors, r.cells,
                r.table_name,
                CASE WHEN r.confidentiality = ANY ({RecordedLevels}) OR cardinality(r.readers) > 0 OR last.confidentiality IS NULL
                    THEN r.confidentiality ELSE last.confidentiality END AS confidentiality,
                CASE WHEN r.confidentiality = ANY ({RecordedLevels}) OR cardinality(r.readers) > 0 OR last.confidentiality IS NULL
                    THEN r.readers ELSE last.readers END AS readers
            FROM import_rows r LEFT JOIN LATERAL (
                SELECT c.confidentiality, c.readers FROM changes c
                WHERE c.resource = r.resource AND c.resource_id = r.resource_id ORDER BY c.version DESC LIMIT 1) last ON true
            WHERE r.import_id = {import} AND ({all} OR (
                r.confidentiality = ANY ({levels}) AND (cardinality(r.readers) = 0 OR {name} = ANY (r.readers))
                AND (last.confidentiality IS NULL OR (
                    last.confidentiality = ANY ({levels}) AND (cardinality(last.readers) = 0 OR {name} = ANY (last.readers))))))
            """).AsNoTracking();
    }

    public static async Task<Page<ImportRowResponse>> ListRows(
        this TrackerDb db, Operation import, ImportRowFilter filter, CancellationToken cancellation)
    {
        var found = db.RowsOf(import.Id);

        if (filter.Outcome is { Length: > 0 })
        {
            var outcomes = filter.Outcome.Select(EnumNames.Read<ImportOutcome>).ToArray();
            found = found.Where(r => outcomes.Contains(r.Outcome));
        }

        if (filter.Resource is { Length: > 0 } resources)
        {
            found = found.Where(r => resources.Contains(r.Resource));
        }

        if (filter.ChangedFrom is { } since)
        {
            found = found.Where(_ => import.EndedAt >= since);
        }

        var isKept = IsKept(import);

        return await found.ToPage(filter, ImportRowFilter.Sorting, r => ImportRowResponse.From(r, isKept), cancellation);
    }

    /// <summary>Completes the result of an import with its id and its first rows.</summary>
    public static async Task<OperationAnswer> ReadResult(TrackerDb db, Operation operation, CancellationToken cancellation)
    {
        var (result, isKept) = (operation.Result is { } text ? (JsonObject)JsonNode.Parse(text)! : null, IsKept(operation));

        if (result is null || operation.Kind is not Operation.Import)
        {
            return new(result, []);
        }

        var first = await db.RowsOf(operation.Id).OrderBy(r => r.Line).ThenBy(r => r.Number).Take(MaxFirst).ToListAsync(cancellation);
        var rows = first.ConvertAll(row => ImportRowResponse.From(row, isKept));
        result["importId"] = operation.Id;
        result["rows"] = JsonSerializer.SerializeToNode(rows, ApiJson.Options);

        return new(result, [.. rows.SelectMany(row => row.Shown)]);
    }

    /// <summary>Returns the reading of a row that names a resource.</summary>
    public static IReadOnlyList<AuditedRead> ReadOf(ImportedRow row) =>
        row.Resource is null ? [] : [new(row.Resource, row.ResourceId ?? "", row.Version ?? 0, AccessLabel.Of(row))];

    /// <summary>Writes JSON that PostgreSQL can store: without NUL, which a file may contain.</summary>
    public static string Json<TValue>(TValue value) =>
        JsonSerializer.Serialize(value, ApiJson.Options).Replace(@"\u0000", @"\ufffd", StringComparison.Ordinal);

    private static bool IsKept(Operation import) => import is { State: OperationState.Succeeded, IsDryRun: false };
}
