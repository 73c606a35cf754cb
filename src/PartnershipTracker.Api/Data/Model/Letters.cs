using System.Text;
using System.Text.RegularExpressions;

namespace PartnershipTracker.Data.Model;

/// <summary>
/// The letters of a text that a search compares: in lower case, with compatibility forms replaced by plain ones, with Hangul decomposed
/// into jamo, and without spaces, hyphens, apostrophes and accents. So a half-typed syllable is a prefix of the whole one, and one wrong
/// vowel is one wrong letter. The database's <c>search_letters</c> does the same.
/// </summary>
public static partial class Letters
{
    private const string Clusters = "ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ";

    private static readonly string[] ClusterParts = ["ㄱㅅ", "ㄴㅈ", "ㄴㅎ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ", "ㄹㅍ", "ㄹㅎ", "ㅂㅅ"];

    public static string Of(string text) =>
        Ignored().Replace(text.Normalize(NormalizationForm.FormKD).ToLowerInvariant(), "");

    /// <summary>
    /// Returns the letters of a text of initial consonants (ㅊㅌㅇ, skㅎㅇㄴㅅ); null for any other text. Keyboards join some consonants into
    /// clusters (ㄳ), which are split here.
    /// </summary>
    public static string? OfInitials(string text)
    {
        var letters = Of(string.Concat(text.Select(c =>
            Clusters.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? ClusterParts[at] : $"{c}")));

        return letters.Any(IsInitial) && !letters.Any(c => IsVowel(c) || IsFinal(c)) ? letters : null;
    }

    /// <summary>Returns the words of a text, as they are written.</summary>
    public static IReadOnlyList<string> Words(string text) => [.. Separators().Split(text).Where(word => Of(word).Length > 0)];

    /// <summary>Returns true for a word that a trigram index can find: one with three consecutive letters or digits.</summary>
    public static bool IsIndexed(string word) => Trigram().IsMatch(word);

    private static bool IsVowel(char letter) => letter is >= '\u1160' and <= '\u11A7';

    private static bool IsInitial(char letter) => letter is >= '\u1100' and <= '\u115F';

    private static bool IsFinal(char letter) => letter is >= '\u11A8' and <= '\u11FF';

    [GeneratedRegex(
        @"[\s'\u00ad\u00b7\u0300-\u036f\u200b-\u200f\u2010-\u2015\u2018\u2019\u2212\u30fb\ufeff-]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Ignored();

    [GeneratedRegex(@"[\p{L}\p{Nd}]{3}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Trigram();

    [GeneratedRegex(@"[\s(),/\u00b7\u2010-\u2015-]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Separators();
}
