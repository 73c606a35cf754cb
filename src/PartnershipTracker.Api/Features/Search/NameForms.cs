using System.Text;
using System.Text.RegularExpressions;

namespace PartnershipTracker.Features.Search;

/// <summary>
/// The names in a text without what people add to them: quotation marks, the name in the other language in brackets, legal forms and titles
/// (“인텔”, 엔비디아(NVIDIA), SK hynix Inc., 샘 올트먼 CEO). A rest of a single character is no name.
/// </summary>
public static partial class NameForms
{
    /// <summary>The length from which a title or legal form before a name needs no space (주식회사인텔), unlike in 이사벨라.</summary>
    private const int MinGluedPrefix = 4;

    private static readonly char[] Around = [' ', ',', ';', '.', '&', ':'];

    /// <summary>Returns the names that a text states for one resource, all meaning the same; none if nothing of a name remains.</summary>
    public static IReadOnlyList<string> Of(string text, string resource)
    {
        var inBrackets = new List<string>();
        var outside = Brackets().Replace(HalfForm().Replace(WithoutQuotes(text.Normalize(NormalizationForm.FormKC)), ""), brackets =>
        {
            inBrackets.Add(brackets.Groups["inside"].Value);

            return " ";
        });
        var affixes = NameAffixes.Of(resource);

        return [.. inBrackets.Prepend(outside).Select(name => Strip(name, affixes)).Where(IsName).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>
    /// Returns the names in a search text, which may list several of them and have particles. Those of the text as a whole come first.
    /// </summary>
    public static IEnumerable<string> In(string text, string resource) =>
        from part in Lists().Split(text).Where(IsName).Prepend(text).Distinct(StringComparer.Ordinal)
        from noun in Particles.Without(part).Prepend(part)
        from name in Of(noun, resource)
        select name;

    public static string WithoutQuotes(string text) => Quotes().Replace(text, "");

    private static bool IsName(string text) => Letters.Of(text).Length > 1 && text.EnumerateRunes().Count(Rune.IsLetterOrDigit) > 1;

    /// <summary>Returns the name without its affixes; an empty text if it consists of them.</summary>
    private static string Strip(string name, NameAffixes affixes)
    {
        var rest = name.Trim();

        while ((CutEnd(rest.Trim(Around), affixes.After) ?? CutStart(rest.Trim(Around), affixes.Before)) is { } cut)
        {
            rest = cut.Trim(Around);
        }

        return rest;
    }

    private static string? CutEnd(string name, IReadOnlyList<string> affixes) =>
        affixes.FirstOrDefault(affix => name.EndsWith(affix, StringComparison.OrdinalIgnoreCase)
            && (CanBeGlued(affix) || IsApart(affix, name[..^affix.Length].LastOrDefault()))) is { } longest
        && name[..^longest.Length] is var rest && (IsApart(longest, rest.LastOrDefault()) || IsName(rest)) ? rest : null;

    private static string? CutStart(string name, IReadOnlyList<string> affixes) =>
        affixes.FirstOrDefault(affix => name.StartsWith(affix, StringComparison.OrdinalIgnoreCase)) is { } longest
        && name[longest.Length..] is var rest
        && (IsApart(longest, rest.FirstOrDefault()) || (longest.Length >= MinGluedPrefix && CanBeGlued(longest) && IsName(rest)))
            ? rest : null;

    /// <summary>Returns true for an affix that may be written without a space, such as 회장 and .com.</summary>
    private static bool CanBeGlued(string affix) => !char.IsAsciiLetter(affix[0]);

    /// <summary>Returns true if a space or another script separates an affix from the letter beside it (샘올트먼CEO).</summary>
    private static bool IsApart(string affix, char neighbour) =>
        !char.IsLetterOrDigit(neighbour) || char.IsAscii(neighbour) != char.IsAscii(affix[0]);

    [GeneratedRegex("[\"“”„‟«»‹›「」『』《》〈〉＂]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Quotes();

    /// <summary>The Korean legal form without its first bracket: 주)카카오.</summary>
    [GeneratedRegex(@"\A\s*주\s*\)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HalfForm();

    [GeneratedRegex(@"[(\[{【〔](?<inside>[^)\]}】〕]*)[)\]}】〕]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Brackets();

    [GeneratedRegex(
        @"[,;/|、，；·\n]|\s+(?:&|\+|and|및|와|과)\s+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Lists();
}
