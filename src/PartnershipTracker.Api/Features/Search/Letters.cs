using System.Text;
using System.Text.RegularExpressions;

namespace PartnershipTracker.Features.Search;

/// <summary>
/// What of a text counts when it is searched: lower case, compatibility forms as plain ones, Hangul taken apart into its jamo, and no
/// spaces, hyphens, apostrophes or accents. So a syllable that is half typed is the beginning of the whole one, and one wrong vowel is one
/// wrong letter. The database's <c>search_letters</c> does the same.
/// </summary>
public static partial class Letters
{
    private const string Clusters = "ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ";

    private static readonly string[] Apart = ["ㄱㅅ", "ㄴㅈ", "ㄴㅎ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ", "ㄹㅍ", "ㄹㅎ", "ㅂㅅ"];

    public static string Of(string text) =>
        Uncounted().Replace(text.Normalize(NormalizationForm.FormKD).ToLowerInvariant(), "");

    /// <summary>The letters of initial consonants (ㅊㅌㅇ, skㅎㅇㄴㅅ); null for what is none. Keyboards join some of them (ㄳ).</summary>
    public static string? OfInitials(string text)
    {
        var letters = Of(string.Concat(text.Select(c =>
            Clusters.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? Apart[at] : $"{c}")));

        return letters.Any(IsInitial) && !letters.Any(c => IsVowel(c) || IsFinal(c)) ? letters : null;
    }

    /// <summary>The words of a text, as they are written.</summary>
    public static IReadOnlyList<string> Words(string text) => [.. Between().Split(text).Where(word => Of(word).Length > 0)];

    /// <summary>An index of trigrams has three letters or digits in a row.</summary>
    public static bool IsIndexed(string word) => Trigram().IsMatch(word);

    private static bool IsVowel(char letter) => letter is >= '\u1160' and <= '\u11A7';

    private static bool IsInitial(char letter) => letter is >= '\u1100' and <= '\u115F';

    private static bool IsFinal(char letter) => letter is >= '\u11A8' and <= '\u11FF';

    [GeneratedRegex(
        @"[\s'\u00ad\u00b7\u0300-\u036f\u200b-\u200f\u2010-\u2015\u2018\u2019\u2212\u30fb\ufeff-]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Uncounted();

    [GeneratedRegex(@"[\p{L}\p{Nd}]{3}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Trigram();

    [GeneratedRegex(@"[\s(),/\u00b7\u2010-\u2015-]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Between();
}
