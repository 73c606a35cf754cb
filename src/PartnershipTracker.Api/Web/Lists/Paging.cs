using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;

namespace PartnershipTracker.Web.Lists;

/// <summary>The query parameters of every list.</summary>
public abstract class ListFilter : Query
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;

    internal const int MaxUrl = 8000;

    /// <summary>The length of a cursor: the longest name, in escapes and in base64.</summary>
    internal const int MaxCursor = 4000;

    /// <summary>The maximum number of items on a page.</summary>
    [DefaultValue(DefaultLimit)]
    public string? Limit { get; init; }

    /// <summary>
    /// The start of the page, from the `next` of the previous page. It is valid only with the same filters and sort order.
    /// </summary>
    public string? Cursor { get; init; }

    /// <summary>`true` adds `total`, the number of items that match the filters.</summary>
    public string? Count { get; init; }

    /// <summary>The sort key. A minus sign in front reverses the order. The id breaks ties, and absent values come last.</summary>
    public string? Sort { get; init; }

    /// <summary>
    /// Only resources that changed at or after this RFC 3339 instant. A client that polls should overlap its requests by a minute, because
    /// a change becomes visible a moment after its `updatedAt`. What was deleted or hidden meanwhile is not told: `GET /changes` does.
    /// </summary>
    public string? UpdatedSince { get; init; }

    internal int PageSize => Limit is null ? DefaultLimit : int.Parse(Limit, CultureInfo.InvariantCulture);

    internal DateTimeOffset? ChangedFrom => Instant.TryParse(UpdatedSince, out var instant) ? instant : null;
}

/// <summary>The rules for the query parameters of every list. The validator of a list names its sort keys.</summary>
public abstract class ListFilterValidator<T> : AbstractValidator<T>
    where T : ListFilter
{
    protected ListFilterValidator(IEnumerable<string> sortKeys)
    {
        RuleFor(f => f.Limit).Whole(1, ListFilter.MaxLimit);
        RuleFor(f => f.Cursor).Sized(ListFilter.MaxCursor)
            .Rule("invalid_cursor", Web.Lists.Cursor.IsBase64Url, s => s.Pattern = Web.Lists.Cursor.Pattern);
        RuleFor(f => f.Count).Flag();
        RuleFor(f => f.Sort).OneOf([.. sortKeys]);
        RuleFor(f => f.UpdatedSince).PointInTime();
    }
}

/// <summary>A page of a list.</summary>
/// <param name="Items">The items of this page, in order.</param>
/// <param name="Next">The URL of the next page, to be followed unchanged. Absent on the last page.</param>
/// <param name="Total">The number of items that match the filters. Present only with `count=true`.</param>
public sealed record Page<T>(
    [property: MaxLength(ListFilter.MaxLimit)] IReadOnlyList<T> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MaxLength(ListFilter.MaxUrl)] string? Next = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Total = null) : IVersioned, IAuditedRead
{
    /// <summary>The value of `cursor` of the next page, for clients that set parameters one by one. Absent on the last page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), MaxLength(ListFilter.MaxCursor)]
    public string? NextCursor =>
        Next is null ? null : (string?)QueryHelpers.ParseQuery(Next[Next.IndexOf('?', StringComparison.Ordinal)..])["cursor"];

    IEnumerable<AuditedRead> IAuditedRead.Reads => Items.OfType<IAuditedRead>().SelectMany(i => i.Reads);

    /// <summary>A weak tag, which changes with the versions of the items, the next page and the total.</summary>
    string IVersioned.EntityTag =>
        ETag.OfText(string.Join(',', Items.Select(i => i is IItem item ? item.Stamp : i?.ToString())) + $"|{Next}|{Total}");

    /// <summary>Writes the members that follow the items.</summary>
    public void WriteRest(Utf8JsonWriter writer)
    {
        if (Next is not null)
        {
            writer.WriteString("next", Next);
        }

        if (Total is { } total)
        {
            writer.WriteNumber("total", total);
        }

        if (NextCursor is not null)
        {
            writer.WriteString("nextCursor", NextCursor);
        }
    }
}

/// <summary>An item of a list that has a short fingerprint.</summary>
public interface IItem
{
    /// <summary>The fingerprint, which differs whenever the item's content differs.</summary>
    string Stamp { get; }
}

/// <summary>Keyset paging: WHERE (key, id) > (cursor), which costs the same on the first page and the thousandth.</summary>
public static class Paging
{
    /// <summary>The number of rows that an export reads at once if it is read in pages.</summary>
    private const int Chunk = 500;

    public static async Task<Page<TShown>> ToPage<T, TShown>(
        this IQueryable<T> found, ListFilter filter, Sorting<T> sorting, Func<T, TShown> show, CancellationToken cancellation)
        where T : class
    {
        var (rows, next, total) = await found.ToRows(filter, sorting, cancellation);

        return new([.. rows.Select(show)], next, total);
    }

    /// <summary>Returns the rows of a page, the URL of the next one and the total.</summary>
    public static Task<(IReadOnlyList<T> Rows, string? Next, int? Total)> ToRows<T>(
        this IQueryable<T> found, ListFilter filter, Sorting<T> sorting, CancellationToken cancellation)
        where T : class => ToRows([found], filter, sorting, cancellation);

    /// <summary>Returns a page of several queries combined. Each query is read only as far as the page needs.</summary>
    public static Task<(IReadOnlyList<T> Rows, string? Next, int? Total)> ToRows<T>(
        this IReadOnlyList<IQueryable<T>> found, ListFilter filter, Sorting<T> sorting, CancellationToken cancellation)
        where T : class =>
        found.ToRows(filter, sorting, rows => rows, sorting.Of(filter.Sort).KeysOf, cancellation);

    /// <summary>Returns some columns of the rows of a page.</summary>
    /// <param name="found">The rows to choose from.</param>
    /// <param name="filter">The page.</param>
    /// <param name="sorting">The sort orders of the list.</param>
    /// <param name="select">Returns the selection of the columns, with the values of the given sort keys.</param>
    /// <param name="keys">Reads the values of the sort keys.</param>
    /// <param name="cancellation">Ends the wait for the database.</param>
    public static Task<(IReadOnlyList<TRow> Rows, string? Next, int? Total)> ToRows<T, TRow>(
        this IQueryable<T> found, ListFilter filter, Sorting<T> sorting,
        Func<IReadOnlyList<LambdaExpression>, Expression<Func<T, TRow>>> select, Func<TRow, object?[]> keys, CancellationToken cancellation)
        where T : class
    {
        var columns = select(sorting.Of(filter.Sort).Keys);

        return ((IReadOnlyList<IQueryable<T>>)[found]).ToRows(filter, sorting, rows => rows.Select(columns), keys, cancellation);
    }

    private static async Task<(IReadOnlyList<TRow> Rows, string? Next, int? Total)> ToRows<T, TRow>(
        this IReadOnlyList<IQueryable<T>> found, ListFilter filter, Sorting<T> sorting,
        Func<IQueryable<T>, IQueryable<TRow>> select, Func<TRow, object?[]> keys, CancellationToken cancellation)
        where T : class
    {
        var order = sorting.Of(filter.Sort);
        var rows = await select(order.Page(found, filter.After(sorting), filter.PageSize + 1)).ToListAsync(cancellation);
        var total = filter.Count is "true" ? await found.Aggregate(Queryable.Concat).CountAsync(cancellation) : (int?)null;

        return rows.ToPage(filter, keys, total);
    }

    /// <summary>Returns the rows of a page and the URL of the next one from rows of which there may be one more.</summary>
    public static (IReadOnlyList<TRow> Rows, string? Next, int? Total) ToPage<TRow>(
        this IReadOnlyList<TRow> rows, ListFilter filter, Func<TRow, object?[]> keys, int? total = null) =>
        ([.. rows.Take(filter.PageSize)],
            rows.Count > filter.PageSize
                ? Next(filter.Request, Cursor.Write(keys(rows[filter.PageSize - 1]), Scope(filter.Request)))
                : null,
            total);

    /// <summary>Returns the values of the sort keys after which the page starts; null for the first page.</summary>
    public static object?[]? After<T>(this ListFilter filter, Sorting<T> sorting)
        where T : class =>
        filter.Cursor is null ? null : Cursor.Read(filter.Cursor, Scope(filter.Request), sorting.Of(filter.Sort).KeyTypes);

    /// <summary>Returns all rows of several queries combined, page by page, because showing a page takes further statements.</summary>
    public static async IAsyncEnumerable<TShown> InChunks<T, TShown>(
        this IReadOnlyList<IQueryable<T>> found, ListFilter filter, Sorting<T> sorting,
        Func<IReadOnlyList<T>, CancellationToken, Task<IReadOnlyList<TShown>>> show,
        [EnumeratorCancellation] CancellationToken cancellation = default)
        where T : class
    {
        var order = sorting.Of(filter.Sort);
        object?[]? cursor = null;

        while (await order.Page(found, cursor, Chunk).ToListAsync(cancellation) is { Count: > 0 } rows)
        {
            foreach (var shown in await show(rows, cancellation))
            {
                yield return shown;
            }

            cursor = order.KeysOf(rows[^1]);
        }
    }

    private static IQueryable<T> Page<T>(
        this SortOrder<T> order, IReadOnlyList<IQueryable<T>> found, object?[]? cursor, int count)
        where T : class
    {
        var firstRows = found.Select(part => order.Sort(cursor is null ? part : order.After(part, cursor)).Take(count)).ToList();
        var page = firstRows.Count == 1 ? firstRows[0] : order.Sort(firstRows.Aggregate(Queryable.Concat)).Take(count);

        return page.AsNoTracking();
    }

    /// <summary>Sorts all rows in the requested order.</summary>
    public static IQueryable<T> InOrder<T>(this IQueryable<T> found, ListFilter filter, Sorting<T> sorting)
        where T : class => sorting.Of(filter.Sort).Sort(found);

    public static IQueryable<T> ChangedSince<T>(this IQueryable<T> found, ListFilter filter)
        where T : Root => filter.ChangedFrom is { } since ? found.Where(r => r.UpdatedAt >= since) : found;

    /// <summary>
    /// Returns the scope of a cursor: the address and the query without the cursor, the page size and the parameters that select the
    /// content of each item.
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
