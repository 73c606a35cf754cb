using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Resources.Reading;

/// <summary>The filters of a history.</summary>
public sealed class HistoryFilter : ListFilter;

public sealed class HistoryFilterValidator() : ListFilterValidator<HistoryFilter>(History.Sorting.Names);

/// <summary>One version of a resource, with the change that made it.</summary>
/// <param name="Version" example="2">The version that the change made.</param>
/// <param name="At">The instant of the change.</param>
/// <param name="Actor" example="local-admin">The principal who made the change.</param>
/// <param name="Operation">The kind of change.</param>
/// <param name="Reason" example="The venue was confirmed.">The Change-Reason header of the request.</param>
/// <param name="ImportId">The import that made the change; null when another request did.</param>
/// <param name="Changes">The fields that differ from the version before; for a creation or a deletion, the whole resource.</param>
public sealed record HistoryEntry(
    int Version, DateTimeOffset At, [property: MaxLength(Rules.ShortText)] string Actor, ChangeOperation Operation,
    [property: MaxLength(Change.MaxReason)] string? Reason, Guid? ImportId,
    [property: MaxLength(History.ManyFields)] IReadOnlyList<FieldChange> Changes) : IItem, IAuditedRead
{
    [JsonIgnore]
    public AuditedRead? Shown { get; init; }

    string IItem.Stamp => $"{Version}";

    IEnumerable<AuditedRead> IAuditedRead.Reads => [Shown!];
}

/// <summary>A field that a change changed.</summary>
/// <param name="Pointer" example="#/place/city">The field, as a JSON pointer (RFC 6901) in a URI fragment; # is the whole resource.</param>
/// <param name="Before">The value before the change; null when there was none.</param>
/// <param name="After">The value after the change; null when there is none.</param>
public sealed record FieldChange([property: MaxLength(Rules.ShortText)] string Pointer, JsonNode? Before, JsonNode? After);

/// <summary>The history of a root, read from the change log, also after its deletion.</summary>
public static class History
{
    /// <summary>An upper bound of the fields of a root with the most parts.</summary>
    public const int ManyFields = 5000;

    public static readonly Sorting<Change> Sorting = new Sorting<Change>()
        .Only("-version", descending: true, Sorting<Change>.Key(c => c.Version))
        .Only("version", descending: false, Sorting<Change>.Key(c => c.Version));

    /// <summary>
    /// Returns a page of the versions that the caller may see. Like any past version, they are for callers who may see both them and the
    /// root as it is now or, if it is deleted, was last.
    /// </summary>
    public static async Task<Page<HistoryEntry>> HistoryOf<T>(
        this TrackerDb db, string address, HistoryFilter filter, CancellationToken cancellation)
        where T : Root, IResource
    {
        var id = RootQueries.IdOf<T>(address)?.ToString() ?? throw new ProblemException("not_found");
        var resource = T.Resource;
        var last = await db.LastVisible<T>(address, id, cancellation);
        var log = db.Changes.Where(c => c.Resource == resource && c.ResourceId == id);
        var since = filter.ChangedFrom;
        await db.RequireKept(since, "updatedSince", cancellation);
        var page = await log.Where(c => since == null || c.At >= since).ToPage(filter, Sorting, c => c, cancellation);

        if (page.Items.Count == 0 && filter.Cursor is null && !await log.AnyAsync(cancellation))
        {
            throw new ProblemException("not_found");
        }

        // Every version differs from the one before it, which the next page may hold.
        var wanted = page.Items.Select(c => c.Version - 1).Except(page.Items.Select(c => c.Version)).ToArray();
        var images = await log.Where(c => wanted.Contains(c.Version)).ToDictionaryAsync(c => c.Version, c => c.Image, cancellation);

        foreach (var change in page.Items)
        {
            images[change.Version] = change.Image;
        }

        return new([.. page.Items.Select(c => Show(c, images.GetValueOrDefault(c.Version - 1), last))], page.Next, page.Total);
    }

    private static HistoryEntry Show(Change change, string? previous, Change? last)
    {
        var now = JsonNode.Parse(change.Image);
        var changes = change.Operation switch
        {
            ChangeOperation.Create => [new FieldChange("#", null, now)],
            ChangeOperation.Delete => [new FieldChange("#", now, null)],
            _ when previous is null => [new FieldChange("#", null, now)], // the caller may not see the version before
            _ => ImageDifference.Between(JsonNode.Parse(previous), now).ToList(),
        };

        return new(change.Version, change.At, change.Actor, change.Operation, change.Reason, change.ImportId, changes)
        {
            Shown = AuditedReads.Of(change, last),
        };
    }

    /// <summary>Returns the last version of a classified root, or refuses a caller who may not see it.</summary>
    private static async Task<Change?> LastVisible<T>(this TrackerDb db, string address, string id, CancellationToken cancellation)
        where T : Root, IResource
    {
        if (!typeof(T).IsAssignableTo(typeof(IClassified)))
        {
            return null;
        }

        var resource = T.Resource;
        var last = await db.Changes.IgnoreQueryFilters().AsNoTracking()
            .Where(c => c.Resource == resource && c.ResourceId == id)
            .OrderByDescending(c => c.Version)
            .FirstOrDefaultAsync(cancellation);

        if (last is not null && !db.Caller.Sees(last))
        {
            throw new ProblemException("not_found") { Hidden = new(resource, address, last.Version, AccessLabel.Of(last)) };
        }

        return last;
    }
}
