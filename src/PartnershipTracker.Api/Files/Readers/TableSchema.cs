using System.Text;
using System.Text.RegularExpressions;

namespace PartnershipTracker.Files.Readers;

/// <summary>The columns of a table, and the reading of headers and cells as people write them.</summary>
public sealed partial class TableSchema
{
    /// <summary>The length above which no header is a misspelt column.</summary>
    private const int MaxHeader = 64;

    private readonly Dictionary<string, string> _columns;
    private readonly HashSet<string> _ordinals;
    private readonly Func<string, string, CellText> _read;

    /// <param name="resource">The collection of the rows.</param>
    /// <param name="columns">The names of its columns.</param>
    /// <param name="synonyms">Other names of columns, each with the column.</param>
    /// <param name="ordinals">The headers of columns that only number the rows.</param>
    /// <param name="read">Reads a cell of a column.</param>
    public TableSchema(
        string resource, IReadOnlyCollection<string> columns, IEnumerable<(string Name, string Column)> synonyms,
        IEnumerable<string> ordinals, Func<string, string, CellText> read)
    {
        Resource = resource;
        _columns = synonyms.Concat(columns.Select(column => (Name: column, Column: column)))
            .GroupBy(s => Letters(s.Name), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Column, StringComparer.Ordinal);
        _ordinals = ordinals.Select(Letters).ToHashSet(StringComparer.Ordinal);
        _read = read;
    }

    public string Resource { get; }

    /// <summary>Returns the letters and digits of a header in lower case, in which headers are compared.</summary>
    public static string Letters(string header) =>
        string.Concat(header.Normalize(NormalizationForm.FormKC).Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>Returns the column with this header; null when there is none.</summary>
    public string? ColumnOf(string header) => header.Length > MaxHeader || !IsText(header) ? null
        : _columns.GetValueOrDefault(Letters(header)) ?? _columns.GetValueOrDefault(Letters(Hint().Replace(header, "")))
            ?? InLanguage(header);

    public bool HasColumn(string column) => _columns.ContainsValue(column);

    /// <summary>Returns true for the header of a column that only numbers the rows.</summary>
    public bool IsOrdinal(string header) => header.Trim() is "#" or "№"
        || (header.Length <= MaxHeader && IsText(header) && _ordinals.Contains(Letters(header)));

    /// <summary>
    /// Returns the Korean column beside the English one of a header that names no language (<c>title</c>): a Korean text belongs there.
    /// </summary>
    public string? KoreanBeside(string header) =>
        ColumnOf(header) is [.., 'E', 'n'] column && Letters(column) != Letters(header) && !Language().IsMatch(header)
        && _columns.ContainsValue($"{column[..^2]}Ko") ? $"{column[..^2]}Ko" : null;

    public int CountKnown(IReadOnlyList<string> header) => header.Count(cell => ColumnOf(cell) is not null);

    /// <summary>Returns the column whose name is most similar to a header; null when none is similar.</summary>
    public string? Nearest(string header)
    {
        var letters = header.Length <= MaxHeader && IsText(header) ? Letters(header) : "";
        var nearest = _columns.Keys.Where(name => name.Length > 0).Select(name => (Name: name, Distance: Typos.Distance(name, letters)))
            .MinBy(n => (double)n.Distance / Math.Max(n.Name.Length, letters.Length));

        return letters.Length > 1 && nearest.Distance * 2 <= Math.Max(nearest.Name.Length, letters.Length) ? _columns[nearest.Name] : null;
    }

    /// <summary>
    /// Reads a cell, which is not blank. One with a character that no text may have stays as it is: reading the item refuses it.
    /// </summary>
    public CellText Read(string column, string cell) => IsText(cell) ? _read(column, cell) : new(cell);

    /// <summary>Returns the column with the header of another one and the name of a language: <c>회사명(영문)</c>.</summary>
    private string? InLanguage(string header)
    {
        var language = Language().Match(header);
        var named = language.Success ? _columns.GetValueOrDefault(Letters(Language().Replace(header, ""))) : null;
        var column = named is [.., 'K', 'o'] or [.., 'E', 'n'] ? named[..^2] + (language.Groups["en"].Success ? "En" : "Ko") : null;

        return column is not null && _columns.ContainsValue(column) ? column : null;
    }

    private static bool IsText(string header) => Data.Model.Text.TryClean(header, out _, out _);

    /// <summary>A remark in brackets on how to fill in the column. Other brackets may name a language, and so another column.</summary>
    [GeneratedRegex(
        @"[(\[（]\s*([ymdh:./ 0-9-]+|필수|선택|required|optional)\s*[)\]）]|\*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Hint();

    [GeneratedRegex(
        @"국문|한글|한국어|\bko(rean)?\b|(?<en>영문|영어|\ben(glish)?\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Language();
}

/// <summary>A cell as its column reads it, or the fault that it has.</summary>
public readonly record struct CellText(string? Text, Fault? Fault = null);
