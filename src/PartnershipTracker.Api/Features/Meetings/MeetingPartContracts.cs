using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;

namespace PartnershipTracker.Features.Meetings;

/// <summary>A part of a meeting beside the meeting, to sort and to select from.</summary>
public sealed class PartOfMeeting<TPart>
    where TPart : class
{
    public required Meeting Meeting { get; init; }

    public required TPart Part { get; init; }

    /// <summary>Returns the sort orders of a list of parts: those of meetings, and the parts of each in their order.</summary>
    public static Sorting<PartOfMeeting<TPart>> SortedBy<TKey>(Expression<Func<PartOfMeeting<TPart>, TKey>> order) =>
        new Sorting<PartOfMeeting<TPart>>()
            .By("date", Key(p => p.Meeting.Date.Earliest), Key(p => p.Meeting.Date.Latest), Key(p => p.Meeting.SortOrder),
                Key(p => p.Meeting.Id), order)
            .By("updatedAt", Key(p => p.Meeting.UpdatedAt), Key(p => p.Meeting.Id), order);

    private static LambdaExpression Key<TKey>(Expression<Func<PartOfMeeting<TPart>, TKey>> key) => key;
}

/// <summary>The columns that a list of parts reads.</summary>
internal sealed class MeetingPartRow<TPart> : IClassified
    where TPart : class
{
    public required TPart Part { get; init; }

    public Guid Id { get; init; }

    public string? ExternalId { get; init; }

    public string? TitleKo { get; init; }

    public string? TitleEn { get; init; }

    public DateOnly Earliest { get; init; }

    public DateOnly Latest { get; init; }

    public int SortOrder { get; init; }

    public int Version { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public Confidentiality Confidentiality { get; init; }

    public List<string> Readers { get; init; } = [];

    public AuditedRead Read => new("meetings", $"{Id}", Version, AccessLabel.Of(this));
}

/// <summary>A participant in a list of the participants of several meetings.</summary>
/// <param name="Id">The id of the participant.</param>
/// <param name="Meeting">The id of the meeting.</param>
/// <param name="MeetingExternalId" example="crm-4711">The id of the meeting in another system.</param>
/// <param name="MeetingTitle">The title of the meeting in Korean and English.</param>
/// <param name="Organization" example="openai">The key of the company or affiliate; null: not known.</param>
/// <param name="Party">The party in words, when no organization is known.</param>
/// <param name="Person" example="sam-altman">The key of the person; null: no source names the person.</param>
/// <param name="StatedTitle" example="최고경영자(CEO)">The job title as the source states it.</param>
/// <param name="Side" example="theirs">The side: `ours`, the group; `theirs`, the partner; or `third_party`.</param>
/// <param name="Role" example="principal">The role in the meeting.</param>
/// <param name="HeadCount" example="5">The number of people, when the party is a group and a source states the number.</param>
/// <param name="Disputed" example="false">True when an unretracted source contradicts the participation.</param>
/// <param name="Unsupported" example="false">True when no unretracted source supports the participation.</param>
public sealed record MeetingParticipantResponse(
    Guid Id, Guid Meeting, [property: MaxLength(Rules.ShortText)] string? MeetingExternalId, LocalizedText MeetingTitle,
    [property: MaxLength(Key.MaxLength), RegularExpression(Key.Pattern)] string? Organization, LocalizedText? Party,
    [property: MaxLength(Key.MaxLength), RegularExpression(Key.Pattern)] string? Person,
    [property: MaxLength(Rules.ShortText)] string? StatedTitle, ParticipantSide Side, ParticipantRole Role, int? HeadCount, bool Disputed,
    bool Unsupported)
    : IItem, IAuditedRead
{
    private AuditedRead _read = null!;

    string IItem.Stamp => $"{Id}:{_read.Version}";

    IEnumerable<AuditedRead> IAuditedRead.Reads => [_read];

    internal static MeetingParticipantResponse From(Participant part, MeetingPartRow<Participant> row)
    {
        var shown = ParticipantResponse.From(part);

        return new(
            shown.Id, row.Id, row.ExternalId, new(row.TitleKo, row.TitleEn), shown.Organization, shown.Party, shown.Person,
            shown.StatedTitle, shown.Side, shown.Role, shown.HeadCount, shown.Disputed, shown.Unsupported)
        {
            _read = row.Read,
        };
    }
}

/// <summary>An area link in a list of the links of several meetings.</summary>
/// <param name="Meeting">The id of the meeting.</param>
/// <param name="MeetingExternalId" example="crm-4711">The id of the meeting in another system.</param>
/// <param name="MeetingTitle">The title of the meeting in Korean and English.</param>
/// <param name="Area" example="ai-services">The key of the area.</param>
/// <param name="Affiliates" example="[&quot;sk-telecom&quot;]">The keys of the affiliates concerned.</param>
/// <param name="Companies" example="[&quot;openai&quot;]">The keys of the companies concerned, each a party of the meeting.</param>
/// <param name="Basis" example="inferred">
/// `stated`: a source says that the meeting discussed it; `inferred`: the analyst concluded it.
/// </param>
/// <param name="Rationale" example="The collaboration reported with this company is in this area.">The reason for the conclusion.</param>
/// <param name="Disputed" example="false">True when an unretracted source contradicts the link.</param>
/// <param name="Unsupported" example="false">
/// True when no unretracted source supports the link. An inferred link with a rationale is never unsupported.
/// </param>
public sealed record MeetingAreaResponse(
    Guid Meeting, [property: MaxLength(Rules.ShortText)] string? MeetingExternalId, LocalizedText MeetingTitle,
    [property: MaxLength(Key.MaxLength), RegularExpression(Key.Pattern)] string Area, IReadOnlyList<string> Affiliates,
    IReadOnlyList<string> Companies, LinkBasis Basis, string? Rationale, bool Disputed, bool Unsupported) : IItem, IAuditedRead
{
    private AuditedRead _read = null!;

    string IItem.Stamp => $"{Meeting}/{Area}:{_read.Version}";

    IEnumerable<AuditedRead> IAuditedRead.Reads => [_read];

    internal static MeetingAreaResponse From(AreaLink part, MeetingPartRow<AreaLink> row)
    {
        var shown = AreaLinkResponse.From(part);

        return new(
            row.Id, row.ExternalId, new(row.TitleKo, row.TitleEn), shown.Area, shown.Affiliates, shown.Companies, shown.Basis,
            shown.Rationale, shown.Disputed, shown.Unsupported)
        {
            _read = row.Read,
        };
    }
}

/// <summary>The options of the lists of parts of meetings, in addition to <see cref="MeetingCriteria"/>.</summary>
public sealed class MeetingPartFilter : RecordFilter
{
    /// <summary>The kind of meeting; repeated = any of them.</summary>
    public string[]? Kind { get; init; }
}

public sealed class MeetingPartFilterValidator : RecordFilterValidator<MeetingPartFilter>
{
    public MeetingPartFilterValidator()
        : base(PartOfMeeting<Participant>.SortedBy(p => p.Part.Ordinal).Names) => RuleForEach(f => f.Kind).OneOf(default(MeetingKind?));
}
