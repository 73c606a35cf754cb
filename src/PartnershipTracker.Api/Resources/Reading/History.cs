using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Resources.Reading;

/// <summary>What the history of one resource can be asked.</summary>
public sealed class HistoryFilter : ListFilter;

public sealed class HistoryFilterValidator() : ListFilterValidator<HistoryFilter>(History.Sorting.Names);

/// <summary>One version of a resource: who made it, when and why, and what differs from the version before.</summary>
/// <param name="Version" example="2">The version that the change made.</param>
/// <param name="At">When.</param>
/// <param name="Actor" example="local-admin">Who.</param>
/// <param name="Operation">What was done.</param>
/// <param name="Reason" example="The venue was confirmed.">Why, as the Change-Reason header of the request said.</param>
/// <param name="Changes">Every field that differs from the version before; of a creation and a deletion, the whole.</param>
public sealed record HistoryEntry(
    int Version, DateTimeOffset At, [property: MaxLength(Rules.ShortText)] string Actor, ChangeOperation Operation,
    [property: MaxLength(Change.MaxReason)] string? Reason,
    [property: MaxLength(History.ManyFields)] IReadOnlyList<FieldChange> Changes) : IItem, IAuditedRead
{
    [JsonIgnore]
    public AuditedRead? Shown { get; init; }

    string IItem.Stamp => $"{Version}";

    IEnumerable<AuditedRead> IAuditedRead.Reads => [Shown!];
}

/// <param name="Pointer" example="#/place/city">Which field, as a JSON pointer (RFC 6901) in a URI fragment; # is the whole.</param>
/// <param name="Before">Its value before; null when it was not there.</param>
/// <param name="After">Its value after; null when it is not there any more.</param>
public sealed record FieldChange([property: MaxLength(Rules.ShortText)] string Pointer, JsonNode? Before, JsonNode? After);

/// <summary>The versions of a root, read from the change log; a deleted one's too.</summary>
public static class History
{
    /// <summary>More fields than a root with the most parts has.</summary>
    public const int ManyFields = 5000;

    public static readonly Sorting<Change> Sorting = new Sorting<Change>()
        .Only("-version", descending: true, Sorting<Change>.Key(c => c.Version))
        .Only("version", descending: false, Sorting<Change>.Key(c => c.Version));

    public static async Task<Page<HistoryEntry>> HistoryOf<T>(
        this TrackerDb db, string address, HistoryFilter filter, CancellationToken cancellation)
        where T : Root, IResource
    {
        var id = RootQueries.IdOf<T>(address)?.ToString() ?? throw new ProblemException("not_found");
        var resource = T.Resource;
        await db.RequireVisibleNow<T>(address, id, cancellation);
        var log = db.Changes.Where(c => c.Resource == resource && c.ResourceId == id);
        var since = filter.ChangedFrom;
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

        return new([.. page.Items.Select(c => Show(c, images.GetValueOrDefault(c.Version - 1)))], page.Next, page.Total);
    }

    private static HistoryEntry Show(Change change, string? previous)
    {
        var now = JsonNode.Parse(change.Image);
        var changes = change.Operation switch
        {
            ChangeOperation.Create => [new FieldChange("#", null, now)],
            ChangeOperation.Delete => [new FieldChange("#", now, null)],
            _ when previous is null => [new FieldChange("#", null, now)], // the version before is not for the caller
            _ => ImageDifference.Between(JsonNode.Parse(previous), now).ToList(),
        };

        return new(change.Version, change.At, change.Actor, change.Operation, change.Reason, changes)
        {
            Shown = new(change.Resource, change.ResourceId, change.Version, AccessLabel.Of(change)),
        };
    }

    /// <summary>
    /// A version is shown to whoever may see both it and what the root is now or, if that is gone, was last: the stricter of then and now.
    /// </summary>
    private static async Task RequireVisibleNow<T>(this TrackerDb db, string address, string id, CancellationToken cancellation)
        where T : Root, IResource
    {
        if (!typeof(T).IsAssignableTo(typeof(IClassified)))
        {
            return;
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
    }
}
