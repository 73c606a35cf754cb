namespace PartnershipTracker.Features.Restorations;

/// <summary>The version of a resource to restore.</summary>
/// <param name="Resource" example="meetings">The collection of the resource.</param>
/// <param name="Id" example="019094ca-3c00-7000-8000-000000000204">The key or UUID of the resource.</param>
/// <param name="Version" example="1">
/// The version to restore, as the history of the resource lists it. The version of a deletion cannot be restored: to restore a deleted
/// resource, send the version before.
/// </param>
public sealed record RestorationRequest(string? Resource = null, string? Id = null, int? Version = null);

/// <summary>The result of a restoration.</summary>
/// <param name="Resource" example="meetings">The collection of the resource.</param>
/// <param name="Id" example="019094ca-3c00-7000-8000-000000000204">The id of the resource.</param>
/// <param name="Version" example="3">The current version, which is also the ETag.</param>
/// <param name="RestoredFrom" example="1">The version that was restored.</param>
/// <param name="Changed" example="true">True when the restoration made a new version; false when nothing had to change.</param>
public sealed record RestorationResponse(string Resource, string Id, int Version, int RestoredFrom, bool Changed)
    : IVersioned, IAuditedRead
{
    internal AuditedRead Restored { get; init; } = null!;

    IEnumerable<AuditedRead> IAuditedRead.Reads => [Restored];

    string IVersioned.EntityTag => ETag.Of(Version, Restored.Shape);
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
