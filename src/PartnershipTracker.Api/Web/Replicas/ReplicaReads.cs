using Microsoft.AspNetCore.Authorization;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Web.Replicas;

/// <summary>
/// The server that answers a request: a replica for a read that may be answered by one, else the primary. A write tells its position, and a
/// read that sends it back sees at least what the write has committed.
/// </summary>
public sealed partial class ReplicaReads(
    ReplicaWatch watch, PositionTokens tokens, DatabaseConnections connections, IServiceScopeFactory scopes, ILogger<ReplicaReads> log)
{
    /// <summary>The mark of routes whose reads only the primary answers.</summary>
    /// <param name="ShowsPosition">True if their answers tell the position, as those of writes do.</param>
    public sealed record PrimaryOnly(bool ShowsPosition);

    /// <summary>Returns true if a replica may answer: it is a read of the register, and of no file.</summary>
    public static bool MayAnswer(IReadOnlyCollection<object> route) =>
        route.OfType<IAuthorizeData>().LastOrDefault()?.Policy is Scopes.Read && !route.Any(part => part is PrimaryOnly or FileFormat);

    /// <summary>Returns true if the answers of a route may tell their position.</summary>
    public static bool ShowsPosition(string method, IEnumerable<object> route) =>
        !HttpMethods.IsGet(method) || route.OfType<PrimaryOnly>().LastOrDefault()?.ShowsPosition is true;

    public async Task Route(HttpContext http, RequestDelegate next)
    {
        if (watch.Replicas.Count > 0 && http.GetEndpoint() is RouteEndpoint route)
        {
            if (ShowsPosition(http.Request.Method, route.Metadata))
            {
                http.Response.OnStarting(() => ShowPosition(http));
            }
            else if (MayAnswer(route.Metadata) && Choose(http) is { } replica && await TryAnswer(http, next, replica))
            {
                return;
            }
        }

        await next(http);
    }

    /// <summary>Returns the replica for a read; null: the primary.</summary>
    private Replica? Choose(HttpContext http)
    {
        var sent = http.Request.Headers[ApiHeaders.Position];

        if (sent.Count == 0)
        {
            return http.RequestServices.GetRequiredService<Caller>().ReadsReplicas ? watch.Find(position: null) : null;
        }

        if (!PositionTokens.IsWellFormed($"{sent}"))
        {
            throw new ProblemException("malformed_request", Fault.Of(ApiHeaders.Position, "malformed_position"));
        }

        return tokens.Read($"{sent}") is { } position ? watch.Find(position) : null;
    }

    /// <summary>
    /// Answers by a replica, with services of its own. A database error there is never told: the primary answers then, which has whatever
    /// the replica lacks.
    /// </summary>
    private async Task<bool> TryAnswer(HttpContext http, RequestDelegate next, Replica replica)
    {
        var (services, headers) = (http.RequestServices, http.Response.Headers.ToArray());
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<DatabaseScope>().ReadFrom(replica, services);
        scope.ServiceProvider.GetRequiredService<Caller>().Become(services.GetRequiredService<Caller>());
        http.RequestServices = scope.ServiceProvider;

        try
        {
            await next(http);

            return true;
        }
        catch (Exception e) when (
            DatabaseErrors.IsConnectionFailure(e) && !http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            watch.Suspect(replica, e);
        }
        finally
        {
            http.RequestServices = services;
        }

        http.Response.Clear();

        foreach (var (name, value) in headers)
        {
            http.Response.Headers[name] = value;
        }

        return false;
    }

    /// <summary>
    /// Adds the position to an answer after which a caller may read what was written: of a write, and of one that was refused because of
    /// another. If it cannot be read or encrypted, the answer has none, and the caller reads from the primary: what was committed must not
    /// become an error.
    /// </summary>
    private async Task ShowPosition(HttpContext http)
    {
        if (http.Response.StatusCode is not (< 300 or StatusCodes.Status409Conflict or StatusCodes.Status412PreconditionFailed))
        {
            return;
        }

        try
        {
            if (await LogPosition.OfPrimary(connections.Sources.Of(connections.Requests), CancellationToken.None) is { } position)
            {
                http.Response.Headers[ApiHeaders.Position] = tokens.Write(position);
            }
        }
        catch (Exception e)
        {
            LogMissing(log, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The position of a write could not be told: {Reason}")]
    private static partial void LogMissing(ILogger logger, string reason);
}
