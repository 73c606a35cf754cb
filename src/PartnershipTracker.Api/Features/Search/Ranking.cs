namespace PartnershipTracker.Features.Search;

/// <summary>
/// The ranking of candidates by their similarity to the search terms. Each kind of match has a range of scores. An exact name has the
/// highest score.
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
    private const double Words = 0.1;
    private const double Keyboard = 0.09;

    /// <summary>The difference between the factors of two names that follow each other in a list.</summary>
    private const double NextName = 0.001;

    /// <summary>The factor of a score after a particle was removed, and of a typo in one word of the name.</summary>
    private const double IndirectFactor = 0.9;

    /// <summary>Returns the name as a hit; null when it does not match.</summary>
    public static SearchHit? Of(SearchName name, SearchTerms terms) =>
        (MatchLetters(name, terms.Whole, terms.Words)
            ?? MatchInitials(name, terms.Initials)
            ?? MatchStems(name, terms)
            ?? Best(MatchTypo(name, terms.Whole), MatchWords(name, terms), MatchOtherLayout(name, terms.InOtherLayout)))
        is var (type, score)
        ? new(EnumNames.Read<SearchType>(name.Resource), name.Id, name.Name, name.Text, type, Math.Round(score, 3))
        : null;

    /// <summary>
    /// Returns the title as a hit. A part of a title has the same score in every title, because the candidates are the newest titles and
    /// not the shortest ones.
    /// </summary>
    public static SearchHit Of(MeetingTitle title, SearchTerms terms)
    {
        var both = new[] { title.Ko, title.En }.OfType<string>().Select(text => (Text: text, Letters: Letters.Of(text))).ToArray();
        var exact = Array.Find(both, t => t.Letters == terms.Whole).Text;
        var text = exact ?? both.MaxBy(t => terms.StemWords.Count(t.Letters.Contains)).Text;
        var isWhole = terms.Words.All(word => Array.Exists(both, t => t.Letters.Contains(word, StringComparison.Ordinal)));
        var found = terms.StemWords.Where(word => Array.Exists(both, t => t.Letters.Contains(word, StringComparison.Ordinal)))
            .Sum(word => word.Length);
        var (type, score) = exact is not null ? (MatchType.Exact, Exact)
            : isWhole ? (MatchType.Part, Part)
            : found == terms.StemWords.Sum(word => word.Length) ? (MatchType.Particle, Math.Round(Part * IndirectFactor, 3))
            : (MatchType.Words, Math.Round(Words + (0.15 * Math.Min(1, (double)found / terms.Whole.Length)), 3));

        return new(SearchType.Meetings, $"{title.Id}", new(title.Ko, title.En), text, type, score)
        {
            Meeting = new("meetings", $"{title.Id}", title.Version, new AccessLabel(title.Confidentiality, title.Readers)),
        };
    }

    private static (MatchType Type, double Score)? MatchLetters(SearchName name, string whole, IReadOnlyList<string> words)
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

    private static (MatchType Type, double Score)? MatchInitials(SearchName name, string? initials) =>
        initials is null ? null
        : name.Initials == initials ? (MatchType.Initials, Initials)
        : name.Initials.StartsWith(initials, StringComparison.Ordinal)
            ? (MatchType.Initials, Prefix + (0.15 * Share(initials, name.Initials)))
        : name.Initials.Contains(initials, StringComparison.Ordinal)
            ? (MatchType.Initials, Part + (0.15 * Share(initials, name.Initials)))
        : null;

    private static (MatchType Type, double Score)? MatchStems(SearchName name, SearchTerms terms) => Best(
    [
        .. terms.Stems.Select(stem => MatchLetters(name, stem, [stem])).Select(match => Indirect(match, MatchType.Particle)),
        terms.Words.Count > 1
            ? Indirect(MatchLetters(name, string.Concat(terms.StemWords), terms.StemWords), MatchType.Particle)
            : null,
        .. terms.FormsOf(name.Resource).Select((form, n) => Indirect(MatchLetters(name, form, [form]), MatchType.Variant, n)),
    ]);

    private static (MatchType Type, double Score)? Indirect((MatchType, double Score)? match, MatchType type, int place = 0) =>
        match is { } found ? (type, found.Score * (IndirectFactor - (place * NextName))) : null;

    private static (MatchType Type, double Score)? Best(params (MatchType, double Score)?[] matches) =>
        matches.MaxBy(match => match?.Score ?? 0);

    private static (MatchType Type, double Score)? MatchWords(SearchName name, SearchTerms terms) => terms.Parts
        .Select(part => name.Letters == part ? PartScore(part, terms.Whole)
            : name.Words.Contains($"|{part}", StringComparison.Ordinal) ? PartScore(part, terms.Whole) * IndirectFactor * IndirectFactor
            : 0)
        .DefaultIfEmpty().Max() is > 0 and var score ? (MatchType.Words, score) : null;

    /// <summary>Returns the score of some of the words: more for more letters, and for earlier ones.</summary>
    private static double PartScore(string part, string whole) =>
        Words + (0.25 * Math.Min(1, Share(part, whole))) - (NextName * Math.Clamp(whole.IndexOf(part, StringComparison.Ordinal), 0, 9));

    private static (MatchType Type, double Score)? MatchOtherLayout(SearchName name, string? letters) =>
        letters is not null && MatchLetters(name, letters, [letters]) is { } match ? (MatchType.Keyboard, match.Score * Keyboard) : null;

    private static (MatchType Type, double Score)? MatchTypo(SearchName name, string whole) => Letters.Words(name.Text)
        .Select(word => TypoScore(Letters.Of(word), whole) * IndirectFactor)
        .Append(TypoScore(name.Letters, whole))
        .Max() is { } score ? (MatchType.Typo, score) : null;

    private static double? TypoScore(string word, string whole)
    {
        var allowed = Typos.MaxTypos(Math.Min(word.Length, whole.Length));

        return Math.Abs(word.Length - whole.Length) <= allowed && Typos.Distance(word, whole) is var distance && distance <= allowed
            ? Typo + (0.3 * (1 - ((double)distance / Math.Max(word.Length, whole.Length))))
            : null;
    }

    private static double Share(string part, string whole) => (double)part.Length / whole.Length;
}
