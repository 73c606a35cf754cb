namespace PartnershipTracker.Features.Search;

/// <summary>The search text, in each form in which it is compared.</summary>
public sealed class SearchTerms
{
    /// <summary>The maximum numbers of names and of words that are searched one by one.</summary>
    private const int MaxForms = 20;
    private const int MaxWords = 10;

    /// <summary>The minimum number of letters of a text that may be typed in the wrong keyboard layout.</summary>
    private const int MinLettersOfLayout = 3;

    /// <summary>The minimum number of letters of some of the words with which a word of a name may begin.</summary>
    private const int MinLettersOfBeginning = 3;

    private readonly string _text;
    private readonly Dictionary<string, IReadOnlyList<string>> _forms = [];

    public SearchTerms(string q)
    {
        _ = Text.TryClean(q, out var text, out _);
        _text = text;
        Whole = Letters.Of(text);
        Initials = Letters.OfInitials(text);
        Stems = [.. Particles.Without(text).Select(Letters.Of).Where(stem => stem.Length > 1 && stem != Whole).Distinct()];
        var words = Letters.Words(NameForms.WithoutQuotes(text));
        Words = [.. words.Select(Letters.Of)];
        StemWords = [.. words.Select(word => Particles.Without(word).Append(word).Select(Letters.Of).MinBy(stem => stem.Length)!)];
        Parts = [.. PartsOf(Words).Concat(PartsOf(StemWords)).Distinct().OrderByDescending(part => part.Length)];
        InOtherLayout = KeyboardLayouts.Switch(text) is { } other && Letters.Of(other) is { Length: >= MinLettersOfLayout } typed
            ? typed
            : null;
    }

    /// <summary>The letters of the whole text.</summary>
    public string Whole { get; }

    /// <summary>The letters of a text of initial consonants (ㅊㅌㅇ, skㅎㅇㄴㅅ); null for any other text.</summary>
    public string? Initials { get; }

    /// <summary>The letters of the whole text without its particle, for each possible reading.</summary>
    public IReadOnlyList<string> Stems { get; }

    /// <summary>The shortest stem, with which the whole text and all stems begin.</summary>
    public string ShortestStem => Stems.MinBy(stem => stem.Length) ?? Whole;

    public IReadOnlyList<string> Words { get; }

    /// <summary>The words without particles.</summary>
    public IReadOnlyList<string> StemWords { get; }

    /// <summary>The letters of consecutive words, but not of all of them, with and without particles, the longest first.</summary>
    public IReadOnlyList<string> Parts { get; }

    /// <summary>The letters that the same keys give in the other keyboard layout; null for a text that has none.</summary>
    public string? InOtherLayout { get; }

    /// <summary>True when the text can be a part of a name. A single letter cannot, because too many names contain it.</summary>
    public bool IsPart => Whole.Length > 1 && Initials is null;

    /// <summary>True when the index on titles can find the text. For any other text, every title would have to be read.</summary>
    public bool IsPartOfTitles => IsPart && Words.Any(Letters.IsIndexed);

    /// <summary>Returns the letters of the names in the text, as people write names of a collection: see <see cref="NameForms"/>.</summary>
    public IReadOnlyList<string> FormsOf(string resource) => _forms.TryGetValue(resource, out var known)
        ? known
        : _forms[resource] = [.. NameForms.In(_text, resource).Select(Letters.Of).Where(form => form != Whole).Distinct().Take(MaxForms)];

    /// <summary>Returns the letters that whole names are compared with, the best match first.</summary>
    public string[] Exact(IEnumerable<string> resources) =>
        [.. Stems.Prepend(Whole).Concat(Forms(resources)).Concat(Parts).Concat(OtherLayouts).Distinct()];

    /// <summary>Returns the letters with which a word of a name may begin, the best match first.</summary>
    public string[] Beginnings(IEnumerable<string> resources) =>
        [.. Forms(resources).Concat(Parts.Where(part => part.Length >= MinLettersOfBeginning)).Concat(OtherLayouts).Distinct()];

    private IEnumerable<string> OtherLayouts => InOtherLayout is null ? [] : [InOtherLayout];

    private IEnumerable<string> Forms(IEnumerable<string> resources) => resources.SelectMany(FormsOf);

    private static IEnumerable<string> PartsOf(IReadOnlyList<string> words) =>
        from start in Enumerable.Range(0, Math.Min(words.Count, MaxWords))
        from count in Enumerable.Range(1, Math.Min(words.Count, MaxWords) - start)
        let part = string.Concat(words.Skip(start).Take(count))
        where count < words.Count && part.Length > 1
        select part;
}
