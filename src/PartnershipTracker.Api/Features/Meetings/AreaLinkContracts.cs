using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Features.Meetings;

/// <summary>The link between a meeting and an area that it was about.</summary>
/// <param name="Area" example="ai-services">The key of the area.</param>
/// <param name="Affiliates" example="[&quot;sk-telecom&quot;]">The keys of the affiliates concerned.</param>
/// <param name="Companies" example="[&quot;openai&quot;]">The keys of the companies concerned, each a party of the meeting.</param>
/// <param name="Basis" example="inferred">
/// `stated`: a source says that the meeting discussed the area; `inferred`: the analyst concluded it.
/// </param>
/// <param name="Rationale" example="The collaboration reported with this company is in this area.">The reason for the conclusion.</param>
/// <param name="Disputed" example="false">True when an unretracted source contradicts the link.</param>
/// <param name="Unsupported" example="false">
/// True when no unretracted source supports the link. An inferred link with a rationale is never unsupported.
/// </param>
public sealed record AreaLinkResponse(
    [property: MaxLength(Key.MaxLength), RegularExpression(Key.Pattern)] string Area, IReadOnlyList<string> Affiliates,
    IReadOnlyList<string> Companies, LinkBasis Basis, string? Rationale,
    bool Disputed, bool Unsupported) : IVersioned, IAuditedRead
{
    /// <summary>The meeting of the link, whose version is also the version of the link.</summary>
    [JsonIgnore]
    public AuditedRead? Meeting { get; private init; }

    string IVersioned.EntityTag => ETag.Of(Meeting!.Version, Meeting.Shape);

    IEnumerable<AuditedRead> IAuditedRead.Reads => [Meeting!];

    public static AreaLinkResponse From(AreaLink part) => new(
        part.AreaId, part.Affiliates, part.Companies, part.Basis, part.Rationale, part.Disputed, part.IsUnsupported());

    public static AreaLinkResponse Of(Meeting meeting, string area) => meeting.Areas.Find(l => l.AreaId == area) is { } link
        ? From(link) with { Meeting = AuditedReads.Of(meeting) }
        : throw new ProblemException("not_found");
}

/// <summary>The fields of an area link that callers write.</summary>
/// <param name="Affiliates" example="[&quot;sk-telecom&quot;]">The keys of the affiliates concerned; may be empty.</param>
/// <param name="Companies" example="[&quot;openai&quot;]">
/// The keys of the companies concerned, each a party of the meeting; may be empty.
/// </param>
/// <param name="Basis" example="inferred">
/// The basis: `stated` when a source says that the meeting discussed the area, `inferred` when the analyst concluded it.
/// </param>
/// <param name="Rationale" example="The collaboration reported with this company is in this area.">
/// The reason for the conclusion; may have several lines.
/// </param>
public record AreaLinkRequest(
    IReadOnlyList<string>? Affiliates = null, IReadOnlyList<string>? Companies = null, LinkBasis? Basis = null, string? Rationale = null)
{
    public IEnumerable<ResourceReference> References(string pointer) =>
    [
        .. (Affiliates ?? []).Index().Select(a => new ResourceReference($"{pointer}/affiliates/{a.Index}", "affiliates", a.Item)),
        .. (Companies ?? []).Index().Select(c => new ResourceReference($"{pointer}/companies/{c.Index}", "companies", c.Item)),
    ];

    public void ApplyTo(AreaLink link) =>
        (link.Affiliates, link.Companies, link.Basis, link.Rationale) =
            ([.. Affiliates ?? []], [.. Companies ?? []], Basis!.Value, Rationale);
}

/// <summary>An area link in the body of a meeting.</summary>
public sealed record MeetingAreaRequest : AreaLinkRequest
{
    /// <summary>The key of the area.</summary>
    /// <example>ai-services</example>
    public string? Area { get; init; }

    /// <summary>Ignored: a computed field, accepted so that a response can be sent back.</summary>
    /// <example>false</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Disputed { get; init; }

    /// <summary>Ignored: a computed field, accepted so that a response can be sent back.</summary>
    /// <example>false</example>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Unsupported { get; init; }

    public static MeetingAreaRequest From(AreaLink link) => new()
    {
        Area = link.AreaId,
        Affiliates = link.Affiliates,
        Companies = link.Companies,
        Basis = link.Basis,
        Rationale = link.Rationale,
    };
}

public sealed class AreaLinkRequestValidator : AreaLinkValidator<AreaLinkRequest>;

public sealed class MeetingAreaRequestValidator : AreaLinkValidator<MeetingAreaRequest>
{
    public MeetingAreaRequestValidator() => RuleFor(l => l.Area).NotNull().Key();
}

/// <summary>The rules that hold for an area link in every request.</summary>
public abstract class AreaLinkValidator<T> : AbstractValidator<T>
    where T : AreaLinkRequest
{
    protected AreaLinkValidator()
    {
        RuleFor(l => l.Affiliates).AtMost(Rules.ManyItems).Distinct();
        RuleForEach(l => l.Affiliates).Key();
        RuleFor(l => l.Companies).AtMost(Rules.ManyItems).Distinct();
        RuleForEach(l => l.Companies).Key();
        RuleFor(l => l.Basis).NotNull();
        RuleFor(l => l.Rationale).Lines();
    }
}
