using System.Linq.Expressions;
using System.Text.Json;
using PartnershipTracker.Web.Json;

namespace PartnershipTracker.Resources.Tables;

/// <summary>The columns of a row: its members in their order, named as JSON would name them.</summary>
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

/// <summary>What a cell holds besides a single text.</summary>
public static class Cells
{
    /// <summary>Between the several things that one cell names.</summary>
    public const string Separator = "; ";

    /// <summary>Several things in one cell; null where there are none.</summary>
    public static string? Join(IEnumerable<string?> things) => string.Join(Separator, things) is { Length: > 0 } text ? text : null;

    /// <summary>The last day that something may have been; null where the end is open.</summary>
    public static DateOnly? Latest(Data.Model.FuzzyDate? date) => date is { IsOpen: false } ? date.Latest : null;

    /// <summary>What is no text, as CSV has it: it never begins a formula.</summary>
    public static string? Print(object? value) => value switch
    {
        null => null,
        DateOnly day => Day.Print(day),
        DateTimeOffset instant => Instant.Print(instant),
        IFormattable other => other.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
