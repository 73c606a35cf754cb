namespace PartnershipTracker.Data.Model;

/// <summary>The distance between two words in typos: wrong, missing and extra letters, and two transposed letters.</summary>
public static class Typos
{
    public const int MinLetters = 4;
    private const int MaxLetters = 40;

    /// <summary>
    /// Returns the word, and the word without each of its letters. Two words with one typo between them have one of these in common. The
    /// database computes the same for every name and for its words (<c>search_near</c>).
    /// </summary>
    public static string[] Near(string word) => word.Length is < MinLetters or > MaxLetters + 1
        ? []
        : [.. Enumerable.Range(0, word.Length).Select(i => word.Remove(i, 1)).Prepend(word).Distinct(StringComparer.Ordinal)];

    /// <summary>Returns the maximum number of typos with which a word of this length still matches.</summary>
    public static int MaxTypos(int letters) => letters switch { < MinLetters => 0, < 7 => 1, < 14 => 2, _ => 3 };

    /// <summary>Returns the optimal string alignment distance.</summary>
    public static int Distance(string one, string other)
    {
        var (before, last, now) = (new int[other.Length + 1], Enumerable.Range(0, other.Length + 1).ToArray(), new int[other.Length + 1]);

        for (var i = 1; i <= one.Length; i++)
        {
            now[0] = i;

            for (var j = 1; j <= other.Length; j++)
            {
                now[j] = Math.Min(Math.Min(last[j], now[j - 1]) + 1, last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));

                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    now[j] = Math.Min(now[j], before[j - 2] + 1);
                }
            }

            (before, last, now) = (last, now, before);
        }

        return last[other.Length];
    }
}
