using FluentValidation;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Resources.Contracts;

/// <summary>A further name of something.</summary>
/// <param name="Name" example="하이닉스">The name.</param>
/// <param name="Weak" example="false">A weak alias (MS) finds, but never resolves by itself in an import.</param>
public sealed record AliasContract(string? Name = null, bool Weak = false);

/// <summary>What can be asked of a list of named things.</summary>
public abstract class KeyedFilter : ListFilter
{
    /// <summary>Part of a Korean or English name or an alias, in any case. `%` and `_` are letters.</summary>
    public string? Q { get; init; }

    /// <summary>`true`: only those who share a name or alias with somebody else, whatever that is; `false`: only the others.</summary>
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

/// <summary>What callers write of everything that is addressed by a key.</summary>
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

/// <summary>What companies, affiliates, people and areas have in common, because each is known by a key, a name and aliases.</summary>
public static class KeyedEntities
{
    public const int MaxAliases = 50;

    public static readonly IReadOnlyList<string> SortKeys = ["name", "-name", "id", "-id", "updatedAt", "-updatedAt"];

    public static Sorting<T> Sorting<T>()
        where T : KeyedEntity => new Sorting<T>()
        .By("name", Web.Lists.Sorting<T>.Key(r => r.SortName), Web.Lists.Sorting<T>.Key(r => r.Id))
        .By("id", Web.Lists.Sorting<T>.Key(r => r.Id))
        .By("updatedAt", Web.Lists.Sorting<T>.Key(r => r.UpdatedAt), Web.Lists.Sorting<T>.Key(r => r.Id));

    public static IReadOnlyList<AliasContract> ShownAliases(this KeyedEntity reference) =>
        [.. reference.Aliases.Select(a => new AliasContract(a)), .. reference.WeakAliases.Select(a => new AliasContract(a, Weak: true))];

    /// <summary>Further names as a cell of a table has them; a weak one is marked.</summary>
    public static string? PrintedAliases(this KeyedEntity reference) => Resources.Tables.Cells.Join(
        [.. reference.Aliases, .. reference.WeakAliases.Select(alias => $"{alias} (weak)")]);

    public static void Apply(this KeyedEntity reference, IKeyedRequest request)
    {
        reference.Name = request.Name!;
        reference.Aliases = [.. (request.Aliases ?? []).Where(a => !a.Weak).Select(a => a.Name!).Distinct()];
        reference.WeakAliases = [.. (request.Aliases ?? []).Where(a => a.Weak).Select(a => a.Name!).Distinct()];
    }

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
