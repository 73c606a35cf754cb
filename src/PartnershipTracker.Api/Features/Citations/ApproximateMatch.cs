namespace PartnershipTracker.Features.Citations;

/// <summary>
/// Approximate string matching (Sellers, 1980): it finds the part of a text that differs from a pattern by the fewest edits of a letter.
/// </summary>
internal static class ApproximateMatch
{
    /// <returns>The start and the end of the part, and the number of edits.</returns>
    public static (int From, int To, int Distance) Best(string pattern, ReadOnlySpan<char> text)
    {
        var (costs, starts) = (new int[pattern.Length + 1], new int[pattern.Length + 1]);
        var best = (From: 0, To: 0, Distance: pattern.Length);

        for (var i = 0; i <= pattern.Length; i++)
        {
            costs[i] = i;
        }

        for (var j = 0; j < text.Length; j++)
        {
            Advance(pattern, text[j], j, costs, starts);

            if (costs[^1] < best.Distance)
            {
                best = (starts[^1], j + 1, costs[^1]);
            }
        }

        return best;
    }

    /// <summary>
    /// Advances by one letter of the text: updates, for each length of the pattern, the lowest cost and the place where that match begins.
    /// </summary>
    private static void Advance(string pattern, char letter, int at, int[] costs, int[] starts)
    {
        var (diagonal, from) = (costs[0], at);
        starts[0] = at + 1;

        for (var i = 1; i <= pattern.Length; i++)
        {
            var replaced = diagonal + (pattern[i - 1] == letter ? 0 : 1);
            var (left, above) = (costs[i] + 1, costs[i - 1] + 1);
            var (cost, start) = replaced <= left && replaced <= above ? (replaced, from)
                : left <= above ? (left, starts[i])
                : (above, starts[i - 1]);
            (diagonal, from) = (costs[i], starts[i]);
            (costs[i], starts[i]) = (cost, start);
        }
    }
}
