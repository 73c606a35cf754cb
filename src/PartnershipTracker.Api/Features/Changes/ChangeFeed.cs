using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Features.Changes;

/// <summary>
/// The change log in the order of (transaction, sequence), below the oldest transaction that still runs. No change can be committed before
/// one that was read; by the sequence alone, a late commit would be missed.
/// </summary>
public sealed class ChangeFeed(TrackerDb db, ChangeCursors cursors, ResourceCatalog catalog)
{
    /// <summary>The number of changes that one statement looks at, so that it takes no longer for a caller who sees few of them.</summary>
    private const int Examined = 2000;

    private sealed record Row
    {
        public string? Transaction { get; init; }

        public long? Sequence { get; init; }

        public Guid? Mark { get; init; }

        public string? Kind { get; init; }

        public string Resource { get; init; } = "";

        public string ResourceId { get; init; } = "";

        public int Version { get; init; }

        public DateTimeOffset At { get; init; }

        public string Actor { get; init; } = "";

        public string? Reason { get; init; }

        public string Confidentiality { get; init; } = "";

        public List<string> Readers { get; init; } = [];

        public string ConfidentialityNow { get; init; } = "";

        public List<string> ReadersNow { get; init; } = [];

        public string? Image { get; init; }

        public bool IsFull { get; init; }

        public bool HasReaders { get; init; }
    }

    private sealed record LogRow(string? Transaction, long? Sequence, Guid? Mark, Guid Log, bool IsKnown, long Pruned, bool IsPruned);

    /// <summary>Returns the position at which a request begins, or refuses it when its cursor cannot go on.</summary>
    public async Task<ChangePosition> Begin(string? after, CancellationToken cancellation)
    {
        var asked = after is null or ChangeQuery.Now ? null : cursors.Read(after, db.Caller) ?? throw new ProblemException("cursor_gone");
        var (transaction, sequence, mark) = ($"{asked?.Transaction ?? 0}", asked?.Sequence ?? 0, asked?.Mark ?? Guid.Empty);
        var log = await db.Database.SqlQuery<LogRow>(
            $"""
            SELECT last.transaction::text AS transaction, last.sequence, last.mark, change_log.mark AS log, EXISTS (
                SELECT FROM changes WHERE (transaction, sequence) = ({transaction}::xid8, {sequence})
                AND coalesce(mark, '00000000-0000-0000-0000-000000000000') = {mark}) AS is_known,
                coalesce(pruned_sequence, 0) AS pruned,
                coalesce((pruned_transaction, pruned_sequence) > ({transaction}::xid8, {sequence}), false) AS is_pruned
            FROM change_log LEFT JOIN LATERAL (
                SELECT transaction, sequence, mark FROM changes WHERE transaction < pg_snapshot_xmin(pg_current_snapshot())
                ORDER BY transaction DESC, sequence DESC LIMIT 1) last ON {after is ChangeQuery.Now}
            """).SingleAsync(cancellation);

        return asked is null ? new(Parse(log.Transaction), log.Sequence ?? 0, log.Mark ?? Guid.Empty, log.Log, log.Pruned)
            : asked.Log == log.Log && (log.IsKnown || asked.Transaction == 0) && (!log.IsPruned || asked.Pruned == log.Pruned) ? asked
            : throw new ProblemException("cursor_gone");
    }

    /// <summary>
    /// Returns the next changes that the caller may see, and the position after those that were looked at. It looks on past changes that
    /// the caller may not see, so that <c>more</c> tells nothing of them. <c>IsForAll</c> is true if there was no list of readers, so that
    /// every caller with the same clearance sees the same.
    /// </summary>
    public async Task<(ChangePage Page, ChangePosition Position, bool IsForAll)> Read(
        ChangeQuery query, int size, ChangePosition start, CancellationToken cancellation)
    {
        var (items, position, isMore, isForAll) = (new List<ChangeResponse>(), start, false, true);

        for (var isFull = true; isFull && !isMore;)
        {
            var rows = await Rows(query, size + 1 - items.Count, position, cancellation);
            isFull = rows is [.., { IsFull: true }];
            isForAll &= rows is not [.., { HasReaders: true }];

            foreach (var row in rows)
            {
                if (isMore = row.Kind is not null && items.Count == size)
                {
                    break;
                }

                position = PositionOf(row, start);

                if (row.Kind is not null)
                {
                    items.Add(Show(row) with { Position = position });
                }
            }
        }

        return (new(items, cursors.Write(position, db.Caller), isMore), position, isForAll);
    }

    private static ChangePosition PositionOf(Row row, ChangePosition start) => start with
    {
        Transaction = Parse(row.Transaction),
        Sequence = row.Sequence ?? 0,
        Mark = row.Mark ?? Guid.Empty,
    };

    /// <summary>
    /// Returns the changes that mean something for the caller, and the last one that was looked at. A version counts only while the caller
    /// may see the resource as it is now, too, as in its history; when it was hidden since, a later change says that it is gone.
    /// </summary>
    private async Task<List<Row>> Rows(
        ChangeQuery query, int count, ChangePosition start, CancellationToken cancellation)
    {
        var parameters = new SqlParameters();
        var (transaction, sequence) = (parameters.Add($"{start.Transaction}"), parameters.Add(start.Sequence));
        var levels = parameters.Add(db.Caller.Levels.Select(level => EnumNames.Write(level)).ToArray());
        var (name, all) = (parameters.Add(db.Caller.Name), parameters.Add(db.Caller.SeesEverything));
        var collections = parameters.Add(query.Resource is { Length: > 0 } asked ? asked : [.. catalog.All.Select(r => r.Collection)]);
        var isWhole = parameters.Add(query.Include is not null);

        var sql =
            $"""
            WITH examined AS MATERIALIZED (
                SELECT transaction, sequence, mark, at, actor, operation, resource, resource_id, version, reason, confidentiality, readers
                FROM changes
                WHERE (transaction, sequence) > ({transaction}::xid8, {sequence})
                AND transaction < pg_snapshot_xmin(pg_current_snapshot())
                ORDER BY transaction, sequence LIMIT {Examined}),
            seen AS (
                SELECT e.*, now.confidentiality AS confidentiality_now, now.readers AS readers_now, {Sees("e")} AS is_seen,
                    before.version IS NOT NULL AND {Sees("before")} AS was_seen, {Sees("now")} AS is_seen_now,
                    cardinality(e.readers) + cardinality(now.readers) + coalesce(cardinality(before.readers), 0) > 0 AS has_readers,
                    lead(e.sequence) OVER (ORDER BY e.transaction, e.sequence) IS NULL AS is_last
                FROM examined e
                LEFT JOIN changes before
                    ON (before.resource, before.resource_id, before.version) = (e.resource, e.resource_id, e.version - 1)
                CROSS JOIN LATERAL (
                    SELECT confidentiality, readers FROM changes
                    WHERE resource = e.resource AND resource_id = e.resource_id ORDER BY version DESC LIMIT 1) now),
            judged AS (
                SELECT *, CASE
                    WHEN resource <> ALL ({collections}) THEN NULL
                    WHEN operation = 'delete' THEN CASE WHEN is_seen OR was_seen THEN 'gone' END
                    WHEN is_seen AND is_seen_now THEN CASE WHEN was_seen THEN 'updated' ELSE 'created' END
                    WHEN NOT is_seen AND was_seen THEN 'gone' END AS kind
                FROM seen)
            SELECT transaction::text AS transaction, sequence, mark, kind, resource, resource_id, version, at, actor, reason,
                confidentiality, readers, confidentiality_now, readers_now, (SELECT count(*) FROM examined) = {Examined} AS is_full,
                (SELECT bool_or(has_readers) FROM seen) AS has_readers,
                CASE WHEN {isWhole} AND kind <> 'gone'
                    THEN (SELECT image::text FROM changes WHERE changes.sequence = judged.sequence) END AS image
            FROM judged WHERE kind IS NOT NULL OR is_last
            ORDER BY judged.transaction, judged.sequence LIMIT {count}
            """;

        return await db.Database.SqlQueryRaw<Row>(sql, parameters.Values).ToListAsync(cancellation);

        string Sees(string row) => $"({all} OR ({row}.confidentiality = ANY ({levels}) "
            + $"AND ({row}.readers = ARRAY[]::text[] OR {name} = ANY ({row}.readers))))";
    }

    private static ChangeResponse Show(Row row)
    {
        var operation = EnumNames.Read<FeedOperation>(row.Kind!);

        return operation is FeedOperation.Gone
            ? new(row.Resource, row.ResourceId, operation, null, null, null, null, null)
            : new(
                row.Resource, row.ResourceId, operation, row.Version, row.At, row.Actor, row.Reason,
                row.Image is null ? null : JsonNode.Parse(row.Image)!.AsObject())
            {
                Shown = new(row.Resource, row.ResourceId, row.Version, StricterOf(row)),
            };
    }

    /// <summary>Returns the label by which the reading is recorded: that of the change or, if only this is confidential, of now.</summary>
    private static AccessLabel StricterOf(Row row)
    {
        var then = new AccessLabel(EnumNames.Read<Confidentiality>(row.Confidentiality), row.Readers);

        return AuditWriter.IsRecorded(then) ? then : new(EnumNames.Read<Confidentiality>(row.ConfidentialityNow), row.ReadersNow);
    }

    private static ulong Parse(string? transaction) => transaction is null ? 0 : ulong.Parse(transaction, CultureInfo.InvariantCulture);
}
