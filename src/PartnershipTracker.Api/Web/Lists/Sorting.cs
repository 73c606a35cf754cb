using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace PartnershipTracker.Web.Lists;

/// <summary>The orders that a list can be had in. The first one is the default; each ends with the id, so none has ties.</summary>
public sealed class Sorting<T>
    where T : class
{
    private readonly Dictionary<string, SortOrder<T>> _orders = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _orders.Keys;

    /// <summary>An order and its reverse, with a minus sign in front. The keys hold no nulls.</summary>
    public Sorting<T> By(string name, params LambdaExpression[] keys)
    {
        _orders.Add(name, new(keys, descending: false));
        _orders.Add("-" + name, new(keys, descending: true));

        return this;
    }

    /// <summary>An order whose reverse is another one, because absent values are last in both.</summary>
    public Sorting<T> Only(string name, bool descending, params LambdaExpression[] keys)
    {
        _orders.Add(name, new(keys, descending));

        return this;
    }

    public SortOrder<T> Of(string? name) => name is null ? _orders.First().Value : _orders[name];

    /// <summary>Lets a feature write its keys as lambdas.</summary>
    public static LambdaExpression Key<TKey>(Expression<Func<T, TKey>> key) => key;
}

/// <summary>One order: all keys up, or all keys down, so that the rows after a cursor are one row comparison and one index range.</summary>
public sealed class SortOrder<T>(LambdaExpression[] keys, bool descending)
    where T : class
{
    private readonly Delegate[] _read = [.. keys.Select(k => k.Compile())];

    public IReadOnlyList<Type> KeyTypes { get; } = [.. keys.Select(k => k.ReturnType)];

    public object?[] KeysOf(T row) => [.. _read.Select(read => read.DynamicInvoke(row))];

    public IQueryable<T> Sort(IQueryable<T> rows) => keys.Aggregate(
        rows, (sorted, key) => (IQueryable<T>)sorted.Provider.CreateQuery(Expression.Call(
        typeof(Queryable), (ReferenceEquals(key, keys[0]), descending) switch
        {
            (true, false) => nameof(Queryable.OrderBy),
            (true, true) => nameof(Queryable.OrderByDescending),
            (false, false) => nameof(Queryable.ThenBy),
            (false, true) => nameof(Queryable.ThenByDescending),
        }, [typeof(T), key.ReturnType], sorted.Expression, Expression.Quote(key))));

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

    /// <summary>A captured variable, which EF sends as a parameter: one plan for every page.</summary>
    private static MemberExpression Captured(object? value, Type type)
    {
        var box = Activator.CreateInstance(typeof(StrongBox<>).MakeGenericType(type), value)!;

        return Expression.Field(Expression.Constant(box), "Value");
    }
}
