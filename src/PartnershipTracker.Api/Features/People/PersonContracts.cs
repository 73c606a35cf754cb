using FluentValidation;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.People;

/// <summary>An executive, ours or theirs.</summary>
/// <param name="Id" example="sam-altman">Their key, which never changes.</param>
/// <param name="Name">Their name in Korean and English.</param>
/// <param name="Aliases">Their further names.</param>
/// <param name="Positions">What they are or were, and where.</param>
/// <param name="Version" example="1">The version, which is the ETag.</param>
/// <param name="CreatedAt">When they were registered.</param>
/// <param name="UpdatedAt">When the entry was last changed.</param>
public sealed record PersonResponse(
    string Id, LocalizedText Name, IReadOnlyList<AliasContract> Aliases, IReadOnlyList<PositionResponse> Positions,
    int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt) : IRootResponse<string>, IFrom<Person, PersonResponse>
{
    public static PersonResponse From(Person root) => new(
        root.Id, root.Name, root.ShownAliases(), [.. root.Positions.InOrder().Select(PositionResponse.Of)],
        root.Version, root.CreatedAt, root.UpdatedAt);
}

/// <summary>What a person is or was at an organization.</summary>
/// <param name="Id">Its id, which it keeps when the person is replaced.</param>
/// <param name="Organization" example="openai">The key of the company or affiliate.</param>
/// <param name="Title">The title in Korean and English.</param>
/// <param name="From">Since when; null where nobody said.</param>
/// <param name="To">Until when; null while it lasts, as far as anybody said.</param>
/// <param name="Disputed" example="false">Whether a source that stands contradicts it.</param>
/// <param name="Unsupported" example="false">Whether no source that stands supports it.</param>
public sealed record PositionResponse(
    Guid Id, string Organization, LocalizedText Title, FuzzyDate? From, FuzzyDate? To, bool Disputed, bool Unsupported)
{
    public static PositionResponse Of(Position part) => new(
        part.Id, part.OrganizationId, part.Title, part.From, part.To, part.Disputed, part.IsUnsupported());
}

/// <summary>What callers write of a person.</summary>
/// <param name="Id" example="sam-altman">Their key: required to create one by POST; with PUT it is in the URL.</param>
/// <param name="Name">Their name in Korean and English, at least one of them.</param>
/// <param name="Aliases">Their further names.</param>
/// <param name="Positions">
/// What they are or were, and where. A position that is sent with its id is kept, others are new, and what is left out goes.
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

    public IEnumerable<ResourceReference> References() => (Positions ?? []).Index().SelectMany(p => p.Item.Mentions($"#/positions/{p.Index}"));

    public void ApplyTo(Person root)
    {
        KeyedEntities.Apply(root, this);
        root.Positions.Become(Positions ?? [], p => p.Id, id => new() { Id = id }, (wanted, part) => wanted.ApplyTo(part));
    }
}

/// <summary>What callers write of a position.</summary>
/// <param name="Id">The id of the position to keep; left out for a new one.</param>
/// <param name="Organization" example="openai">The key of the company or affiliate.</param>
/// <param name="Title">The title in Korean and English, at least one of them.</param>
/// <param name="From">Since when; null where nobody said.</param>
/// <param name="To">Until when; null while it lasts, as far as anybody said.</param>
/// <param name="Disputed" example="false">As it was shown; what is sent of it does not count.</param>
/// <param name="Unsupported" example="false">As it was shown; what is sent of it does not count.</param>
public sealed record PositionRequest(
    Guid? Id = null, string? Organization = null, LocalizedText? Title = null, FuzzyDate? From = null, FuzzyDate? To = null,
    bool? Disputed = null, bool? Unsupported = null)
{
    public IEnumerable<ResourceReference> Mentions(string pointer)
    {
        yield return new($"{pointer}/organization", ResourceReference.Organizations, Organization!);

        if (Id is { } id)
        {
            yield return new($"{pointer}/id", ResourceReference.OwnParts, id.ToString());
        }
    }

    public void ApplyTo(Position part) =>
        (part.OrganizationId, part.Title, part.From, part.To) = (Organization!, Title!, From, To);
}

/// <summary>What can be asked of the list of people.</summary>
public sealed class PersonFilter : KeyedFilter
{
    /// <summary>Only people with a position, present or past, at one of these companies or affiliates.</summary>
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
        RuleFor(p => p.To).Must((p, to) => to is null || p.From is null || to.Latest >= p.From.Earliest).WithErrorCode("before_start");
    }
}

public sealed class PersonFilterValidator : KeyedFilterValidator<PersonFilter>
{
    public PersonFilterValidator() => RuleForEach(f => f.Organization).Key();
}
