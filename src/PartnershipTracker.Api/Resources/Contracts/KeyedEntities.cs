using System.Text.Json.Serialization;

namespace PartnershipTracker.Resources.Contracts;

/// <summary>A further name of an entity.</summary>
/// <param name="Name" example="하이닉스">The name.</param>
/// <param name="Weak" example="false">True for an alias, such as MS, that a search finds but that identifies nothing in an import.</param>
/// <param name="Until" example="2021-10">
/// The date until which the alias was in use, such as that of a former name; absent if it still is, or if no date is known.
/// </param>
public sealed record AliasContract(
    string? Name = null, bool Weak = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] FuzzyDate? Until = null);

/// <summary>The query parameters for entities with a key.</summary>
public abstract class KeyedFilter : ListFilter
{
    /// <summary>A part of a Korean or English name or an alias, in upper or lower case. `%` and `_` match only themselves.</summary>
    public string? Q { get; init; }

    /// <summary>`true`: only those that share a name or alias with another entity of any collection. `false`: only the others.</summary>
    public string? SharedName { get; init; }
}

public abstract class KeyedFilterValidator<T> : ListFilterValidator<T>
    where T : KeyedFilter
{
    protected KeyedFilterValidator()
        : base(KeyedEntities.SortKeys)
    {
        RuleFor(f => f.Q).Line();
        RuleFor(f => f.SharedName).Flag();
    }
}

/// <summary>The common members of requests for entities with a key.</summary>
public interface IKeyedRequest
{
    string? Id { get; }

    LocalizedText? Name { get; }

    IReadOnlyList<AliasContract>? Aliases { get; }
}

public abstract class KeyedValidator<T> : AbstractValidator<T>
    where T : IKeyedRequest
{
    protected KeyedValidator()
    {
        RuleFor(r => r.Id).Key();
        RuleFor(r => r.Name).Named();
        RuleFor(r => r.Aliases).AtMost(KeyedEntities.MaxAliases).DistinctIds(a => a.Name);
        RuleForEach(r => r.Aliases).SetValidator(new AliasValidator());
    }
}

public sealed class AliasValidator : AbstractValidator<AliasContract>
{
    public AliasValidator() => RuleFor(a => a.Name).NotNull().Line();
}

/// <summary>The common behaviour of companies, affiliates, people and areas, which have a key, a name and aliases.</summary>
public static class KeyedEntities
{
    public const int MaxAliases = 50;

    public static readonly IReadOnlyList<string> SortKeys = ["name", "-name", "id", "-id", "updatedAt", "-updatedAt"];

    public static Sorting<T> Sorting<T>()
        where T : KeyedEntity => new Sorting<T>()
        .By("name", Web.Lists.Sorting<T>.Key(r => r.SortName), Web.Lists.Sorting<T>.Key(r => r.Id))
        .By("id", Web.Lists.Sorting<T>.Key(r => r.Id))
        .By("updatedAt", Web.Lists.Sorting<T>.Key(r => r.UpdatedAt), Web.Lists.Sorting<T>.Key(r => r.Id));

    public static IReadOnlyList<AliasContract> ShownAliases(this KeyedEntity entity) =>
    [
        .. entity.Aliases.Select(a => new AliasContract(a, Until: entity.EndOf(a))),
        .. entity.WeakAliases.Select(a => new AliasContract(a, Weak: true, entity.EndOf(a))),
    ];

    public static FuzzyDate? EndOf(this KeyedEntity entity, string alias) =>
        entity.AliasEnds.TryGetValue(alias, out var until) ? FuzzyDate.Parse(until) : null;

    /// <summary>Returns the aliases as a cell of a table, in which weak ones and those with an end are marked.</summary>
    public static string? PrintedAliases(this KeyedEntity entity) => Resources.Tables.NameList.Print(Resources.Tables.Cells.JoinAliases(
        entity.ShownAliases().Select(alias => (alias.Name!, alias.Weak, alias.Until?.Edtf))));

    public static void Apply(this KeyedEntity entity, IKeyedRequest request)
    {
        entity.Name = request.Name!;
        entity.Aliases = [.. (request.Aliases ?? []).Where(a => !a.Weak).Select(a => a.Name!).Distinct()];
        entity.WeakAliases = [.. (request.Aliases ?? []).Where(a => a.Weak).Select(a => a.Name!).Distinct()];
        entity.AliasEnds = (request.Aliases ?? []).Where(a => a.Until is not null).DistinctBy(a => a.Name)
            .ToDictionary(a => a.Name!, a => a.Until!.Edtf, StringComparer.Ordinal);
    }

    /// <summary>
    /// Keeps the former name as an alias that ends today, unless other names have the same letters or the aliases have been changed too. A
    /// name that is in use again is no alias; one that was taken back on the day of its change was an error, and is not kept.
    /// </summary>
    public static void KeepFormerName(
        this KeyedEntity entity, LocalizedText former, IReadOnlyList<AliasContract> formerAliases, DateOnly today)
    {
        if (former == entity.Name || !entity.ShownAliases().SequenceEqual(formerAliases))
        {
            return;
        }

        var end = Day.Print(today);
        var back = entity.Aliases.FindAll(a => entity.AliasEnds.ContainsKey(a) && entity.Name.Has(a));
        var known = entity.Aliases.Concat(entity.WeakAliases).Except(back).Select(Letters.Of).ToHashSet();
        var kept = new[] { (Was: former.Ko, Is: entity.Name.Ko), (Was: former.En, Is: entity.Name.En) }
            .Where(name => name.Was is not null && !entity.Name.Has(name.Was) && !known.Contains(Letters.Of(name.Was))
                && !back.Exists(a => entity.AliasEnds[a] == end && new LocalizedText(name.Is).Has(a)))
            .Select(name => name.Was!).DistinctBy(Letters.Of).ToList();

        entity.Aliases = [.. entity.Aliases.Except(back), .. kept];
        entity.AliasEnds = entity.AliasEnds.Where(alias => !back.Contains(alias.Key) && !kept.Contains(alias.Key))
            .Concat(kept.Select(name => KeyValuePair.Create(name, end)))
            .ToDictionary(StringComparer.Ordinal);
    }

    private static bool Has(this LocalizedText name, string text) =>
        new[] { name.Ko, name.En }.Any(one => one is not null && Letters.Of(one) == Letters.Of(text));

    public static IQueryable<T> Matching<T>(this IQueryable<T> found, TrackerDb db, KeyedFilter filter)
        where T : KeyedEntity
    {
        found = found.ChangedSince(filter).Where(filter.SharedName, r => db.WithSharedName().Contains(r.Id));

        return Text.Containing(filter.Q) is { } part
            ? found.Where(r => EF.Functions.ILike(r.Name.Ko!, part, "\\") || EF.Functions.ILike(r.Name.En!, part, "\\")
                || r.Aliases.Any(a => EF.Functions.ILike(a, part, "\\")) || r.WeakAliases.Any(a => EF.Functions.ILike(a, part, "\\")))
            : found;
    }
}
