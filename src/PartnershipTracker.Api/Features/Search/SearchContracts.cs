using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using FluentValidation;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Search;

/// <summary>What can be found, by the collection that it is in.</summary>
public enum SearchType
{
    Affiliates,
    Areas,
    Companies,
    Meetings,
    People,
    Trips,
}

/// <summary>How something was found.</summary>
public enum MatchType
{
    Exact,
    Alias,
    WeakAlias,
    Particle,
    Prefix,
    Initials,
    Part,
    Typo,
}

/// <summary>What was found, best first.</summary>
/// <param name="Items">What was found; each thing once, by the name that fits best.</param>
public sealed record SearchResponse([property: MaxLength(ListFilter.MaxLimit)] IReadOnlyList<SearchHit> Items) : IVersioned, IAuditedRead
{
    string IVersioned.EntityTag => ETag.OfText(string.Join('\n', Items.Select(i => i with { Meeting = null })));

    IEnumerable<AuditedRead> IAuditedRead.Reads => Items.Select(i => i.Meeting).OfType<AuditedRead>();

    /// <summary>Of meetings the newest is first: UUIDs of version 7 sort by creation.</summary>
    private static readonly Comparer<SearchHit> ByTypeAndId = Comparer<SearchHit>.Create((one, other) =>
        one.Type != other.Type ? one.Type.CompareTo(other.Type)
        : one.Type is SearchType.Meetings ? string.CompareOrdinal(other.Id, one.Id)
        : string.CompareOrdinal(one.Id, other.Id));

    /// <summary>Each thing once, best first; the type and the id break ties: of meetings the newest is first, whatever the limit.</summary>
    public static SearchResponse Of(IEnumerable<SearchHit> hits, int limit) => new(
    [
        .. hits.GroupBy(h => (h.Type, h.Id))
            .Select(same => same.OrderByDescending(h => h.Score).ThenBy(h => h.MatchType)
                .ThenBy(h => h.MatchedName, StringComparer.Ordinal).First())
            .OrderByDescending(h => h.Score).ThenBy(h => h, ByTypeAndId)
            .Take(limit),
    ]);
}

/// <summary>Something that was found.</summary>
/// <param name="Type" example="affiliates">The collection that it is in.</param>
/// <param name="Id" example="sk-hynix">Its key, or its UUID.</param>
/// <param name="Name">What it is called.</param>
/// <param name="MatchedName" example="하이닉스">The name, alias or title that was found.</param>
/// <param name="MatchType" example="alias">
/// How it was found: `exact`ly a name or title, an `alias`, a `weak_alias` (one that others may have too), behind a Korean `particle`, by
/// its beginning (`prefix`), by the `initials` of its syllables, by a `part` or by all words in another order, or in spite of a `typo`.
/// </param>
/// <param name="Score" example="0.98">
/// How well it fits: 1 exactly a name, 0.98 an alias, 0.95 a weak one; 0.6 to 0.85 a beginning, more the more of the name it is; up to
/// 0.8 initial consonants; 0.4 to 0.6 a part, 0.4 a part of a meeting's title; under 0.4 what is meant in spite of a typo. Behind a
/// particle it is nine tenths of that.
/// </param>
public sealed record SearchHit(
    SearchType Type, [property: MaxLength(Key.MaxLength)] string Id, LocalizedText Name,
    [property: MaxLength(Rules.ShortText)] string MatchedName, MatchType MatchType, [property: Range(0.0, 1.0)] double Score)
{
    /// <summary>Of a meeting, how closely it is held.</summary>
    [JsonIgnore]
    public AuditedRead? Meeting { get; init; }
}

/// <summary>What can be asked of the search.</summary>
public sealed class SearchFilter : Query
{
    /// <summary>
    /// What to look for, in Korean or English: a name, an alias, the beginning or a part of one, with a particle after it or a letter
    /// wrong, or initial consonants. Case, spaces, hyphens and accents do not matter; `%` and `_` are letters.
    /// </summary>
    /// <example>하이닉스와</example>
    public string? Q { get; init; }

    /// <summary>Only what is in these collections; repeated = any of them.</summary>
    public string[]? Type { get; init; }

    /// <summary>How many items there are at most: a ranking has no further pages.</summary>
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

/// <summary>What somebody has typed so far.</summary>
public sealed class SuggestionFilter : Query
{
    /// <summary>The beginning of a name or an alias, the last syllable perhaps half typed, or initial consonants.</summary>
    /// <example>ㅊㅌ</example>
    public string? Q { get; init; }
}

public sealed class SuggestionFilterValidator : AbstractValidator<SuggestionFilter>
{
    public SuggestionFilterValidator() => RuleFor(f => f.Q).NotNull().Line();
}
