using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PartnershipTracker.Features.Search;

/// <summary>The collections that can be searched.</summary>
public enum SearchType
{
    Affiliates,
    Areas,
    Companies,
    Meetings,
    People,
    Trips,
}

/// <summary>The ways in which a name can match.</summary>
public enum MatchType
{
    Exact,
    Alias,
    WeakAlias,
    Particle,
    Variant,
    Prefix,
    Initials,
    Part,
    Typo,
    Words,
    Keyboard,
}

/// <summary>The results of a search, best match first.</summary>
/// <param name="Items">The results. Each resource occurs once, with the name that matches best.</param>
public sealed record SearchResponse([property: MaxLength(ListFilter.MaxLimit)] IReadOnlyList<SearchHit> Items) : IVersioned, IAuditedRead
{
    string IVersioned.EntityTag => ETag.OfText(string.Join('\n', Items.Select(i => i with { Meeting = null })));

    IEnumerable<AuditedRead> IAuditedRead.Reads => Items.Select(i => i.Meeting).OfType<AuditedRead>();

    /// <summary>The order by type and id. Among meetings the newest comes first: UUIDs of version 7 sort by creation.</summary>
    private static readonly Comparer<SearchHit> ByTypeAndId = Comparer<SearchHit>.Create((one, other) =>
        one.Type != other.Type ? one.Type.CompareTo(other.Type)
        : one.Type is SearchType.Meetings ? string.CompareOrdinal(other.Id, one.Id)
        : string.CompareOrdinal(one.Id, other.Id));

    /// <summary>
    /// Returns each resource once, best match first. The type and the id break ties, so the limit does not change the order.
    /// </summary>
    public static SearchResponse Of(IEnumerable<SearchHit> hits, int limit) => new(
    [
        .. hits.GroupBy(h => (h.Type, h.Id))
            .Select(same => same.OrderByDescending(h => h.Score).ThenBy(h => h.MatchType)
                .ThenBy(h => h.MatchedName, StringComparer.Ordinal).First())
            .OrderByDescending(h => h.Score).ThenBy(h => h, ByTypeAndId)
            .Take(limit),
    ]);
}

/// <summary>A result of a search.</summary>
/// <param name="Type" example="affiliates">The collection of the resource.</param>
/// <param name="Id" example="sk-hynix">The key or the UUID of the resource.</param>
/// <param name="Name">The name or title in Korean and English.</param>
/// <param name="MatchedName" example="하이닉스">The name, alias or title that matches.</param>
/// <param name="MatchType" example="alias">
/// The way in which the name matches: `exact`, the whole name or title; `alias`, a whole alias; `weak_alias`, an alias that others may have
/// too; `particle`, a match after a particle was removed; `variant`, a match of a name in the text, without legal form, title, quotation
/// marks and brackets; `prefix`, the beginning of a name; `initials`, the initial consonants of its syllables; `part`, a part of a name or
/// its words in another order; `typo`, a name with a few wrong letters; `words`, some of the words of the text; `keyboard`, a name that was
/// typed in the wrong keyboard layout.
/// </param>
/// <param name="Score" example="0.98">
/// The score from 0 to 1: 1 for a name, 0.98 for an alias and 0.95 for a weak alias as a whole; 0.6 to 0.85 for a prefix, more for a longer
/// part of the name; up to 0.8 for initial consonants; 0.4 to 0.6 for a part, 0.4 for a part of a meeting's title; below 0.4 for a typo
/// and for some of the words; below 0.1 for the wrong keyboard layout. A match without a particle and a variant have nine tenths of the
/// score.
/// </param>
public sealed record SearchHit(
    SearchType Type, [property: MaxLength(Key.MaxLength)] string Id, LocalizedText Name,
    [property: MaxLength(Rules.ShortText)] string MatchedName, MatchType MatchType, [property: Range(0.0, 1.0)] double Score)
{
    /// <summary>The meeting with its access label, for the audit; null for other resources.</summary>
    [JsonIgnore]
    public AuditedRead? Meeting { get; init; }
}

/// <summary>The parameters of a search.</summary>
public sealed class SearchFilter : Query
{
    /// <summary>
    /// The search text, in Korean or English: a name, an alias, or the beginning or a part of one, or initial consonants. A particle after
    /// the name, legal forms, titles, brackets and a wrong letter are tolerated. Matches of some of the words follow. Case, spaces, hyphens
    /// and accents are ignored. `%` and `_` stand for themselves.
    /// </summary>
    /// <example>하이닉스와</example>
    public string? Q { get; init; }

    /// <summary>The collection to search; repeated = any of them. All collections by default.</summary>
    public string[]? Type { get; init; }

    /// <summary>The maximum number of items, 1 to 200; 50 by default. A ranking has no further pages.</summary>
    [DefaultValue(ListFilter.DefaultLimit)]
    public string? Limit { get; init; }

    internal int Take => Limit is null ? ListFilter.DefaultLimit : int.Parse(Limit, CultureInfo.InvariantCulture);

    internal string[] Types => Type is { Length: > 0 } types ? types : [.. EnumNames.Names(typeof(SearchType))];
}

public sealed class SearchFilterValidator : AbstractValidator<SearchFilter>
{
    public SearchFilterValidator()
    {
        RuleFor(f => f.Q).NotNull().Line();
        RuleForEach(f => f.Type).OneOf(default(SearchType?));
        RuleFor(f => f.Limit).Whole(1, ListFilter.MaxLimit);
    }
}

/// <summary>The parameters of a request for suggestions.</summary>
public sealed class SuggestionFilter : Query
{
    /// <summary>
    /// The beginning of a name, of an alias or of a word in one, or initial consonants. The last syllable may be incomplete.
    /// </summary>
    /// <example>ㅊㅌ</example>
    public string? Q { get; init; }
}

public sealed class SuggestionFilterValidator : AbstractValidator<SuggestionFilter>
{
    public SuggestionFilterValidator() => RuleFor(f => f.Q).NotNull().Line();
}
