using FluentValidation;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Collaborations;

/// <summary>What an affiliate and a company do together in an area.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ExternalId" example="crm-4711">The id that another system knows it by.</param>
/// <param name="Affiliate" example="sk-hynix">The key of the affiliate.</param>
/// <param name="Company" example="tsmc">The key of the company.</param>
/// <param name="Area" example="hbm-packaging">The key of the area.</param>
/// <param name="Stage" example="active">The stage that it has reached: the last of its history.</param>
/// <param name="Stages">The history of its stage, oldest first.</param>
/// <param name="Description" example="Packaging of the next generation of HBM.">What it is about.</param>
/// <param name="Disputed" example="false">Whether a source that stands contradicts it.</param>
/// <param name="Unsupported" example="false">Whether no source that stands supports it.</param>
/// <param name="Version" example="1">Its version, which is the ETag.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record CollaborationResponse(
    Guid Id, string? ExternalId, string Affiliate, string Company, string Area,
    CollaborationStage Stage, IReadOnlyList<StageResponse> Stages, string? Description,
    bool Disputed, bool Unsupported, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    : IRootResponse<Guid>, IFrom<Collaboration, CollaborationResponse>
{
    public static CollaborationResponse From(Collaboration root) => new(
        root.Id, root.ExternalId, root.AffiliateId, root.CompanyId, root.AreaId, root.Stage,
        [.. root.Stages.InOrder().Select(StageResponse.From)],
        root.Description, root.Disputed, root.IsUnsupported(), root.Version, root.CreatedAt, root.UpdatedAt);
}

/// <summary>A stage that a collaboration reached.</summary>
/// <param name="Id">Its id, which it keeps when the collaboration is replaced.</param>
/// <param name="Stage" example="active">The stage.</param>
/// <param name="Since">Since when; null where nobody said.</param>
/// <param name="Reported">When a source said so.</param>
/// <param name="Disputed" example="false">Whether a source that stands contradicts it.</param>
/// <param name="Unsupported" example="false">Whether no source that stands supports it.</param>
public sealed record StageResponse(
    Guid Id, CollaborationStage Stage, FuzzyDate? Since, FuzzyDate? Reported, bool Disputed, bool Unsupported)
{
    public static StageResponse From(StageEntry part) => new(
        part.Id, part.Stage, part.Since, part.Reported, part.Disputed, part.IsUnsupported());
}

/// <summary>What callers write of a collaboration.</summary>
/// <param name="ExternalId" example="crm-4711">The id that another system knows it by; unique among collaborations.</param>
/// <param name="Affiliate" example="sk-hynix">The key of the affiliate.</param>
/// <param name="Company" example="tsmc">The key of the company.</param>
/// <param name="Area" example="hbm-packaging">The key of the area.</param>
/// <param name="Stage" example="active">
/// The stage that it has reached. Alone, it is added to the history with unknown dates; beside a new `stages` it must be the last of them.
/// </param>
/// <param name="Stages">
/// The history of its stage, oldest first. An entry that is sent with its id is kept, others are new, and what is left out goes.
/// </param>
/// <param name="Description" example="Packaging of the next generation of HBM.">What it is about; may have several lines.</param>
public sealed record CollaborationRequest(
    string? ExternalId = null, string? Affiliate = null, string? Company = null, string? Area = null, CollaborationStage? Stage = null,
    IReadOnlyList<StageRequest>? Stages = null, string? Description = null)
    : IWriteRequest<Collaboration>, IFrom<Collaboration, CollaborationRequest>
{
    /// <summary>The history alone says the stage, so that a patch of either is enough.</summary>
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
        root.Stages.Become(History(root), s => s.Id, id => new() { Id = id }, (wanted, part) => wanted.ApplyTo(part));
        root.ReachStage();
    }

    public IEnumerable<Fault> Contradictions(Collaboration root) =>
        root.Stages.Count > Rules.ManyItems ? [Fault.At("#/stages", "too_many", Rules.ManyItems)]
        : Stage is not null && root.Stage != Stage ? [Fault.At("#/stage", "contradicts", "stages")]
        : [];

    /// <summary>A stage alone adds to the history; beside a history that is sent anew it must be its last.</summary>
    private List<StageRequest> History(Collaboration root)
    {
        var isAsItStands = Stages is null || Stages.Select(s => s.Id).SequenceEqual(root.Stages.InOrder().Select(s => (Guid?)s.Id));

        return isAsItStands && Stage is not null && Stages?[^1].Stage != Stage
            ? [.. Stages ?? [], new StageRequest(Stage: Stage)]
            : [.. Stages!];
    }
}

/// <summary>What callers write of a stage in a collaboration's history.</summary>
/// <param name="Id">The id of the entry to keep; left out for a new one.</param>
/// <param name="Stage" example="active">The stage.</param>
/// <param name="Since">Since when; null where nobody said.</param>
/// <param name="Reported">When a source said so.</param>
/// <param name="Disputed" example="false">As it was shown; what is sent of it does not count.</param>
/// <param name="Unsupported" example="false">As it was shown; what is sent of it does not count.</param>
public sealed record StageRequest(
    Guid? Id = null, CollaborationStage? Stage = null, FuzzyDate? Since = null, FuzzyDate? Reported = null,
    bool? Disputed = null, bool? Unsupported = null)
{
    public void ApplyTo(StageEntry part) => (part.Stage, part.Since, part.Reported) = (Stage!.Value, Since, Reported);
}

/// <summary>What can be asked of the list of collaborations, beside <see cref="CollaborationCriteria"/>.</summary>
public sealed class CollaborationFilter : ListFilter
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

/// <summary>Which collaborations are meant: the same for their list and for everything that counts or draws them.</summary>
public sealed class CollaborationCriteria : Query
{
    /// <summary>
    /// Part of the description or of a name of the affiliate, the company or the area, in any case. `%` and `_` are letters.
    /// </summary>
    public string? Q { get; init; }

    /// <summary>Only those of one of these affiliates.</summary>
    public string[]? Affiliate { get; init; }

    /// <summary>Only those with one of these companies.</summary>
    public string[]? Company { get; init; }

    /// <summary>Only those in one of these areas or below.</summary>
    public string[]? Area { get; init; }

    /// <summary>Only those that are now in one of these stages.</summary>
    public string[]? Stage { get; init; }
}

public sealed class CollaborationRequestValidator : AbstractValidator<CollaborationRequest>
{
    public CollaborationRequestValidator()
    {
        RuleFor(c => c.ExternalId).Line();
        RuleFor(c => c.Affiliate).NotNull().Key();
        RuleFor(c => c.Company).NotNull().Key();
        RuleFor(c => c.Area).NotNull().Key();
        RuleFor(c => c.Stage).Must((c, stage) => stage is not null || c.Stages is { Count: > 0 }).WithErrorCode("required");
        RuleFor(c => c.Stages).AtMost(Rules.ManyItems).DistinctIds(s => s.Id);
        RuleForEach(c => c.Stages).SetValidator(new StageRequestValidator());
        RuleFor(c => c.Description).Lines();
    }
}

public sealed class StageRequestValidator : AbstractValidator<StageRequest>
{
    public StageRequestValidator() => RuleFor(s => s.Stage).NotNull();
}

public sealed class CollaborationFilterValidator() : ListFilterValidator<CollaborationFilter>(CollaborationFilter.Sorting.Names);

public sealed class CollaborationCriteriaValidator : AbstractValidator<CollaborationCriteria>
{
    public CollaborationCriteriaValidator()
    {
        RuleFor(f => f.Q).Line();
        RuleForEach(f => f.Affiliate).Key();
        RuleForEach(f => f.Company).Key();
        RuleForEach(f => f.Area).Key();
        RuleForEach(f => f.Stage).OneOf(default(CollaborationStage?));
    }
}
