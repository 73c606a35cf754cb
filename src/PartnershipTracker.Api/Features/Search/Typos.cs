namespace PartnershipTracker.Features.Search;

/// <summary>
/// How far a word is from what it was meant to be, in letters that are wrong, missing, too many, or two that changed places.
/// </summary>
public static class Typos
{
    public const int FewestLetters = 4;
    private const int MaxLetters = 40;

    /// <summary>
    /// The word, and the word without each of its letters: two words that are one mistake apart have one of these in common. The database
    /// has the same of every name and of its words (<c>search_near</c>).
    /// </summary>
    public static string[] Near(string word) => word.Length is < FewestLetters or > MaxLetters + 1
        ? []
        : [.. Enumerable.Range(0, word.Length).Select(i => word.Remove(i, 1)).Prepend(word).Distinct(StringComparer.Ordinal)];

    /// <summary>How many mistakes a word of this length may have and still be known.</summary>
    public static int Forgiven(int letters) => letters switch { < FewestLetters => 0, < 7 => 1, < 14 => 2, _ => 3 };

    /// <summary>The optimal string alignment distance.</summary>
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
