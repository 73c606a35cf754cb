using System.ComponentModel.DataAnnotations;

namespace PartnershipTracker.Features.Collaborations;

/// <summary>The collaboration of an affiliate with a company in an area.</summary>
/// <param name="Id">The id.</param>
/// <param name="ExternalId" example="crm-4711">The id of the collaboration in another system.</param>
/// <param name="Affiliate" example="sk-hynix">The key of the affiliate.</param>
/// <param name="Company" example="tsmc">The key of the company.</param>
/// <param name="Area" example="hbm-packaging">The key of the area.</param>
/// <param name="Stage" example="active">The present stage: that of the last entry of the history.</param>
/// <param name="Stages">The history of the stages, oldest first.</param>
/// <param name="Description" example="Packaging of the next generation of HBM.">The subject of the collaboration.</param>
/// <param name="Disputed" example="false">True when an unretracted source contradicts the collaboration.</param>
/// <param name="Unsupported" example="false">True when no unretracted source supports the collaboration.</param>
/// <param name="Modalities">
/// The ways in which unretracted sources support the collaboration, the strongest first: `stated`, `quoted`, `interpretation`, `hearsay`,
/// `plan`, `forecast`. It is empty when none supports the collaboration.
/// </param>
/// <param name="Version" example="1">The version, which is also the ETag.</param>
/// <param name="CreatedAt">The instant of creation.</param>
/// <param name="UpdatedAt">The instant of the last change.</param>
public sealed record CollaborationResponse(
    Guid Id, string? ExternalId, string Affiliate, string Company, string Area,
    CollaborationStage Stage, IReadOnlyList<StageResponse> Stages, string? Description,
    bool Disputed, bool Unsupported, [property: MaxLength(6)] IReadOnlyList<Modality> Modalities, int Version, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
    : IRootResponse<Guid>, IFrom<Collaboration, CollaborationResponse>
{
    public static CollaborationResponse From(Collaboration root) => new(
        root.Id, root.ExternalId, root.AffiliateId, root.CompanyId, root.AreaId, root.Stage,
        [.. root.Stages.InOrder().Select(StageResponse.From)],
        root.Description, root.Disputed, root.IsUnsupported(), root.SupportingModalities(), root.Version, root.CreatedAt, root.UpdatedAt);
}

/// <summary>An entry of a collaboration's history: a stage, with its dates.</summary>
/// <param name="Id">The id of the entry. It stays the same when the collaboration is replaced with that id.</param>
/// <param name="Stage" example="active">The stage.</param>
/// <param name="Since">The start date of the stage, as precise as the source states it; null: no source states it.</param>
/// <param name="Reported">The date on which a source reported the stage.</param>
/// <param name="Disputed" example="false">True when an unretracted source contradicts the entry.</param>
/// <param name="Unsupported" example="false">True when no unretracted source supports the entry.</param>
public sealed record StageResponse(
    Guid Id, CollaborationStage Stage, FuzzyDate? Since, FuzzyDate? Reported, bool Disputed, bool Unsupported)
{
    public static StageResponse From(StageEntry part) => new(
        part.Id, part.Stage, part.Since, part.Reported, part.Disputed, part.IsUnsupported());
}

/// <summary>The fields of a collaboration that callers write.</summary>
/// <param name="ExternalId" example="crm-4711">The id of the collaboration in another system; unique among collaborations.</param>
/// <param name="Affiliate" example="sk-hynix">The key of the affiliate.</param>
/// <param name="Company" example="tsmc">The key of the company.</param>
/// <param name="Area" example="hbm-packaging">The key of the area.</param>
/// <param name="Stage" example="active">
/// The present stage. Without `stages` or with an empty one, it is added to the history with unknown dates. With a new `stages`, it must be
/// the stage of the last entry.
/// </param>
/// <param name="Stages">
/// The history of the stages, oldest first. An entry with an id replaces the one with that id. An entry without an id is new. Entries that
/// are not in the list are deleted.
/// </param>
/// <param name="Description" example="Packaging of the next generation of HBM.">
/// The subject of the collaboration; may have several lines.
/// </param>
public sealed record CollaborationRequest(
    string? ExternalId = null, string? Affiliate = null, string? Company = null, string? Area = null, CollaborationStage? Stage = null,
    IReadOnlyList<StageRequest>? Stages = null, string? Description = null)
    : IWriteRequest<Collaboration>, IFrom<Collaboration, CollaborationRequest>
{
    /// <summary>Returns the request without the stage, which the history contains, so that a patch of either one is enough.</summary>
    public static CollaborationRequest From(Collaboration root) => new(
        root.ExternalId, root.AffiliateId, root.CompanyId, root.AreaId, null,
        [.. root.Stages.InOrder().Select(s => new StageRequest(s.Id, s.Stage, s.Since, s.Reported))], root.Description);

    public IEnumerable<ResourceReference> References() =>
    [
        new("#/affiliate", "affiliates", Affiliate!),
        new("#/company", "companies", Company!),
        new("#/area", "areas", Area!),
        .. (Stages ?? []).Index()
            .Where(s => s.Item.Id is not null)
            .Select(s => new ResourceReference($"#/stages/{s.Index}/id", ResourceReference.OwnParts, $"{s.Item.Id}")),
    ];

    public void ApplyTo(Collaboration root)
    {
        (root.AffiliateId, root.CompanyId, root.AreaId) = (Affiliate!, Company!, Area!);
        (root.ExternalId, root.Description) = (ExternalId, Description);
        root.Stages.Become(History(root), s => s.Id, id => new() { Id = id }, (request, part) => request.ApplyTo(part));
        root.UpdateStage();
    }

    public IEnumerable<Fault> Contradictions(Collaboration root) =>
        root.Stages.Count > Rules.ManyItems ? [Fault.At("#/stages", "too_many", Rules.ManyItems)]
        : Stage is not null && root.Stage != Stage ? [Fault.At("#/stage", "contradicts", "stages")]
        : [];

    /// <summary>
    /// Returns the new history. A stage without a new history is added to the present one, and to an empty one; with a new history it must
    /// be the last entry.
    /// </summary>
    private IReadOnlyList<StageRequest> History(Collaboration root)
    {
        var stages = Stages ?? [];
        var isNew = stages.Count > 0 && !stages.Select(s => s.Id).SequenceEqual(root.Stages.InOrder().Select(s => (Guid?)s.Id));

        return !isNew && Stage is not null && (stages is [] || stages[^1].Stage != Stage)
            ? [.. stages, new StageRequest(Stage: Stage)]
            : stages;
    }
}

/// <summary>The fields of an entry of a collaboration's history that callers write.</summary>
/// <param name="Id">The id of the entry to replace; absent for a new one.</param>
/// <param name="Stage" example="active">The stage.</param>
/// <param name="Since">The start date of the stage, as precise as the source states it; null: no source states it.</param>
/// <param name="Reported">The date on which a source reported the stage.</param>
/// <param name="Disputed" example="false">Ignored: a computed field, accepted so that a response can be sent back.</param>
/// <param name="Unsupported" example="false">Ignored: a computed field, accepted so that a response can be sent back.</param>
public sealed record StageRequest(
    Guid? Id = null, CollaborationStage? Stage = null, FuzzyDate? Since = null, FuzzyDate? Reported = null,
    bool? Disputed = null, bool? Unsupported = null)
{
    public void ApplyTo(StageEntry part) => (part.Stage, part.Since, part.Reported) = (Stage!.Value, Since?.OrNull, Reported?.OrNull);
}

/// <summary>The options of the list of collaborations, in addition to <see cref="CollaborationCriteria"/>.</summary>
public sealed class CollaborationFilter : RecordFilter
{
    public static readonly Sorting<Collaboration> Sorting = new Sorting<Collaboration>()
        .By(
            "affiliate",
            Sorting<Collaboration>.Key(c => c.AffiliateId),
            Sorting<Collaboration>.Key(c => c.CompanyId),
            Sorting<Collaboration>.Key(c => c.AreaId))
        .By("id", Sorting<Collaboration>.Key(c => c.Id))
        .By("updatedAt", Sorting<Collaboration>.Key(c => c.UpdatedAt), Sorting<Collaboration>.Key(c => c.Id));
}

/// <summary>The filters of collaborations, common to their list and to all reports on them.</summary>
public sealed class CollaborationCriteria : Query
{
    /// <summary>
    /// A part of the description, or of a name of the affiliate, the company or the area, in either case. `%` and `_` stand for themselves.
    /// </summary>
    public string? Q { get; init; }

    /// <summary>The key of the affiliate; repeated = any of them.</summary>
    public string[]? Affiliate { get; init; }

    /// <summary>The key of the company; repeated = any of them.</summary>
    public string[]? Company { get; init; }

    /// <summary>The key of an area, which includes the areas below it; repeated = any of them.</summary>
    public string[]? Area { get; init; }

    /// <summary>The present stage; repeated = any of them.</summary>
    public string[]? Stage { get; init; }

    /// <summary>
    /// Only the collaborations of two keys of an affiliate, a company or an area, such as those of a connection of the network:
    /// `collaboration:sk-hynix:nvidia`; repeated = all of them. Unlike `area`, it does not include the areas below.
    /// </summary>
    public string[]? Connection { get; init; }
}

public sealed class CollaborationRequestValidator : AbstractValidator<CollaborationRequest>
{
    public CollaborationRequestValidator()
    {
        RuleFor(c => c.ExternalId).Line();
        RuleFor(c => c.Affiliate).NotNull().Key();
        RuleFor(c => c.Company).NotNull().Key();
        RuleFor(c => c.Area).NotNull().Key();
        RuleFor(c => c)
            .Rule("required", c => c.Stage is not null || c.Stages is { Count: > 0 }, s => s.AnyOf = Rules.AnyOf("stage", "stages"))
            .OverridePropertyName(nameof(CollaborationRequest.Stage));
        RuleFor(c => c.Stages).AtMost(Rules.ManyItems).DistinctIds(s => s.Id);
        RuleForEach(c => c.Stages).SetValidator(new StageRequestValidator());
        RuleFor(c => c.Description).Lines();
    }
}

public sealed class StageRequestValidator : AbstractValidator<StageRequest>
{
    public StageRequestValidator() => RuleFor(s => s.Stage).NotNull();
}

public sealed class CollaborationFilterValidator() : RecordFilterValidator<CollaborationFilter>(CollaborationFilter.Sorting.Names);

public sealed class CollaborationCriteriaValidator : AbstractValidator<CollaborationCriteria>
{
    public CollaborationCriteriaValidator()
    {
        RuleFor(f => f.Q).Line();
        RuleForEach(f => f.Affiliate).Key();
        RuleForEach(f => f.Company).Key();
        RuleForEach(f => f.Area).Key();
        RuleForEach(f => f.Stage).OneOf(default(CollaborationStage?));
        RuleForEach(f => f.Connection).Connection("collaboration", "collaboration:sk-hynix:nvidia");
    }
}
