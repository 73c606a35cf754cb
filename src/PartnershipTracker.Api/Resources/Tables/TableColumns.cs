using System.Linq.Expressions;

namespace PartnershipTracker.Resources.Tables;

/// <summary>The columns of a row type: its members in their order, with their JSON names.</summary>
internal static class TableColumns<TRow>
{
    public static readonly IReadOnlyList<string> Names =
        [.. typeof(TRow).GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name))];

    /// <summary>Compiled once: an export may have a million rows.</summary>
    private static readonly Func<TRow, object?>[] Readers = [.. typeof(TRow).GetProperties().Select(p =>
    {
        var row = Expression.Parameter(typeof(TRow));

        return Expression.Lambda<Func<TRow, object?>>(Expression.Convert(Expression.Property(row, p), typeof(object)), row).Compile();
    })];

    public static IEnumerable<object?> Of(TRow row) => Readers.Select(read => read(row));
}
