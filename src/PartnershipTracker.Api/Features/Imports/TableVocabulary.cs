using System.Text.RegularExpressions;
using PartnershipTracker.Files.Readers;

namespace PartnershipTracker.Features.Imports;

/// <summary>The words that people use for columns, values and countries, from <c>Vocabulary.json</c>.</summary>
public static partial class TableVocabulary
{
    private static readonly Vocabulary Data = Read();

    /// <summary>The names of countries in English and Korean and their codes of three letters, with the code of two.</summary>
    private static readonly Dictionary<string, string> Countries = CountryNames();

    private static readonly Dictionary<string, ColumnValues> Values = ValuesOfColumns();

    /// <summary>The values of a column, by the letters of each word for them.</summary>
    /// <param name="Names">The values.</param>
    /// <param name="Known">The values and words as an error lists them.</param>
    private sealed record ColumnValues(IReadOnlyDictionary<string, string> Names, string Known);

    private sealed record Vocabulary(
        string[] Ordinals, Dictionary<string, Dictionary<string, string[]>> Columns,
        Dictionary<string, Dictionary<string, string[]>> Values, Dictionary<string, string> ValuesAlsoOf, string[] Names,
        Dictionary<string, string[]> Countries);

    /// <summary>Returns the other names of the columns of a collection, by column.</summary>
    public static IReadOnlyDictionary<string, string[]> SynonymsOf(string resource) => Data.Columns.GetValueOrDefault(resource) ?? [];

    /// <summary>Returns the schema of a collection.</summary>
    public static TableSchema Schema(string resource, IReadOnlyCollection<string> columns)
    {
        var synonyms = SynonymsOf(resource).Where(s => columns.Contains(s.Key)).SelectMany(s => s.Value.Select(name => (name, s.Key)));

        return new(resource, columns, synonyms, Data.Ordinals, (column, cell) => Text($"{resource}.{column}", cell));
    }

    /// <summary>Returns the values of a column, each with a word for it; null for a column that takes any text.</summary>
    public static string? WordsOf(string resource, string column) => Values.GetValueOrDefault($"{resource}.{column}")?.Known;

    private static CellText Text(string column, string cell) => column switch
    {
        _ when Values.TryGetValue(column, out var values) => Value(column, values, cell),
        _ when Data.Names.Contains(column) => new(NameList.Join(cell)),
        _ when column.EndsWith(".country", StringComparison.Ordinal) =>
            !IsDoubted(cell) && Countries.TryGetValue(TableSchema.Letters(cell), out var code) ? new(code)
            : new(null, new Fault("unknown_country")),
        _ when column.EndsWith("At", StringComparison.Ordinal) && LocalTime().IsMatch(cell) => new($"{cell.Replace(' ', 'T')}Z"),
        _ when column.EndsWith(".website", StringComparison.Ordinal) && Host().IsMatch(cell.Trim()) => new($"https://{cell.Trim()}"),
        _ => new(cell),
    };

    /// <summary>Reads the values of a cell, which may list several.</summary>
    private static CellText Value(string column, ColumnValues values, string cell)
    {
        var words = Cells.Split(cell);
        var read = words.Select(word => word.Length == 0 ? word : IsDoubted(word) ? null
            : values.Names.GetValueOrDefault(TableSchema.Letters(word))).ToList();

        return read.IndexOf(null) is >= 0 and var unknown
            ? new(null, new Fault("unknown_value", values.Known) { Hint = HintFor(column, words[unknown]) })
            : new(Cells.Join(read));
    }

    /// <summary>Returns true for a word with a sign that may take back what it says (완료?), or point to a remark (완료*).</summary>
    private static bool IsDoubted(string word) => word.Any(sign => sign is '?' or '？' or '!' or '！' or '*' or '＊');

    /// <summary>Names the column to which a word belongs that is no value of this one.</summary>
    private static string? HintFor(string column, string word)
    {
        var (table, letters) = (column[..(column.IndexOf('.', StringComparison.Ordinal) + 1)], TableSchema.Letters(word));
        var other = Values.FirstOrDefault(v => v.Key.StartsWith(table, StringComparison.Ordinal) && v.Value.Names.ContainsKey(letters)).Key;

        return other is null ? null : Messages.Fault("word_of_column", word, other[table.Length..]);
    }

    private static Vocabulary Read()
    {
        using var json = typeof(TableVocabulary).Assembly.GetManifestResourceStream("Vocabulary.json")!;

        return JsonSerializer.Deserialize<Vocabulary>(json, JsonSerializerOptions.Web)!;
    }

    private static Dictionary<string, ColumnValues> ValuesOfColumns()
    {
        var all = Data.Values.ToDictionary(
            column => column.Key,
            column => new ColumnValues(
                column.Value.SelectMany(v => v.Value.Prepend(v.Key).Select(word => (Word: TableSchema.Letters(word), Value: v.Key)))
                    .ToDictionary(w => w.Word, w => w.Value, StringComparer.Ordinal),
                string.Join(", ", column.Value.Select(v => $"{v.Key} ({v.Value[0]})"))),
            StringComparer.Ordinal);

        foreach (var (column, same) in Data.ValuesAlsoOf)
        {
            all[column] = all[same];
        }

        return all;
    }

    private static Dictionary<string, string> CountryNames()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var regions = CultureInfo.GetCultures(CultureTypes.SpecificCultures)
            .Select(culture => new RegionInfo(culture.Name)).Where(region => region.TwoLetterISORegionName is [>= 'A' and <= 'Z', _])
            .DistinctBy(region => region.TwoLetterISORegionName).ToList();

        foreach (var region in regions)
        {
            var code = region.TwoLetterISORegionName;
            string[] all = [code, region.ThreeLetterISORegionName, region.EnglishName, new RegionInfo($"ko-{code}").NativeName];
            Array.ForEach(all, name => names.TryAdd(TableSchema.Letters(name), code));
        }

        foreach (var (code, others) in Data.Countries)
        {
            Array.ForEach(others, name => names[TableSchema.Letters(name)] = code);
        }

        return names;
    }

    /// <summary>A day with a time, as a typed date of a workbook is printed.</summary>
    [GeneratedRegex(@"\A\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LocalTime();

    /// <summary>The name of a host with a domain, and perhaps a path: what people write as the address of a website.</summary>
    [GeneratedRegex(
        @"\A[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\.[a-z]{2,}(/\S*)?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Host();
}
