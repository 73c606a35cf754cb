using System.Runtime.InteropServices;
using System.Text;

namespace PartnershipTracker.Features.Citations;

/// <summary>A passage of a text, with the number of edits of a letter by which it differs from the quote.</summary>
public sealed record Passage(int Start, int End, int Distance = 0);

/// <summary>
/// A text with its folded form. The folded form is decomposed (NFD), has one space for every run of white space, and has plain quotation
/// marks. A quote is looked up in the folded form. Each letter of the folded form maps to the code points of the text that it comes from,
/// so the match is returned as a passage of the text itself.
/// </summary>
public sealed class SearchableText
{
    private const string DoubleQuotes = "“”„‟«»「」『』〝〞〟＂";
    private const string SingleQuotes = "‘’‚‛‹›＇`´′";

    private readonly string _text;
    private readonly int[] _offsets;
    private readonly string _folded;
    private readonly List<SourceRange> _origins;

    public SearchableText(string text)
    {
        _text = text;
        _offsets = Offsets(text);
        (_folded, _origins) = Fold(text);
    }

    /// <summary>The length in Unicode code points.</summary>
    public int Length => _offsets.Length - 1;

    /// <summary>Returns the text between two code points.</summary>
    public string At(int start, int end) => _text[_offsets[start].._offsets[end]];

    /// <summary>Returns every passage that matches the quote, in order.</summary>
    public IReadOnlyList<Passage> Find(string quote)
    {
        var (pattern, _) = Fold(quote);
        var found = new List<Passage>();

        for (var at = IndexOf(pattern, 0); at >= 0; at = IndexOf(pattern, at + 1))
        {
            var (first, last) = (_origins[at], _origins[at + pattern.Length - 1]);

            if (StartsWhole(at) && EndsWhole(at + pattern.Length - 1))
            {
                found.Add(new(first.Start, last.End));
            }
        }

        return found;
    }

    /// <summary>Returns true when the text between two code points matches the quote.</summary>
    public bool Matches(string quote, int start, int end) =>
        end <= Length && Fold(At(start, end)).Folded.Trim(' ') == Fold(quote).Folded.Trim(' ');

    /// <summary>Returns the passage most similar to the quote; null when the text shares no three consecutive letters with it.</summary>
    public Passage? Closest(string quote)
    {
        var (pattern, _) = Fold(quote);

        if (LikelyRange(pattern) is not { } range)
        {
            return null;
        }

        var (from, to, distance) = ApproximateMatch.Best(pattern, _folded.AsSpan(range.From, range.To - range.From));

        return to <= from ? null : new(_origins[range.From + from].Start, _origins[range.From + to - 1].End, distance);
    }

    /// <summary>Returns the range in which most of the quote's trigrams stand at about the same distances as in the quote.</summary>
    private (int From, int To)? LikelyRange(string pattern)
    {
        var votes = new Dictionary<int, int>();
        var width = Math.Max(pattern.Length, 8);
        var places = Enumerable.Range(0, Math.Max(0, pattern.Length - 2)).ToLookup(i => pattern.Substring(i, 3), StringComparer.Ordinal);

        for (var at = 0; at + 3 <= _folded.Length; at++)
        {
            foreach (var place in places[_folded.Substring(at, 3)])
            {
                var bucket = (at - place + pattern.Length) / width;
                votes[bucket] = votes.GetValueOrDefault(bucket) + 1;
            }
        }

        if (votes.Count == 0)
        {
            return null;
        }

        var best = (votes.OrderByDescending(v => v.Value).ThenBy(v => v.Key).First().Key * width) - pattern.Length;

        return (Math.Max(0, best - width), Math.Min(_folded.Length, best + (3 * width)));
    }

    private int IndexOf(string pattern, int from) => from >= _folded.Length ? -1 : _folded.IndexOf(pattern, from, StringComparison.Ordinal);

    private bool StartsWhole(int at) => at == 0 || _origins[at - 1] != _origins[at];

    private bool EndsWhole(int at) => at == _origins.Count - 1 || _origins[at + 1] != _origins[at];

    /// <summary>The code points of the text that a letter of the folded form comes from.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct SourceRange(int Start, int End);

    private static int[] Offsets(string text)
    {
        var offsets = new List<int>(text.Length + 1);

        for (var i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1)
        {
            offsets.Add(i);
        }

        return [.. offsets, text.Length];
    }

    private static (string Folded, List<SourceRange> Origins) Fold(string text)
    {
        var (folded, origins, point) = (new StringBuilder(text.Length), new List<SourceRange>(text.Length), 0);

        foreach (var run in Runs(text))
        {
            var whole = Decomposed(string.Concat(run));
            var parts = run.ConvertAll(rune => Decomposed(rune.ToString()));
            var isInOrder = string.Concat(parts) == whole;

            // The code points that decompose on their own; the others share the range of the whole run.
            var own = isInOrder ? run.Count : whole.StartsWith($"{run[0]}", StringComparison.Ordinal) ? 1 : 0;

            for (var i = 0; i < own; i++)
            {
                Append(folded, origins, parts[i], new(point + i, point + i + 1));
            }

            if (!isInOrder)
            {
                Append(folded, origins, whole[(own == 0 ? 0 : run[0].Utf16SequenceLength)..], new(point + own, point + run.Count));
            }

            point += run.Count;
        }

        return (folded.ToString(), origins);
    }

    /// <summary>Decomposes a run. .NET refuses to normalize U+FFFE, which Unicode leaves as it is and which is never a mark.</summary>
    private static string Decomposed(string run) => run is ['\uFFFE', .. var marks]
        ? '\uFFFE' + marks.Normalize(NormalizationForm.FormD)
        : run.Normalize(NormalizationForm.FormD);

    private static void Append(StringBuilder folded, List<SourceRange> origins, string letters, SourceRange origin)
    {
        foreach (var letter in letters)
        {
            if (char.IsWhiteSpace(letter) && folded.Length > 0 && folded[^1] == ' ')
            {
                origins[^1] = new(origins[^1].Start, origin.End); // one space for the whole run

                continue;
            }

            folded.Append(char.IsWhiteSpace(letter) ? ' '
                : DoubleQuotes.Contains(letter, StringComparison.Ordinal) ? '"'
                : SingleQuotes.Contains(letter, StringComparison.Ordinal) ? '\''
                : letter);
            origins.Add(origin);
        }
    }

    /// <summary>
    /// Returns the runs of a code point and the marks after it. The order of the marks has no meaning (Unicode Standard, 3.11).
    /// </summary>
    private static IEnumerable<List<Rune>> Runs(string text)
    {
        var run = new List<Rune>();

        foreach (var rune in text.EnumerateRunes())
        {
            if (run.Count > 0 && Rune.GetUnicodeCategory(rune)
                is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark))
            {
                yield return run;
                run = [];
            }

            run.Add(rune);
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }
}
