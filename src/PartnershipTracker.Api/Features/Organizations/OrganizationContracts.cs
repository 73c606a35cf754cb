namespace PartnershipTracker.Features.Organizations;

/// <summary>The identifiers of an organization in other registers.</summary>
/// <param name="Ticker" example="NVDA">The ticker symbol of the main listing.</param>
/// <param name="Wikidata" example="Q182477">The Wikidata item.</param>
public sealed record ExternalIds(string? Ticker = null, string? Wikidata = null);

/// <summary>The fields that callers write of a company and of an affiliate alike.</summary>
public interface IOrganizationRequest : IKeyedRequest
{
    string? Country { get; }

    string? Website { get; }

    ExternalIds? ExternalIds { get; }
}

/// <summary>The filters of the lists of companies and of affiliates.</summary>
public abstract class OrganizationFilter : KeyedFilter
{
    /// <summary>The ISO 3166-1 alpha-2 code of the country of the head office; repeated = any of them.</summary>
    public string[]? Country { get; init; }

    /// <summary>
    /// An identifier in another register, whole and in either case: the ticker symbol or the Wikidata item; repeated = any of them.
    /// </summary>
    public string[]? ExternalId { get; init; }
}

public abstract class OrganizationFilterValidator<T> : KeyedFilterValidator<T>
    where T : OrganizationFilter
{
    protected OrganizationFilterValidator()
    {
        RuleForEach(f => f.Country).Country();
        RuleForEach(f => f.ExternalId).Line();
    }
}

public abstract class OrganizationValidator<T> : KeyedValidator<T>
    where T : IOrganizationRequest
{
    protected OrganizationValidator()
    {
        RuleFor(o => o.Country).Country();
        RuleFor(o => o.Website).Url();
        RuleFor(o => o.ExternalIds).SetValidator(new ExternalIdsValidator()!);
    }
}

public sealed class ExternalIdsValidator : AbstractValidator<ExternalIds>
{
    public ExternalIdsValidator()
    {
        RuleFor(i => i.Ticker).Pattern("^[A-Z0-9.:-]{1,20}$", 20, "NVDA");
        RuleFor(i => i.Wikidata).Pattern("^Q[1-9][0-9]{0,15}$", 17, "Q182477");
    }
}

public static class OrganizationContracts
{
    public static void Apply(this IOrganizationRequest request, Organization organization)
    {
        KeyedEntities.Apply(organization, request);
        organization.Country = request.Country;
        organization.Website = request.Website;
        organization.Ticker = request.ExternalIds?.Ticker;
        organization.Wikidata = request.ExternalIds?.Wikidata;
    }

    /// <summary>Returns the organizations that match the filters that only they have.</summary>
    public static IQueryable<T> With<T>(this IQueryable<T> found, OrganizationFilter filter)
        where T : Organization
    {
        if (filter.Country is { Length: > 0 } countries)
        {
            found = found.Where(o => countries.Contains(o.Country));
        }

        if (filter.ExternalId is not { Length: > 0 })
        {
            return found;
        }

        var stored = Text.Clean(filter.ExternalId.Select(id => id.ToUpperInvariant())); // both kinds have capital letters only

        return found.Where(o => stored.Contains(o.Ticker) || stored.Contains(o.Wikidata));
    }

    public static ExternalIds ShownExternalIds(this Organization organization) => new(organization.Ticker, organization.Wikidata);
}
