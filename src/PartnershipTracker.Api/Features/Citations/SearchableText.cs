using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace PartnershipTracker.Features.Citations;

/// <summary>A passage of a text and, where it is not what was looked for, how many changes of a letter it is away from that.</summary>
public sealed record Passage(int Start, int End, int Distance = 0);

/// <summary>
/// A text, and its folded shadow: decomposed (NFD), every run of white space one space, every quotation mark the plain one. A quote is
/// looked up in the shadow and found in the text itself: a letter of the shadow knows which code points of the text it is from.
/// </summary>
public sealed class SearchableText
{
    private const string DoubleQuotes = "“”„‟«»「」『』〝〞〟＂";
    private const string SingleQuotes = "‘’‚‛‹›＇`´′";

    private readonly string _text;
    private readonly int[] _offsets;
    private readonly string _shadow;
    private readonly List<SourceRange> _origins;

    public SearchableText(string text)
    {
        _text = text;
        _offsets = Offsets(text);
        (_shadow, _origins) = Fold(text);
    }

    /// <summary>In Unicode code points.</summary>
    public int Length => _offsets.Length - 1;

    /// <summary>What the text has at these code points.</summary>
    public string At(int start, int end) => _text[_offsets[start].._offsets[end]];

    /// <summary>Every place that reads like the quote, in order.</summary>
    public IReadOnlyList<Passage> Find(string quote)
    {
        var (sought, _) = Fold(quote);
        var found = new List<Passage>();

        for (var at = IndexOf(sought, 0); at >= 0; at = IndexOf(sought, at + 1))
        {
            var (first, last) = (_origins[at], _origins[at + sought.Length - 1]);

            if (StartsWhole(at) && EndsWhole(at + sought.Length - 1))
            {
                found.Add(new(first.Start, last.End));
            }
        }

        return found;
    }

    /// <summary>Whether the text reads like the quote there.</summary>
    public bool Reads(string quote, int start, int end) =>
        end <= Length && Fold(At(start, end)).Shadow.Trim(' ') == Fold(quote).Shadow.Trim(' ');

    /// <summary>What is most like the quote; null where nothing has three letters in a row with it.</summary>
    public Passage? Closest(string quote)
    {
        var (sought, _) = Fold(quote);

        if (Neighbourhood(sought) is not { } around)
        {
            return null;
        }

        var (from, to, distance) = ApproximateMatch.Best(sought, _shadow.AsSpan(around.From, around.To - around.From));

        return to <= from ? null : new(_origins[around.From + from].Start, _origins[around.From + to - 1].End, distance);
    }

    /// <summary>Where most of the quote's trigrams stand about as far from each other as they do in it.</summary>
    private (int From, int To)? Neighbourhood(string sought)
    {
        var votes = new Dictionary<int, int>();
        var width = Math.Max(sought.Length, 8);
        var places = Enumerable.Range(0, Math.Max(0, sought.Length - 2)).ToLookup(i => sought.Substring(i, 3), StringComparer.Ordinal);

        for (var at = 0; at + 3 <= _shadow.Length; at++)
        {
            foreach (var place in places[_shadow.Substring(at, 3)])
            {
                var bucket = (at - place + sought.Length) / width;
                votes[bucket] = votes.GetValueOrDefault(bucket) + 1;
            }
        }

        if (votes.Count == 0)
        {
            return null;
        }

        var best = (votes.OrderByDescending(v => v.Value).ThenBy(v => v.Key).First().Key * width) - sought.Length;

        return (Math.Max(0, best - width), Math.Min(_shadow.Length, best + (3 * width)));
    }

    private int IndexOf(string sought, int from) => from >= _shadow.Length ? -1 : _shadow.IndexOf(sought, from, StringComparison.Ordinal);

    private bool StartsWhole(int at) => at == 0 || _origins[at - 1] != _origins[at];

    private bool EndsWhole(int at) => at == _origins.Count - 1 || _origins[at + 1] != _origins[at];

    /// <summary>The code points of the text that a letter of the shadow is from.</summary>
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

    private static (string Shadow, List<SourceRange> Origins) Fold(string text)
    {
        var (shadow, origins, point) = (new StringBuilder(text.Length), new List<SourceRange>(text.Length), 0);

        foreach (var run in Runs(text))
        {
            var whole = string.Concat(run).Normalize(NormalizationForm.FormD);
            var parts = run.ConvertAll(rune => rune.ToString().Normalize(NormalizationForm.FormD));
            var isInOrder = string.Concat(parts) == whole;

            // Those whose letters stay theirs
            var own = isInOrder ? run.Count : whole.StartsWith($"{run[0]}", StringComparison.Ordinal) ? 1 : 0;

            for (var i = 0; i < own; i++)
            {
                Append(shadow, origins, parts[i], new(point + i, point + i + 1));
            }

            if (!isInOrder)
            {
                Append(shadow, origins, whole[(own == 0 ? 0 : run[0].Utf16SequenceLength)..], new(point + own, point + run.Count));
            }

            point += run.Count;
        }

        return (shadow.ToString(), origins);
    }

    private static void Append(StringBuilder shadow, List<SourceRange> origins, string letters, SourceRange origin)
    {
        foreach (var letter in letters)
        {
            if (char.IsWhiteSpace(letter) && shadow.Length > 0 && shadow[^1] == ' ')
            {
                origins[^1] = new(origins[^1].Start, origin.End); // one space for the whole run

                continue;
            }

            shadow.Append(char.IsWhiteSpace(letter) ? ' '
                : DoubleQuotes.Contains(letter, StringComparison.Ordinal) ? '"'
                : SingleQuotes.Contains(letter, StringComparison.Ordinal) ? '\''
                : letter);
            origins.Add(origin);
        }
    }

    /// <summary>A code point and the marks after it, whose order says nothing (Unicode Standard, 3.11).</summary>
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
