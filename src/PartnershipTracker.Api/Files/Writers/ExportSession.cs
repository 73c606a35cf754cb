using System.Data;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Files.Writers;

/// <summary>
/// The database as of one moment, for one export. Exports have connections of their own, so that a slow client delays other exports and
/// no other request.
/// </summary>
public sealed class ExportSession(
    TrackerDbFactory contexts, Caller caller, AuditWriter audit, ExportSlots slots) : IAsyncDisposable
{
    /// <summary>The seconds within which the database must answer. Sorting a million rows takes some.</summary>
    private const int CommandTimeoutSeconds = 120;

    private TrackerDb? _db;
    private string _snapshot = "";
    private bool _hasSlot;

    public TrackerDb Db => _db ?? throw new InvalidOperationException("The request is not an export.");

    /// <summary>Takes a slot, after a short wait if none is free, and a snapshot of the database.</summary>
    internal async Task Open(CancellationToken cancellation)
    {
        _hasSlot = await slots.Enter(cancellation) ? true : throw new ProblemException("exports_busy");
        _db = contexts.ForExport(caller);
        _db.Database.SetCommandTimeout(CommandTimeoutSeconds);
        await _db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        _snapshot = await _db.Database.SqlQuery<string>(
            $"""
            SELECT pg_export_snapshot() AS "Value" FROM set_config('max_parallel_workers_per_gather', '0', true)
            """).SingleAsync(cancellation);
    }

    /// <summary>Records the classified resources that a query of this export finds.</summary>
    internal Task RecordReads<T>(IQueryable<T> shown, CancellationToken cancellation)
        where T : Root, IResource => audit.RecordReads(shown, _snapshot, CommandTimeoutSeconds, cancellation);

    internal Task RecordReads(IAuditedRead shown, CancellationToken cancellation) => audit.RecordReads(shown.Reads, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_db is not null)
        {
            await _db.DisposeAsync();
            _db = null;
        }

        if (_hasSlot)
        {
            slots.Leave();
            _hasSlot = false;
        }
    }
}

/// <summary>A limit of concurrent exports: one per connection that exports have.</summary>
public sealed class ExportSlots() : ConnectionSlots(DatabaseConnections.MaxExports, TimeSpan.FromSeconds(2));
