using System.Net.Sockets;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Hosting;

/// <summary>
/// The check that requests can be served. One check at a time queries the database, however many callers wait for it, and only for what
/// can change: migrations stay applied, and a ctype that knows Hangul stays so.
/// </summary>
public sealed class Readiness(
    IServiceScopeFactory scopes, DatabaseConnections connections, WriteProbe writes, Drain drain) : IHealthCheck
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(2.5);

    private readonly Lock _gate = new();
    private Task<HealthCheckResult> _check = Task.FromResult(HealthCheckResult.Healthy());
    private bool _isFit;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (drain.IsOn)
        {
            return Fault("shutdown", "draining");
        }

        Task<HealthCheckResult> check;

        lock (_gate)
        {
            check = _check = _check.IsCompleted ? Task.Run(Check, CancellationToken.None) : _check;
        }

        return await check.WaitAsync(cancellationToken);
    }

    /// <param name="part">The part of the system that is at fault.</param>
    /// <param name="code">The code of the message that explains the fault.</param>
    private static HealthCheckResult Fault(string part, string code) =>
        HealthCheckResult.Unhealthy($"{part}: {code}", data: new Dictionary<string, object> { [part] = code });

    private async Task<HealthCheckResult> Check()
    {
        using var timeout = new CancellationTokenSource(CheckTimeout);

        try
        {
            await using var scope = scopes.CreateAsyncScope();

            return await Query(scope.ServiceProvider.GetRequiredService<TrackerDb>(), timeout.Token);
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException or OperationCanceledException
            or InvalidOperationException { InnerException: NpgsqlException or SocketException or TimeoutException })
        {
            return Fault("database", (RefusedServerException.In(e) ?? connections.Servers.Refusal)?.Code ?? "unreachable");
        }
    }

    private async Task<HealthCheckResult> Query(TrackerDb db, CancellationToken cancellation)
    {
        if (await writes.Fault(db, cancellation) is { } code)
        {
            return Fault("database", code);
        }

        if (_isFit)
        {
            return HealthCheckResult.Healthy();
        }

        if ((await db.Database.GetPendingMigrationsAsync(cancellation)).Any())
        {
            return Fault("migrations", "pending");
        }

        _isFit = await db.Database.SqlQuery<bool>($"SELECT cardinality(show_trgm('최태원')) > 0 AS \"Value\"").SingleAsync(cancellation);

        return _isFit ? HealthCheckResult.Healthy() : Fault("ctype", "no_hangul");
    }
}
