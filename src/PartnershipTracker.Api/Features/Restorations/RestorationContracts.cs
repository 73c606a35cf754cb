using FluentValidation;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Resources.Crud;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Restorations;

/// <summary>Which version of what is to be brought back.</summary>
/// <param name="Resource" example="meetings">The collection that it is, or was, in.</param>
/// <param name="Id" example="019094ca-3c00-7000-8000-000000000204">Its id: a key or a UUID.</param>
/// <param name="Version" example="1">
/// The version to go back to, as its history has it. A deletion shows nothing to go back to: of what was deleted, the one before.
/// </param>
public sealed record RestorationRequest(string? Resource = null, string? Id = null, int? Version = null);

/// <summary>What was brought back.</summary>
/// <param name="Resource" example="meetings">The collection that it is in.</param>
/// <param name="Id" example="019094ca-3c00-7000-8000-000000000204">Its id.</param>
/// <param name="Version" example="3">The version that it has now, which is the ETag.</param>
/// <param name="RestoredFrom" example="1">The version that it is like now.</param>
/// <param name="Changed" example="true">Whether that made a new version; `false` when it was like that already.</param>
public sealed record RestorationResponse(string Resource, string Id, int Version, int RestoredFrom, bool Changed) : IVersioned
{
    string IVersioned.EntityTag => ETag.Of(Version);
}

public sealed class RestorationRequestValidator : AbstractValidator<RestorationRequest>
{
    public RestorationRequestValidator(ResourceCatalog catalog)
    {
        RuleFor(r => r.Resource).NotNull().OneOf([.. catalog.Restorable.Select(r => r.Collection)]);
        RuleFor(r => r.Id).NotNull().Line(Key.MaxLength);
        RuleFor(r => r.Version).NotNull().InclusiveBetween(1, int.MaxValue);
    }
}
