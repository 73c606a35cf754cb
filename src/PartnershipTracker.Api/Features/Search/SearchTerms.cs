using PartnershipTracker.Data.Model;

namespace PartnershipTracker.Features.Search;

/// <summary>What is looked for, in each form in which it is compared.</summary>
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

    /// <summary>All of it.</summary>
    public string Whole { get; }

    /// <summary>The same, where it is initial consonants (ㅊㅌㅇ, skㅎㅇㄴㅅ).</summary>
    public string? Initials { get; }

    /// <summary>All of it without a particle, each way in which it can be read.</summary>
    public IReadOnlyList<string> Stems { get; }

    /// <summary>What all these begin with.</summary>
    public string Root => Stems.MinBy(stem => stem.Length) ?? Whole;

    public IReadOnlyList<string> Words { get; }

    /// <summary>Its words without particles.</summary>
    public IReadOnlyList<string> StemWords { get; }

    /// <summary>Names that only contain it are not told apart by a single letter.</summary>
    public bool IsPart => Whole.Length > 1 && Initials is null;

    /// <summary>What the index on titles can tell: for anything else each of them would have to be looked at.</summary>
    public bool IsPartOfTitles => IsPart && Words.Any(Letters.IsIndexed);
}
