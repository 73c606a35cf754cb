using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using PartnershipTracker.Data;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Hosting;

/// <summary>
/// Whether requests can be served. However many ask, the database is asked by one at a time, and only for what can change: migrations
/// that were applied, and a ctype that is fit, stay so.
/// </summary>
public sealed class Readiness(IServiceScopeFactory scopes, Drain drain)
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(2.5);

    private readonly Lock _gate = new();
    private Task<IReadOnlyList<Fault>> _check = Task.FromResult<IReadOnlyList<Fault>>([]);
    private bool _isFit;

    /// <summary>What keeps the application from serving: nothing, if it is ready.</summary>
    public async Task<IReadOnlyList<Fault>> Faults(CancellationToken cancellation)
    {
        if (drain.IsOn)
        {
            return [Fault.Of("shutdown", "draining")];
        }

        Task<IReadOnlyList<Fault>> check;

        lock (_gate)
        {
            check = _check = _check.IsCompleted ? Task.Run(Check, CancellationToken.None) : _check;
        }

        return await check.WaitAsync(cancellation);
    }

    private async Task<IReadOnlyList<Fault>> Check()
    {
        using var patience = new CancellationTokenSource(CheckTimeout);

        try
        {
            await using var scope = scopes.CreateAsyncScope();

            return await Look(scope.ServiceProvider.GetRequiredService<TrackerDb>(), patience.Token);
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException or OperationCanceledException
            or InvalidOperationException { InnerException: NpgsqlException or SocketException or TimeoutException })
        {
            return [Fault.Of("database", "unreachable")];
        }
    }

    private async Task<IReadOnlyList<Fault>> Look(TrackerDb db, CancellationToken cancellation)
    {
        if (await db.Database.SqlQuery<bool>($"SELECT pg_is_in_recovery() AS \"Value\"").SingleAsync(cancellation))
        {
            return [Fault.Of("database", "standby")];
        }

        if (_isFit)
        {
            return [];
        }

        if ((await db.Database.GetPendingMigrationsAsync(cancellation)).Any())
        {
            return [Fault.Of("migrations", "pending")];
        }

        _isFit = await db.Database.SqlQuery<bool>($"SELECT cardinality(show_trgm('최태원')) > 0 AS \"Value\"").SingleAsync(cancellation);

        return _isFit ? [] : [Fault.Of("ctype", "no_hangul")];
    }
}
