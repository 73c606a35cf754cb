using System.Text;

namespace PartnershipTracker.Features.Search;

/// <summary>
/// The texts that were typed while the wrong keyboard layout was active: English on a Korean (Dubeolsik) one, and the reverse.
/// </summary>
public static class KeyboardLayouts
{
    private const string Keys = "rRseEfaqQtTdwWczxvgkoiOjpuPhynbml";
    private const string Jamo = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ";
    private const string Initials = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
    private const string Vowels = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
    private const string Finals = "\0ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";

    /// <summary>The letters that two keys give, and the keys.</summary>
    private static readonly Dictionary<string, char> Pairs = (
        "ㅘㅗㅏ ㅙㅗㅐ ㅚㅗㅣ ㅝㅜㅓ ㅞㅜㅔ ㅟㅜㅣ ㅢㅡㅣ ㄳㄱㅅ ㄵㄴㅈ ㄶㄴㅎ ㄺㄹㄱ ㄻㄹㅁ ㄼㄹㅂ ㄽㄹㅅ ㄾㄹㅌ ㄿㄹㅍ ㅀㄹㅎ ㅄㅂㅅ")
        .Split(' ').ToDictionary(pair => pair[1..], pair => pair[0], StringComparer.Ordinal);

    private static readonly Dictionary<char, string> Parts = Pairs.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>Returns the text that the same keys give in the other layout; null if it has the letters of both, or of neither.</summary>
    public static string? Switch(string text) => (text.Any(char.IsAsciiLetter), text.Any(IsHangul)) switch
    {
        (true, false) => Compose(string.Concat((text.Any(char.IsAsciiLetterLower) ? text : text.ToLowerInvariant()).Select(ToJamo))),
        (false, true) => string.Concat(text.Normalize(NormalizationForm.FormC).SelectMany(Decompose).Select(ToKey)),
        _ => null,
    };

    private static bool IsHangul(char c) => c is (>= 'ㄱ' and <= 'ㅣ') or (>= '가' and <= '힣');

    private static char ToKey(char jamo) => Jamo.IndexOf(jamo) is >= 0 and var at ? Keys[at] : jamo;

    /// <summary>Returns the letter of a key. Capitals that have none of their own give that of the small letter.</summary>
    private static char ToJamo(char key) => Keys.IndexOf(key) is >= 0 and var at ? Jamo[at]
        : Keys.IndexOf(char.ToLowerInvariant(key)) is >= 0 and var small ? Jamo[small]
        : key;

    private static IEnumerable<char> Decompose(char letter) => letter is >= '가' and <= '힣'
        ?
        [
            Initials[(letter - '가') / 588], .. Split(Vowels[(letter - '가') % 588 / 28]),
            .. Split(Finals[(letter - '가') % 28]).Where(jamo => jamo > 0),
        ]
        : Split(letter);

    private static string Split(char letter) => Parts.GetValueOrDefault(letter, $"{letter}");

    /// <summary>
    /// Joins letters into syllables as an input method does: a consonant before a vowel begins a syllable, others end one.
    /// </summary>
    private static string Compose(string letters)
    {
        var text = new StringBuilder();

        for (var at = 0; at < letters.Length;)
        {
            if (Initials.IndexOf(letters[at]) is not (>= 0 and var initial) || !IsVowel(letters, at + 1))
            {
                text.Append(letters[at++]);
                continue;
            }

            var vowel = Longest(letters, at + 1, Vowels);
            at += 1 + vowel.Keys;
            var final = Longest(letters, at, Finals);
            final = IsVowel(letters, at + final.Keys) && final.Keys > 0 // The last consonant begins the next syllable.
                ? final.Keys > 1 ? (Finals.IndexOf(letters[at]), 1) : default
                : final;
            at += final.Keys;
            text.Append((char)('가' + (initial * 588) + (vowel.Index * 28) + final.Index));
        }

        return text.ToString();
    }

    private static bool IsVowel(string letters, int at) => at < letters.Length && Vowels.Contains(letters[at]);

    /// <summary>Returns the index of the letter that two keys or one give, and their number; zeros if there is none.</summary>
    private static (int Index, int Keys) Longest(string letters, int at, string among) =>
        at + 1 < letters.Length && Pairs.TryGetValue(letters[at..(at + 2)], out var pair) && among.IndexOf(pair) is >= 0 and var two
            ? (two, 2)
        : at < letters.Length && among.IndexOf(letters[at]) is >= 0 and var one ? (one, 1)
        : default;
}
