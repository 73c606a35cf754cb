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

/// <summary>Functions that print values as the text of a cell.</summary>
public static class Cells
{
    /// <summary>The separator of several values in one cell.</summary>
    public const string Separator = "; ";

    /// <summary>Joins several values into one cell; null when there are none.</summary>
    public static string? Join(IEnumerable<string?> values) => string.Join(Separator, values) is { Length: > 0 } text ? text : null;

    /// <summary>Prints a value that is not a text: the result never begins a formula.</summary>
    public static string? Print(object? value) => value switch
    {
        null => null,
        DateOnly day => Day.Print(day),
        DateTimeOffset instant => Instant.Print(instant),
        Enum name => JsonNamingPolicy.SnakeCaseLower.ConvertName(name.ToString()),
        IFormattable other => other.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
