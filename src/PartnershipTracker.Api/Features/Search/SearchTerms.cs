namespace PartnershipTracker.Features.Search;

/// <summary>The search text, in each form in which it is compared.</summary>
public sealed class SearchTerms
{
    public SearchTerms(string q)
    {
        _ = Text.TryClean(q, out var text, out _);
        Whole = Letters.Of(text);
        Initials = Letters.OfInitials(text);
        Stems = [.. Particles.Without(text).Select(Letters.Of).Where(stem => stem.Length > 1 && stem != Whole).Distinct()];
        var words = Letters.Words(text);
        Words = [.. words.Select(Letters.Of)];
        StemWords = [.. words.Select(word => Particles.Without(word).Append(word).Select(Letters.Of).MinBy(stem => stem.Length)!)];
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

    /// <summary>True when the text can be a part of a name. A single letter cannot, because too many names contain it.</summary>
    public bool IsPart => Whole.Length > 1 && Initials is null;

    /// <summary>True when the index on titles can find the text. For any other text, every title would have to be read.</summary>
    public bool IsPartOfTitles => IsPart && Words.Any(Letters.IsIndexed);
}
