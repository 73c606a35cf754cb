using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;

namespace PartnershipTracker.Features.Search;

/// <summary>
/// How well a candidate fits what is looked for. Each kind of match has a range of scores, and an exact name is above all of them.
/// </summary>
public static class Ranking
{
    private const double Exact = 1;
    private const double Alias = 0.98;
    private const double WeakAlias = 0.95;
    private const double Initials = 0.8;
    private const double Prefix = 0.6;
    private const double Part = 0.4;
    private const double Typo = 0.1;

    /// <summary>What remains of a score when a particle had to be cut off, or only a word of the name is meant.</summary>
    private const double AtOneRemove = 0.9;

    /// <summary>The name as a hit; null for a candidate that is none.</summary>
    public static SearchHit? Of(SearchName name, SearchTerms sought) =>
        (Plainly(name, sought.Whole, sought.Words)
            ?? ByInitials(name, sought.Initials)
            ?? BehindParticle(name, sought)
            ?? DespiteTypo(name, sought.Whole)) is var (type, score)
        ? new(EnumNames.Read<SearchType>(name.Resource), name.Id, name.Name, name.Text, type, Math.Round(score, 3))
        : null;

    /// <summary>A part of a title is worth the same wherever it stands: candidates of very many are the newest, not the shortest.</summary>
    public static SearchHit Of(MeetingTitle title, SearchTerms sought)
    {
        var both = new[] { title.Ko, title.En }.OfType<string>().Select(text => (Text: text, Letters: Letters.Of(text))).ToArray();
        var exact = Array.Find(both, t => t.Letters == sought.Whole).Text;
        var text = exact ?? both.MaxBy(t => sought.StemWords.Count(t.Letters.Contains)).Text;
        var isWhole = sought.Words.All(word => Array.Exists(both, t => t.Letters.Contains(word, StringComparison.Ordinal)));
        var (type, score) = exact is not null ? (MatchType.Exact, Exact)
            : isWhole ? (MatchType.Part, Part)
            : (MatchType.Particle, Math.Round(Part * AtOneRemove, 3));

        return new(SearchType.Meetings, $"{title.Id}", new(title.Ko, title.En), text, type, score)
        {
            Meeting = new("meetings", $"{title.Id}", title.Version, new AccessLabel(title.Confidentiality, title.Readers)),
        };
    }

    private static (MatchType Type, double Score)? Plainly(SearchName name, string whole, IReadOnlyList<string> words)
    {
        var letters = name.Letters;

        return letters == whole
            ? name.Kind switch
            {
                NameKind.Name => (MatchType.Exact, Exact),
                NameKind.Alias => (MatchType.Alias, Alias),
                _ => (MatchType.WeakAlias, WeakAlias),
            }
            : letters.StartsWith(whole, StringComparison.Ordinal) ? (MatchType.Prefix, Prefix + (0.25 * Share(whole, letters)))
            : whole.Length > 1 && words.All(word => letters.Contains(word, StringComparison.Ordinal))
                ? (MatchType.Part, Part + (0.2 * Math.Min(1, Share(whole, letters))))
            : null;
    }

    private static (MatchType Type, double Score)? ByInitials(SearchName name, string? initials) =>
        initials is null ? null
        : name.Initials == initials ? (MatchType.Initials, Initials)
        : name.Initials.StartsWith(initials, StringComparison.Ordinal)
            ? (MatchType.Initials, Prefix + (0.15 * Share(initials, name.Initials)))
        : name.Initials.Contains(initials, StringComparison.Ordinal)
            ? (MatchType.Initials, Part + (0.15 * Share(initials, name.Initials)))
        : null;

    private static (MatchType Type, double Score)? BehindParticle(SearchName name, SearchTerms sought) => sought.Stems
        .Select(stem => Plainly(name, stem, [stem]))
        .Append(sought.Words.Count > 1 ? Plainly(name, string.Concat(sought.StemWords), sought.StemWords) : null)
        .Max(plain => plain?.Score) is { } score ? (MatchType.Particle, score * AtOneRemove) : null;

    private static (MatchType Type, double Score)? DespiteTypo(SearchName name, string whole) => Letters.Words(name.Text)
        .Select(word => Despite(Letters.Of(word), whole) * AtOneRemove)
        .Append(Despite(name.Letters, whole))
        .Max() is { } score ? (MatchType.Typo, score) : null;

    private static double? Despite(string word, string whole)
    {
        var forgiven = Typos.Forgiven(Math.Min(word.Length, whole.Length));

        return Math.Abs(word.Length - whole.Length) <= forgiven && Typos.Distance(word, whole) is var distance && distance <= forgiven
            ? Typo + (0.3 * (1 - ((double)distance / Math.Max(word.Length, whole.Length))))
            : null;
    }

    private static double Share(string part, string whole) => (double)part.Length / whole.Length;
}
