namespace PartnershipTracker.Features.People;

/// <summary>An executive of the group or of a partner.</summary>
/// <param name="Id" example="sam-altman">The key, which never changes.</param>
/// <param name="Name">The name in Korean and English.</param>
/// <param name="Aliases">Further names.</param>
/// <param name="Positions">The present and past positions at companies and affiliates.</param>
/// <param name="Version" example="1">The version, which is also the ETag.</param>
/// <param name="CreatedAt">The instant of creation.</param>
/// <param name="UpdatedAt">The instant of the last change.</param>
public sealed record PersonResponse(
    string Id, LocalizedText Name, IReadOnlyList<AliasContract> Aliases, IReadOnlyList<PositionResponse> Positions,
    int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt) : IRootResponse<string>, IFrom<Person, PersonResponse>
{
    public static PersonResponse From(Person root) => new(
        root.Id, root.Name, root.ShownAliases(), [.. root.Positions.InOrder().Select(PositionResponse.Of)],
        root.Version, root.CreatedAt, root.UpdatedAt);
}

/// <summary>A present or past position of a person at an organization.</summary>
/// <param name="Id">The id of the position. It stays the same when the person is replaced with that id.</param>
/// <param name="Organization" example="openai">The key of the company or affiliate.</param>
/// <param name="Title">The job title in Korean and English.</param>
/// <param name="From">The start date, as precise as the source states it; null: no source states it.</param>
/// <param name="To">
/// The end date, as precise as the source states it; null: no source states an end; `XXXX`: it has ended at an unknown time.
/// </param>
/// <param name="Disputed" example="false">True when an unretracted source contradicts the position.</param>
/// <param name="Unsupported" example="false">True when no unretracted source supports the position.</param>
public sealed record PositionResponse(
    Guid Id, string Organization, LocalizedText Title, FuzzyDate? From, FuzzyDate? To, bool Disputed, bool Unsupported)
{
    public static PositionResponse Of(Position part) => new(
        part.Id, part.OrganizationId, part.Title, part.From, part.To, part.Disputed, part.IsUnsupported());
}

/// <summary>The fields of a person that callers write.</summary>
/// <param name="Id" example="sam-altman">The key. Required in a POST; a PUT names it in the URL.</param>
/// <param name="Name">
/// The name in Korean, in English or in both. A former name becomes an alias that ends today, unless the aliases are changed too.
/// </param>
/// <param name="Aliases">Further names.</param>
/// <param name="Positions">
/// The present and past positions at companies and affiliates. A position with an id replaces the one with that id. A position without an
/// id is new. Positions that are not in the list are deleted.
/// </param>
public sealed record PersonRequest(
    string? Id = null, LocalizedText? Name = null, IReadOnlyList<AliasContract>? Aliases = null,
    IReadOnlyList<PositionRequest>? Positions = null)
    : IKeyedRequest, IWriteRequest<Person>, IFrom<Person, PersonRequest>
{
    string? IWriteRequest<Person>.Key => Id;

    public static PersonRequest From(Person root) => new(
        root.Id, root.Name, root.ShownAliases(),
        [.. root.Positions.InOrder().Select(p => new PositionRequest(p.Id, p.OrganizationId, p.Title, p.From, p.To))]);

    public IEnumerable<ResourceReference> References() =>
        (Positions ?? []).Index().SelectMany(p => p.Item.References($"#/positions/{p.Index}"));

    public void ApplyTo(Person root)
    {
        KeyedEntities.Apply(root, this);
        root.Positions.Become(Positions ?? [], p => p.Id, id => new() { Id = id }, (request, part) => request.ApplyTo(part));
    }
}

/// <summary>The fields of a position that callers write.</summary>
/// <param name="Id">The id of the position to replace; absent for a new one.</param>
/// <param name="Organization" example="openai">The key of the company or affiliate.</param>
/// <param name="Title">The job title in Korean, in English or in both.</param>
/// <param name="From">The start date, as precise as the source states it; null: no source states it.</param>
/// <param name="To">
/// The end date, as precise as the source states it; null: no source states an end; `XXXX`: it has ended at an unknown time. It must not
/// precede `from`.
/// </param>
/// <param name="Disputed" example="false">Ignored: a computed field, accepted so that a response can be sent back.</param>
/// <param name="Unsupported" example="false">Ignored: a computed field, accepted so that a response can be sent back.</param>
public sealed record PositionRequest(
    Guid? Id = null, string? Organization = null, LocalizedText? Title = null, FuzzyDate? From = null, FuzzyDate? To = null,
    bool? Disputed = null, bool? Unsupported = null)
{
    public IEnumerable<ResourceReference> References(string pointer)
    {
        yield return new($"{pointer}/organization", ResourceReference.Organizations, Organization!);

        if (Id is { } id)
        {
            yield return new($"{pointer}/id", ResourceReference.OwnParts, id.ToString());
        }
    }

    public void ApplyTo(Position part) =>
        (part.OrganizationId, part.Title, part.From, part.To) = (Organization!, Title!, From?.OrNull, To);
}

/// <summary>The filters of the list of people.</summary>
public sealed class PersonFilter : KeyedFilter
{
    /// <summary>
    /// The key of a company or affiliate: only people with a present or past position there; repeated = any of them.
    /// </summary>
    public string[]? Organization { get; init; }
}

public sealed class PersonRequestValidator : KeyedValidator<PersonRequest>
{
    public PersonRequestValidator()
    {
        RuleFor(p => p.Positions).AtMost(Rules.ManyItems).DistinctIds(p => p.Id);
        RuleForEach(p => p.Positions).SetValidator(new PositionValidator());
    }
}

public sealed class PositionValidator : AbstractValidator<PositionRequest>
{
    public PositionValidator()
    {
        RuleFor(p => p.Organization).NotNull().Key();
        RuleFor(p => p.Title).Named();
        RuleFor(p => p.To).Must((p, to) => to is null || p.From?.OrNull is not { } from || to.Latest >= from.Earliest)
            .WithErrorCode("before_start");
    }
}

public sealed class PersonFilterValidator : KeyedFilterValidator<PersonFilter>
{
    public PersonFilterValidator() => RuleForEach(f => f.Organization).Key();
}
