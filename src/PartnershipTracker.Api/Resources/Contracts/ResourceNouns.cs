namespace PartnershipTracker.Resources.Contracts;

/// <summary>The word for one item of a collection, in English and Korean.</summary>
public sealed record Noun(string En, string Ko)
{
    /// <summary>The noun after its indefinite article: <c>an area</c>.</summary>
    public string WithArticle => ("aeiou".Contains(En[0], StringComparison.Ordinal) ? "an " : "a ") + En;

    /// <summary>Returns the noun in the language of the request's messages.</summary>
    public override string ToString() => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName is "ko" ? Ko : En;
}

/// <summary>The nouns of the collections that a reference can name.</summary>
public sealed class ResourceNouns(IReadOnlyDictionary<string, Noun> nouns)
{
    public string Of(string kind) => nouns.GetValueOrDefault(kind)?.ToString() ?? Messages.Noun(kind);
}
