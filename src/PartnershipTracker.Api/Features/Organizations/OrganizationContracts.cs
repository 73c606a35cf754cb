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

    public static ExternalIds ShownExternalIds(this Organization organization) => new(organization.Ticker, organization.Wikidata);
}
