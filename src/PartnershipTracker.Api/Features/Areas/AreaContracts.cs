using PartnershipTracker.Data.Model;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Areas;

/// <summary>A collaboration area.</summary>
/// <param name="Id" example="hbm-packaging">Its key, which never changes.</param>
/// <param name="Name">Its name in Korean and English.</param>
/// <param name="Aliases">Its further names.</param>
/// <param name="Parent" example="hbm">The key of the area above it; null at the top.</param>
/// <param name="Description" example="Stacking and bonding of memory dies with a logic die.">What it covers.</param>
/// <param name="Version" example="1">Its version, which is the ETag.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record AreaResponse(
    string Id, LocalizedText Name, IReadOnlyList<AliasContract> Aliases, string? Parent, string? Description,
    int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt) : IRootResponse<string>, IFrom<Area, AreaResponse>
{
    public static AreaResponse From(Area root) => new(
        root.Id, root.Name, root.ShownAliases(), root.ParentId, root.Description, root.Version, root.CreatedAt, root.UpdatedAt);
}

/// <summary>What callers write of an area.</summary>
/// <param name="Id" example="hbm-packaging">Its key: required to create one by POST; with PUT it is in the URL.</param>
/// <param name="Name">Its name in Korean and English, at least one of them.</param>
/// <param name="Aliases">Its further names.</param>
/// <param name="Parent" example="hbm">The key of the area above it; null at the top. A cycle is refused.</param>
/// <param name="Description" example="Stacking and bonding of memory dies with a logic die.">
/// What it covers; may have several lines.
/// </param>
public sealed record AreaRequest(
    string? Id = null, LocalizedText? Name = null, IReadOnlyList<AliasContract>? Aliases = null,
    string? Parent = null, string? Description = null)
    : IKeyedRequest, IWriteRequest<Area>, IFrom<Area, AreaRequest>
{
    string? IWriteRequest<Area>.Key => Id;

    public static AreaRequest From(Area root) => new(root.Id, root.Name, root.ShownAliases(), root.ParentId, root.Description);

    public IEnumerable<ResourceReference> References() => Parent is null ? [] : [new("#/parent", "areas", Parent)];

    public void ApplyTo(Area root)
    {
        KeyedEntities.Apply(root, this);
        root.ParentId = Parent;
        root.Description = Description;
    }
}

/// <summary>What can be asked of the list of areas.</summary>
public sealed class AreaFilter : KeyedFilter
{
    /// <summary>Only areas directly below one of these.</summary>
    public string[]? Parent { get; init; }
}

public sealed class AreaRequestValidator : KeyedValidator<AreaRequest>
{
    public AreaRequestValidator()
    {
        RuleFor(a => a.Parent).Key();
        RuleFor(a => a.Description).Lines();
    }
}

public sealed class AreaFilterValidator : KeyedFilterValidator<AreaFilter>
{
    public AreaFilterValidator() => RuleForEach(f => f.Parent).Key();
}
