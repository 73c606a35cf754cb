using System.Linq.Expressions;
using System.Text.Json.Nodes;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Resources.Auditing;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Resources.Reading;

/// <summary>What can be asked of one thing: when.</summary>
public sealed class AsOfQuery : Query
{
    /// <summary>
    /// What the register said at this RFC 3339 instant, even of what was deleted since; left out: now. What did not exist then is a 404. A
    /// change is dated a moment before it can be seen, so an answer about the last seconds may still change. What is to come is refused;
    /// up to a minute ahead is now, for clocks differ.
    /// </summary>
    public string? AsOf { get; init; }

    internal DateTimeOffset? Instant => Web.Json.Instant.TryParse(AsOf, out var instant) ? instant : null;
}

public sealed class AsOfQueryValidator : AbstractValidator<AsOfQuery>
{
    /// <summary>How far a caller's clock may be ahead of ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    public AsOfQueryValidator(TimeProvider clock)
    {
        RuleFor(m => m.AsOf).PointInTime();
        RuleFor(m => m.AsOf).Must((m, _) => m.Instant is not { } instant || instant <= clock.Now() + Skew).WithErrorCode("in_the_future");
    }
}

/// <summary>A version of a root as the log has it, and the last that there is of that root.</summary>
public sealed record PastVersion(Change Then, Change Last);

/// <summary>The versions of a root: the present one from its table, those of the past from the change log.</summary>
public sealed class VersionReader(TrackerDb db, AuditWriter audit)
{
    /// <summary>What a GET shows of a root, now or then, in one statement; a 404 when there is nothing.</summary>
    public async Task<TResponse> Show<T, TResponse>(string address, AsOfQuery moment, CancellationToken cancellation)
        where T : Root, IResource
        where TResponse : IFrom<T, TResponse>
    {
        if (moment.Instant is not { } instant)
        {
            return TResponse.From(await db.Get<T>(address, cancellation));
        }

        var past = await Find<T>(address, change => change.At <= instant, cancellation);

        if (past is not { Then.Operation: not ChangeOperation.Delete })
        {
            throw new ProblemException("not_found");
        }

        await RecordIfHeldCloserNow(past, cancellation);

        return ResourceImage.Read<TResponse>(JsonNode.Parse(past.Then.Image)!);
    }

    /// <summary>
    /// The latest of those versions of a root that are meant, for whoever may see both it and what the root is now or, if that is gone, was
    /// last: the stricter of then and now. The filter of the store cannot say that, for it leaves out what is hidden, and whatever was
    /// before would seem to be the latest: so both are read as they are, and nothing of them is given to a caller who does not see both.
    /// </summary>
    /// <returns>Null when there is no such version.</returns>
    public async Task<PastVersion?> Find<T>(string address, Expression<Func<Change, bool>> meant, CancellationToken cancellation)
        where T : Root, IResource
    {
        var (resource, id) = (T.Resource, RootQueries.IdOf<T>(address)?.ToString());
        var log = db.Changes.IgnoreQueryFilters().Where(c => c.Resource == resource && c.ResourceId == id);
        var found = id is null
            ? []
            : await Latest(log.Where(meant)).Concat(Latest(log)).AsNoTracking().ToListAsync(cancellation);

        if (found.OrderByDescending(c => c.Version).FirstOrDefault(c => !db.Caller.Sees(c)) is { } hidden)
        {
            throw new ProblemException("not_found") { Hidden = DisclosureOf(hidden) };
        }

        return found is [_, _] ? new(found.MinBy(c => c.Version)!, found.MaxBy(c => c.Version)!) : null;
    }

    /// <summary>What was open once is still about something that is not: who reads it is on record, as for the rest.</summary>
    private Task RecordIfHeldCloserNow(PastVersion past, CancellationToken cancellation) => AuditWriter.IsRecorded(past.Then)
        ? Task.CompletedTask // as every answer that shows it
        : audit.RecordReads([DisclosureOf(past.Last) with { Version = past.Then.Version }], cancellation);

    private static AuditedRead DisclosureOf(Change change) => new(change.Resource, change.ResourceId, change.Version, AccessLabel.Of(change));

    private static IQueryable<Change> Latest(IQueryable<Change> log) => log.OrderByDescending(c => c.Version).Take(1);
}
