using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace PartnershipTracker.Web.Lists;

/// <summary>The sort orders of a list. The first one is the default. Each ends with the id, so that none has ties.</summary>
public sealed class Sorting<T>
    where T : class
{
    private readonly Dictionary<string, SortOrder<T>> _orders = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _orders.Keys;

    /// <summary>Adds an order and, with a minus sign in front, its reverse. The keys must not contain nulls.</summary>
    public Sorting<T> By(string name, params LambdaExpression[] keys)
    {
        _orders.Add(name, new(keys, descending: false));
        _orders.Add("-" + name, new(keys, descending: true));

        return this;
    }

    /// <summary>Adds an order without its reverse, which differs because absent values are last in both.</summary>
    public Sorting<T> Only(string name, bool descending, params LambdaExpression[] keys)
    {
        _orders.Add(name, new(keys, descending));

        return this;
    }

    public SortOrder<T> Of(string? name) => name is null ? _orders.First().Value : _orders[name];

    /// <summary>Returns a lambda as a sort key.</summary>
    public static LambdaExpression Key<TKey>(Expression<Func<T, TKey>> key) => key;
}

/// <summary>
/// A sort order with all keys ascending or all descending, so that one row comparison and one index range give the next rows.
/// </summary>
public sealed class SortOrder<T>(LambdaExpression[] keys, bool descending)
    where T : class
{
    private readonly Delegate[] _read = [.. keys.Select(k => k.Compile())];

    /// <summary>The methods that sort by each key. They are found once, because that takes long.</summary>
    private readonly MethodInfo[] _sort = [.. keys.Select((key, i) => typeof(Queryable).GetMethods()
        .Single(m => m.Name == (i == 0 ? "OrderBy" : "ThenBy") + (descending ? "Descending" : "") && m.GetParameters().Length == 2)
        .MakeGenericMethod(typeof(T), key.ReturnType))];

    public IReadOnlyList<LambdaExpression> Keys => keys;

    public IReadOnlyList<Type> KeyTypes { get; } = [.. keys.Select(k => k.ReturnType)];

    public object?[] KeysOf(T row) => [.. _read.Select(read => read.DynamicInvoke(row))];

    public IQueryable<T> Sort(IQueryable<T> rows) => rows.Provider.CreateQuery<T>(keys.Index().Aggregate(
        rows.Expression, (sorted, key) => Expression.Call(_sort[key.Index], sorted, Expression.Quote(key.Item))));

    public IQueryable<T> After(IQueryable<T> rows, object?[] cursor)
    {
        var row = Expression.Parameter(typeof(T), "row");
        var here = Row([.. keys.Select(k => new ParameterReplacer(k.Parameters[0], row).Visit(k.Body))]);
        var there = Row([.. cursor.Select((value, i) => Captured(value, KeyTypes[i]))]);
        var compare = descending ? LessThan : GreaterThan;

        return rows.Where(Expression.Lambda<Func<T, bool>>(Expression.Call(compare, Expression.Constant(EF.Functions), here, there), row));
    }

    private static readonly MethodInfo GreaterThan = Comparison(nameof(NpgsqlDbFunctionsExtensions.GreaterThan));

    private static readonly MethodInfo LessThan = Comparison(nameof(NpgsqlDbFunctionsExtensions.LessThan));

    private static MethodInfo Comparison(string name) =>
        typeof(NpgsqlDbFunctionsExtensions).GetMethod(name, [typeof(DbFunctions), typeof(ITuple), typeof(ITuple)])!;

    private static UnaryExpression Row(Expression[] values) => Expression.Convert(
        Expression.Call(typeof(ValueTuple), nameof(ValueTuple.Create), [.. values.Select(v => v.Type)], values), typeof(ITuple));

    /// <summary>Wraps the value as a captured variable, which EF sends as a parameter, so that all pages share a query plan.</summary>
    private static MemberExpression Captured(object? value, Type type)
    {
        var box = Activator.CreateInstance(typeof(StrongBox<>).MakeGenericType(type), value)!;

        return Expression.Field(Expression.Constant(box), "Value");
    }
}
