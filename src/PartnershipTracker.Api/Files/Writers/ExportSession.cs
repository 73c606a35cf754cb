using System.Data;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Resources.Auditing;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Files.Writers;

/// <summary>
/// What an export reads: the store as of one moment, over connections that are there for exports only. A slow reader keeps other exports
/// waiting, and nobody else.
/// </summary>
public sealed class ExportSession(
    DatabaseConnections connections, DbContextOptions<TrackerDb> options, Caller caller, AuditWriter audit, ExportSlots places)
    : IAsyncDisposable
{
    /// <summary>How many seconds the database may be silent: to sort a million rows takes some.</summary>
    private const int CommandTimeoutSeconds = 120;

    private readonly List<Func<CancellationToken, Task>> _disclosures = [];
    private TrackerDb? _db;
    private string _moment = "";
    private bool _hasPlace;

    public TrackerDb Db => _db ?? throw new InvalidOperationException("This is no export.");

    /// <summary>Takes a place, waiting for a moment when there is none, and the moment that is shown.</summary>
    internal async Task Open(CancellationToken cancellation)
    {
        _hasPlace = await places.Enter(cancellation) ? true : throw new ProblemException("exports_busy");
        _db = new TrackerDb(new DbContextOptionsBuilder<TrackerDb>(options).UseTracker(connections.Exports).Options, caller);
        _db.Database.SetCommandTimeout(CommandTimeoutSeconds);
        await _db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        _moment = await _db.Database.SqlQuery<string>(
            $"""
            SELECT pg_export_snapshot() AS "Value" FROM set_config('max_parallel_workers_per_gather', '0', true)
            """).SingleAsync(cancellation);
    }

    /// <summary>Says which classified things are shown: before they are, it is recorded.</summary>
    public void Shows<T>(IQueryable<T> shown)
        where T : UuidEntity, IResource, IClassified =>
        _disclosures.Add(cancellation => audit.RecordReads(shown, _moment, CommandTimeoutSeconds, cancellation));

    internal async Task Disclose(CancellationToken cancellation)
    {
        foreach (var record in _disclosures)
        {
            await record(cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_db is not null)
        {
            await _db.DisposeAsync();
            _db = null;
        }

        if (_hasPlace)
        {
            places.Leave();
            _hasPlace = false;
        }
    }
}

/// <summary>As many exports at once as there are connections for them.</summary>
public sealed class ExportSlots : IDisposable
{
    /// <summary>How long to wait for one before saying that there is none.</summary>
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _places = new(DatabaseConnections.MaxExports);

    public Task<bool> Enter(CancellationToken cancellation) => _places.WaitAsync(WaitTimeout, cancellation);

    public void Leave() => _places.Release();

    public void Dispose() => _places.Dispose();
}
