using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;

namespace PartnershipTracker.Resources.Reading;

/// <summary>The columns of a root that a read shows or needs, without its other columns and its parts.</summary>
internal sealed class RenderedRow : IClassified
{
    private static readonly MethodInfo FirstMethod = ((Func<IQueryable<string>, string>)Queryable.First).Method;

    public object Id { get; init; } = "";

    public int Version { get; init; }

    public byte[]? Image { get; init; }

    public short ImageShape { get; init; }

    public int ImageVersion { get; init; }

    public Confidentiality Confidentiality { get; init; }

    public List<string> Readers { get; init; } = [];

    /// <summary>The snapshot that the statement has seen.</summary>
    public string? Snapshot { get; init; }

    /// <summary>The sort keys of the list.</summary>
    public object?[] Keys { get; init; } = [];

    /// <summary>Returns the selection of the columns of a type, and of the keys of a sort order.</summary>
    /// <param name="keys">The sort keys.</param>
    /// <param name="snapshot">The query for the snapshot; null if it is not needed.</param>
    public static Expression<Func<T, RenderedRow>> Select<T>(IReadOnlyList<LambdaExpression> keys, IQueryable<string>? snapshot = null)
        where T : Root
    {
        var (root, columns) = Columns<T>.Of(keys);
        var all = snapshot is null ? columns : [.. columns, Expression.Bind(Of(nameof(Snapshot)), First(snapshot))];

        return Expression.Lambda<Func<T, RenderedRow>>(Expression.MemberInit(Expression.New(typeof(RenderedRow)), all), root);
    }

    /// <summary>Returns the response that the row contains; null if it contains none of the present version and shape.</summary>
    public Rendered<TResponse>? Show<T, TResponse>()
        where T : Root, IResource => Image is null || ImageShape != T.Shape || ImageVersion != Version
        ? null
        : Rendered.Of<T, TResponse>(Image, $"{Id}", Version, this);

    /// <summary>Returns the value as a subquery without references to the row, which PostgreSQL computes once.</summary>
    private static MethodCallExpression First(IQueryable<string> query) => Expression.Call(FirstMethod, query.Expression);

    private static PropertyInfo Of(string column) => typeof(RenderedRow).GetProperty(column)!;

    /// <summary>The columns of each sort order, which are made once.</summary>
    private static class Columns<T>
        where T : Root
    {
        private static readonly ConcurrentDictionary<IReadOnlyList<LambdaExpression>, (ParameterExpression, MemberBinding[])> Made = [];

        public static (ParameterExpression Root, MemberBinding[] Bindings) Of(IReadOnlyList<LambdaExpression> keys) =>
            Made.GetOrAdd(keys, Make);

        private static (ParameterExpression, MemberBinding[]) Make(IReadOnlyList<LambdaExpression> keys)
        {
            var root = Expression.Parameter(typeof(T), "root");
            string[] columns =
            [
                nameof(Version), nameof(Image), nameof(ImageShape), nameof(ImageVersion),
                .. typeof(T).IsAssignableTo(typeof(IClassified)) ? [nameof(Confidentiality), nameof(Readers)] : Array.Empty<string>(),
            ];
            var values = keys.Select(key => Boxed(new ParameterReplacer(key.Parameters[0], root).Visit(key.Body)));

            return (root,
            [
                .. columns.Select(column => Expression.Bind(RenderedRow.Of(column), Expression.Property(root, column))),
                Expression.Bind(RenderedRow.Of(nameof(Id)), Boxed(Expression.Property(root, nameof(Id)))),
                Expression.Bind(RenderedRow.Of(nameof(Keys)), Expression.NewArrayInit(typeof(object), values)),
            ]);
        }

        private static UnaryExpression Boxed(Expression value) => Expression.Convert(value, typeof(object));
    }
}
