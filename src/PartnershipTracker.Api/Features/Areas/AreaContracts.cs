namespace PartnershipTracker.Features.Areas;

/// <summary>A collaboration area.</summary>
/// <param name="Id" example="hbm-packaging">The key, which never changes.</param>
/// <param name="Name">The name in Korean and English.</param>
/// <param name="Aliases">Further names.</param>
/// <param name="Parent" example="hbm">The key of the parent area; null at the top of the tree.</param>
/// <param name="Description" example="Stacking and bonding of memory dies with a logic die.">The scope of the area.</param>
/// <param name="Version" example="1">The version, which is also the ETag.</param>
/// <param name="CreatedAt">The instant of creation.</param>
/// <param name="UpdatedAt">The instant of the last change.</param>
public sealed record AreaResponse(
    string Id, LocalizedText Name, IReadOnlyList<AliasContract> Aliases, string? Parent, string? Description,
    int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt) : IRootResponse<string>, IFrom<Area, AreaResponse>
{
    public static AreaResponse From(Area root) => new(
        root.Id, root.Name, root.ShownAliases(), root.ParentId, root.Description, root.Version, root.CreatedAt, root.UpdatedAt);
}

/// <summary>The fields of an area that callers write.</summary>
/// <param name="Id" example="hbm-packaging">The key. Required in a POST; a PUT names it in the URL.</param>
/// <param name="Name">
/// The name in Korean, in English or in both. A former name becomes an alias that ends today, unless the aliases are changed too.
/// </param>
/// <param name="Aliases">Further names.</param>
/// <param name="Parent" example="hbm">The key of the parent area; null at the top of the tree. A cycle is refused.</param>
/// <param name="Description" example="Stacking and bonding of memory dies with a logic die.">
/// The scope of the area; may have several lines.
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

/// <summary>The filters of the list of areas.</summary>
public sealed class AreaFilter : KeyedFilter
{
    /// <summary>The key of the parent area: only areas directly below it; repeated = any of them.</summary>
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
