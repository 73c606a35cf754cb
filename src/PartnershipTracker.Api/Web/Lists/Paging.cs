using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Web.Lists;

/// <summary>What every list can be asked.</summary>
public abstract class ListFilter : Query
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    internal const int MaxUrl = 8000;

    /// <summary>How many items a page has.</summary>
    [DefaultValue(DefaultLimit)]
    public string? Limit { get; init; }

    /// <summary>
    /// Where the page starts: taken from the `next` of the page before, and good for the same filters and sort order only.
    /// </summary>
    public string? Cursor { get; init; }

    /// <summary>`true` adds `total`, the number of items that the filters leave.</summary>
    public string? Count { get; init; }

    /// <summary>The sort key; a minus sign in front reverses it. The id breaks ties, absent values come last.</summary>
    public string? Sort { get; init; }

    /// <summary>
    /// Only what changed at or after this RFC 3339 instant. Whoever polls should overlap by a minute: a change is dated a moment before it
    /// can be seen.
    /// </summary>
    public string? UpdatedSince { get; init; }

    internal int PageSize => Limit is null ? DefaultLimit : int.Parse(Limit, CultureInfo.InvariantCulture);

    internal DateTimeOffset? ChangedFrom => Instant.TryParse(UpdatedSince, out var instant) ? instant : null;
}

/// <summary>The rules of what every list can be asked; a list's own validator names its sort keys.</summary>
public abstract class ListFilterValidator<T> : AbstractValidator<T>
    where T : ListFilter
{
    protected ListFilterValidator(IEnumerable<string> sortKeys)
    {
        RuleFor(f => f.Limit).Whole(1, ListFilter.MaxLimit);
        RuleFor(f => f.Cursor).Sized(4000); // the longest name, in escapes and in base64
        RuleFor(f => f.Count).Flag();
        RuleFor(f => f.Sort).OneOf([.. sortKeys]);
        RuleFor(f => f.UpdatedSince).PointInTime();
    }
}

/// <summary>A page of a list.</summary>
/// <param name="Items">The items of this page, in order.</param>
/// <param name="Next">The URL of the page after this one, to be followed as it is; absent on the last page.</param>
/// <param name="Total">How many items the filters leave, with `count=true` only.</param>
public sealed record Page<T>(
    [property: MaxLength(ListFilter.MaxLimit)] IReadOnlyList<T> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MaxLength(ListFilter.MaxUrl)] string? Next = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Total = null) : IVersioned, IAuditedRead
{
    IEnumerable<AuditedRead> IAuditedRead.Reads => Items.OfType<IAuditedRead>().SelectMany(i => i.Reads);

    /// <summary>Weak, and moves with anything shown: the versions of the items, what follows, and how many there are.</summary>
    string IVersioned.EntityTag =>
        ETag.OfText(string.Join(',', Items.Select(i => i is IItem item ? item.Stamp : i?.ToString())) + $"|{Next}|{Total}");
}

/// <summary>An item of a list that can say in short what it shows.</summary>
public interface IItem
{
    /// <summary>Differs whenever what is shown differs.</summary>
    string Stamp { get; }
}

/// <summary>Keyset pages: WHERE (key, id) > (cursor), which costs the same on page one and page thousand.</summary>
public static class Paging
{
    /// <summary>How many rows of an export are read at once, where it is read in pages.</summary>
    private const int Chunk = 500;

    public static async Task<Page<TShown>> ToPage<T, TShown>(
        this IQueryable<T> found, ListFilter filter, Sorting<T> sorting, Func<T, TShown> show, CancellationToken cancellation)
        where T : class
    {
        var (rows, next, total) = await found.ToRows(filter, sorting, cancellation);

        return new([.. rows.Select(show)], next, total);
    }

    /// <summary>The rows of a page, and what stands beside them.</summary>
    public static Task<(IReadOnlyList<T> Rows, string? Next, int? Total)> ToRows<T>(
        this IQueryable<T> found, ListFilter filter, Sorting<T> sorting, CancellationToken cancellation)
        where T : class => ToRows([found], filter, sorting, cancellation);

    /// <summary>The same of several queries together, each of which need only be read as far as the page goes.</summary>
    public static async Task<(IReadOnlyList<T> Rows, string? Next, int? Total)> ToRows<T>(
        this IReadOnlyList<IQueryable<T>> found, ListFilter filter, Sorting<T> sorting, CancellationToken cancellation)
        where T : class
    {
        var order = sorting.Of(filter.Sort);
        var total = filter.Count is "true" ? await found.Aggregate(Queryable.Concat).CountAsync(cancellation) : (int?)null;
        var scope = Scope(filter.Request);
        var cursor = filter.Cursor is null ? null : Cursor.Read(filter.Cursor, scope, order.KeyTypes);
        var rows = await order.Page(found, cursor, filter.PageSize + 1, cancellation);
        var next = rows.Count > filter.PageSize ? Next(filter.Request, Cursor.Write(order.KeysOf(rows[filter.PageSize - 1]), scope)) : null;

        return ([.. rows.Take(filter.PageSize)], next, total);
    }

    /// <summary>All of several queries together, read page by page, for what a page shows takes further statements.</summary>
    public static async IAsyncEnumerable<TShown> InChunks<T, TShown>(
        this IReadOnlyList<IQueryable<T>> found, ListFilter filter, Sorting<T> sorting,
        Func<IReadOnlyList<T>, CancellationToken, Task<IReadOnlyList<TShown>>> show,
        [EnumeratorCancellation] CancellationToken cancellation = default)
        where T : class
    {
        var order = sorting.Of(filter.Sort);
        object?[]? cursor = null;

        while (await order.Page(found, cursor, Chunk, cancellation) is { Count: > 0 } rows)
        {
            foreach (var shown in await show(rows, cancellation))
            {
                yield return shown;
            }

            cursor = order.KeysOf(rows[^1]);
        }
    }

    private static Task<List<T>> Page<T>(
        this SortOrder<T> order, IReadOnlyList<IQueryable<T>> found, object?[]? cursor, int count, CancellationToken cancellation)
        where T : class
    {
        var heads = found.Select(part => order.Sort(cursor is null ? part : order.After(part, cursor)).Take(count)).ToList();
        var page = heads.Count == 1 ? heads[0] : order.Sort(heads.Aggregate(Queryable.Concat)).Take(count);

        return page.AsNoTracking().ToListAsync(cancellation);
    }

    /// <summary>All of it, in the order that was asked for.</summary>
    public static IQueryable<T> InOrder<T>(this IQueryable<T> found, ListFilter filter, Sorting<T> sorting)
        where T : class => sorting.Of(filter.Sort).Sort(found);

    public static IQueryable<T> ChangedSince<T>(this IQueryable<T> found, ListFilter filter)
        where T : Root => filter.ChangedFrom is { } since ? found.Where(r => r.UpdatedAt >= since) : found;

    /// <summary>
    /// What a cursor belongs to: the address and everything asked of it, but the cursor, the size of a page, and how much of each item is
    /// shown.
    /// </summary>
    private static string Scope(HttpRequest request) =>
        request.Path + QueryString.Create(request.Query
            .Where(q => q.Key is not ("cursor" or "limit" or "count" or "include" or "fields"))
            .OrderBy(q => q.Key, StringComparer.Ordinal));

    private static string Next(HttpRequest request, string cursor)
    {
        var others = QueryString.Create(request.Query.Where(q => q.Key is not "cursor"));
        var next = request.PathBase + request.Path + others.Add("cursor", cursor);
        request.HttpContext.Response.Headers.Link = $"<{next}>; rel=\"next\"";

        return next;
    }
}
