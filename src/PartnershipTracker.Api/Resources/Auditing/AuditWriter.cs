using System.Data;
using Microsoft.EntityFrameworkCore;
using NpgsqlTypes;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Routing;

namespace PartnershipTracker.Resources.Auditing;

/// <summary>
/// Records who did what: each change in its own transaction, each reading of what is confidential before it is shown, each refusal before
/// it is told. What cannot be recorded does not happen.
/// </summary>
public sealed class AuditWriter(TrackerDb db, Caller caller, RequestOrigin origin, TimeProvider clock)
{
    /// <summary>From this level on, reading is recorded.</summary>
    public const Confidentiality Recorded = Confidentiality.Confidential;

    public static bool IsRecorded(IClassified held) => held.Confidentiality >= Recorded || held.Readers.Count > 0;

    /// <summary>Becomes part of the change's own transaction.</summary>
    public AuditEntry ChangeEntry(string resource, string id, int version, IClassified held, DateTimeOffset at) =>
        Entry(AuditKind.Change, held, at, resource, id, version);

    /// <summary>Those of the things shown that are confidential, an entry each.</summary>
    public async Task RecordReads(IEnumerable<AuditedRead> shown, CancellationToken cancellation)
    {
        var entries = shown
            .Where(d => IsRecorded(d.Label))
            .Select(d => Entry(AuditKind.Read, d.Label, clock.Now(), d.Resource, d.Id, d.Version))
            .ToList();

        if (entries.Count > 0)
        {
            db.AddRange(entries);
            await db.SaveChangesAsync(cancellation);
        }
    }

    /// <summary>
    /// The same of as many things as a query finds, in one statement and a transaction of its own: it is recorded before the first is
    /// shown, and exactly what is, for both see the store as of one moment.
    /// </summary>
    /// <param name="shown">What the query of another transaction finds.</param>
    /// <param name="moment">The snapshot that that transaction has exported.</param>
    /// <param name="patience">How many seconds that may take.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    public async Task RecordReads<T>(IQueryable<T> shown, string moment, int patience, CancellationToken cancellation)
        where T : UuidEntity, IResource, IClassified
    {
        var levels = Enum.GetValues<Confidentiality>().Where(level => level >= Recorded).ToArray();
        var rows = shown.Where(t => levels.Contains(t.Confidentiality) || t.Readers != Caller.None)
            .Select(t => new { t.Id, t.Version, t.Confidentiality, t.Readers });
        var entry = Entry(AuditKind.Read, null, clock.Now(), T.Resource, null, null);
        db.Database.SetCommandTimeout(patience);
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
#pragma warning disable EF1002, EF1003 // the snapshot's name comes from the database, and takes no parameter
        await db.Database.ExecuteSqlRawAsync($"SET TRANSACTION SNAPSHOT '{moment}'", cancellation);
#pragma warning restore EF1002, EF1003
        await db.Insert(
            rows,
            "shown(id, version, confidentiality, readers)",
            """
            INSERT INTO audit (at, kind, actor, route, resource, resource_id, version, address, trace_id, confidentiality, readers)
            SELECT @at, 'read', @actor, @route, @resource, id::text, version, @address, @trace, confidentiality, readers FROM shown
            """,
            [
                new("at", entry.At), new("actor", entry.Actor), new("route", entry.Route), new("resource", entry.Resource),
                new("address", NpgsqlDbType.Text) { Value = (object?)entry.Address ?? DBNull.Value }, new("trace", entry.TraceId),
            ],
            cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Apart from whatever the request had begun, which is rolled back.</summary>
    public async Task RecordRefusal(string code, string? resource, string? id, IClassified? held, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        db.Add(Entry(AuditKind.Refusal, held, clock.Now(), resource, id, null, code));
        await db.SaveChangesAsync(cancellation);
    }

    private AuditEntry Entry(
        AuditKind kind, IClassified? held, DateTimeOffset at, string? resource, string? id, int? version, string? code = null) => new()
        {
            At = at,
            Kind = kind,
            Actor = caller.Name,
            Route = origin.Route,
            Resource = resource,
            ResourceId = id,
            Version = version,
            Code = code,
            Address = origin.Address,
            TraceId = origin.TraceId,
            Confidentiality = held?.Confidentiality ?? Confidentiality.Public,
            Readers = held?.Readers ?? [],
        };
}

public static class AuditedReads
{
    public static AuditedRead Of<T>(T root)
        where T : Root, IResource => new(T.Resource, root.IdText, root.Version, AccessLabel.Of(root));

    /// <summary>Records what every answer of the group discloses, before it is given.</summary>
    public static RouteGroupBuilder WithAudit(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(async (context, next) =>
        {
            var result = await next(context);
            var isRead = HttpMethods.IsGet(context.HttpContext.Request.Method) && !DryRun.IsOn(context.HttpContext);

            if (isRead && result.Value() is IAuditedRead shown)
            {
                await context.HttpContext.RequestServices.GetRequiredService<AuditWriter>()
                    .RecordReads(shown.Reads, context.HttpContext.RequestAborted);
            }

            return result;
        });

        return group;
    }
}
