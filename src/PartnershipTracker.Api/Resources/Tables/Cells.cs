using System.Text.RegularExpressions;

namespace PartnershipTracker.Resources.Tables;

/// <summary>
/// The text of cells. Several values in one cell are separated by semicolons; a backslash before a semicolon, or before a backslash, makes
/// it a part of a value.
/// </summary>
public static partial class Cells
{
    private const string Separator = "; ";

    /// <summary>Joins several values into one cell; null when there are none, or only absent ones.</summary>
    public static string? Join(IEnumerable<string?> values) =>
        JoinEscaped([.. values.Select(value => value is null ? null : Escape(value))]);

    /// <summary>Joins aliases into one cell, in which weak ones and those with an end are marked.</summary>
    public static string? JoinAliases(IEnumerable<(string Name, bool IsWeak, string? Until)> aliases) => JoinEscaped([.. aliases.Select(
        alias => $"{EscapeAlias(alias.Name)}{(alias.IsWeak ? " (weak)" : "")}{(alias.Until is null ? "" : $" (until {alias.Until})")}")]);

    /// <summary>Splits a cell into its values, in their order. An absent value is empty.</summary>
    public static IReadOnlyList<string> Split(string? cell) => [.. SplitEscaped(cell).Select(Unescape)];

    /// <summary>Splits a cell into aliases, which may be weak and have an end.</summary>
    public static IEnumerable<(string Name, bool IsWeak, string? Until)> SplitAliases(string? cell) => SplitEscaped(cell)
        .Where(alias => alias.Length > 0)
        .Select(alias => MarkedAlias().Match(alias).Groups)
        .Select(parts => (
            Unescape(parts["name"].Value), parts["weak"].Success, parts["until"].Success ? parts["until"].Value : null));

    /// <summary>Returns true for a value whose printed text can begin a formula.</summary>
    public static bool IsText(object? value) => value is string or IEnumerable<string?>;

    /// <summary>Prints a value.</summary>
    public static string? Print(object? value) => value switch
    {
        null => null,
        DateOnly day => Day.Print(day),
        DateTimeOffset instant => Instant.Print(instant),
        Enum name => JsonNamingPolicy.SnakeCaseLower.ConvertName(name.ToString()),
        IEnumerable<string?> several => Join(several),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static string? JoinEscaped(IReadOnlyList<string?> values) =>
        values.All(string.IsNullOrEmpty) ? null : string.Join(Separator, values);

    private static List<string> SplitEscaped(string? cell)
    {
        var (values, start) = (new List<string>(), 0);

        for (var at = 0; at < cell?.Length; at++)
        {
            if (cell[at] is '\\')
            {
                at++;
            }
            else if (cell[at] is ';')
            {
                values.Add(cell[start..at].Trim());
                start = at + 1;
            }
        }

        return string.IsNullOrEmpty(cell) ? values : [.. values, cell[start..].Trim()];
    }

    private static string Escape(string value) =>
        value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace(";", @"\;", StringComparison.Ordinal);

    /// <summary>Escapes an alias that ends as if it were marked, too.</summary>
    private static string EscapeAlias(string alias) => Mark().Replace(Escape(alias), @" \(${mark})");

    /// <summary>Removes the backslashes that escape something. Any other backslash is a part of the value.</summary>
    private static string Unescape(string value) => Escaped().Replace(value, "${sign}");

    [GeneratedRegex(@" \((?<mark>weak|until [^()\\]+)\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mark();

    [GeneratedRegex(
        @"^(?<name>.*?)(?<weak> \(weak\))?( \(until (?<until>[^()\\]+)\))?$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex MarkedAlias();

    [GeneratedRegex(@"\\(?<sign>[\\;(])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escaped();
}
