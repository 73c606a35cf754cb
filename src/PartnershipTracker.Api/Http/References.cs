using FluentValidation;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;

namespace PartnershipTracker.Http;

/// <summary>A further name of something.</summary>
/// <param name="Name" example="하이닉스">The name.</param>
/// <param name="Weak" example="false">A weak alias (MS) finds, but never resolves by itself in an import.</param>
public sealed record AliasContract(string? Name = null, bool Weak = false);

/// <summary>What can be asked of a list of named things.</summary>
public abstract class ReferenceFilter : ListFilter
{
    /// <summary>Part of a Korean or English name or an alias, in any case. `%` and `_` are letters.</summary>
    public string? Q { get; init; }

    /// <summary>`true`: only those who share a name or alias with somebody else, whatever that is; `false`: only the others.</summary>
    public string? SharedName { get; init; }
}

public abstract class ReferenceFilterValidator<T> : ListFilterValidator<T>
    where T : ReferenceFilter
{
    protected ReferenceFilterValidator()
        : base(References.SortKeys)
    {
        RuleFor(f => f.Q).Line();
        RuleFor(f => f.SharedName).Flag();
    }
}

/// <summary>What callers write of everything that is addressed by a key.</summary>
public interface IReferenceRequest
{
    string? Id { get; }

    LocalizedText? Name { get; }

    IReadOnlyList<AliasContract>? Aliases { get; }
}

public abstract class ReferenceValidator<T> : AbstractValidator<T>
    where T : IReferenceRequest
{
    protected ReferenceValidator()
    {
        RuleFor(r => r.Id).Key();
        RuleFor(r => r.Name).Named();
        RuleFor(r => r.Aliases).AtMost(References.MaxAliases).DistinctIds(a => a.Name);
        RuleForEach(r => r.Aliases).SetValidator(new AliasValidator());
    }
}

public sealed class AliasValidator : AbstractValidator<AliasContract>
{
    public AliasValidator() => RuleFor(a => a.Name).NotNull().Line();
}

/// <summary>What companies, affiliates, people and areas have in common, because each is known by a key, a name and aliases.</summary>
public static class References
{
    public const int MaxAliases = 50;

    public static readonly IReadOnlyList<string> SortKeys = ["name", "-name", "id", "-id", "updatedAt", "-updatedAt"];

    public static Sorting<T> Sorting<T>()
        where T : Reference => new Sorting<T>()
        .By("name", Http.Sorting<T>.Key(r => r.SortName), Http.Sorting<T>.Key(r => r.Id))
        .By("id", Http.Sorting<T>.Key(r => r.Id))
        .By("updatedAt", Http.Sorting<T>.Key(r => r.UpdatedAt), Http.Sorting<T>.Key(r => r.Id));

    public static IReadOnlyList<AliasContract> ShownAliases(this Reference reference) =>
        [.. reference.Aliases.Select(a => new AliasContract(a)), .. reference.WeakAliases.Select(a => new AliasContract(a, Weak: true))];

    /// <summary>Further names as a cell of a table has them; a weak one is marked.</summary>
    public static string? PrintedAliases(this Reference reference) => Exports.Cells.Join(
        [.. reference.Aliases, .. reference.WeakAliases.Select(alias => $"{alias} (weak)")]);

    public static void Take(this Reference reference, IReferenceRequest request)
    {
        reference.Name = request.Name!;
        reference.Aliases = [.. (request.Aliases ?? []).Where(a => !a.Weak).Select(a => a.Name!).Distinct()];
        reference.WeakAliases = [.. (request.Aliases ?? []).Where(a => a.Weak).Select(a => a.Name!).Distinct()];
    }

    public static IQueryable<T> Matching<T>(this IQueryable<T> found, TrackerDb db, ReferenceFilter filter)
        where T : Reference
    {
        found = found.ChangedSince(filter);

        if (filter.SharedName is not null)
        {
            found = found.Where(r => (filter.SharedName == "true") == db.WithSharedName().Contains(r.Id));
        }

        return Text.Containing(filter.Q) is { } part
            ? found.Where(r => EF.Functions.ILike(r.Name.Ko!, part, "\\") || EF.Functions.ILike(r.Name.En!, part, "\\")
                || r.Aliases.Any(a => EF.Functions.ILike(a, part, "\\")) || r.WeakAliases.Any(a => EF.Functions.ILike(a, part, "\\")))
            : found;
    }
}
