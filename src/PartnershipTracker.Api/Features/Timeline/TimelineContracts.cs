using System.ComponentModel.DataAnnotations;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Resources.Auditing;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Timeline;

public enum TimelineEntryType
{
    Trip,
    Meeting,
    Stage,
}

public enum Placement
{
    /// <summary>By its own date.</summary>
    Date,

    /// <summary>Of a stage: by since when it has been reached.</summary>
    Since,

    /// <summary>Of a stage of which nobody said since when: by when a source reported it.</summary>
    Reported,
}

/// <summary>Something that happened, or was reported.</summary>
/// <param name="Type" example="meeting">Whether it is a trip, a meeting, or a stage that a collaboration reached.</param>
/// <param name="Id" example="019094ca-3c00-7000-8000-000000000204">The id of the trip, the meeting or the stage's entry.</param>
/// <param name="Date">When, as precisely as anyone knows.</param>
/// <param name="PlacedBy" example="date">Which date that is.</param>
/// <param name="Title">What it is called; null of a stage.</param>
/// <param name="Stage" example="active">The stage that was reached; null of anything else.</param>
/// <param name="People" example="[&quot;chey-tae-won&quot;]">The people who took part by name, by key.</param>
/// <param name="Affiliates" example="[&quot;sk-hynix&quot;]">The affiliates that it is about, by key.</param>
/// <param name="Companies" example="[&quot;intel&quot;]">The companies that it is about, by key.</param>
/// <param name="Areas" example="[&quot;hbm-manufacturing&quot;]">The areas that it is about, by key.</param>
/// <param name="Trip">The id of the trip that a meeting was part of.</param>
/// <param name="Link" example="/api/v1/meetings/019094ca-3c00-7000-8000-000000000204">The resource that says so.</param>
public sealed record TimelineEntry(
    TimelineEntryType Type, Guid Id, FuzzyDate Date, Placement PlacedBy, LocalizedText? Title, CollaborationStage? Stage,
    [property: MaxLength(Rules.ManyItems), ItemLength(Key.MaxLength)] IReadOnlyList<string> People,
    [property: MaxLength(2 * Rules.ManyItems), ItemLength(Key.MaxLength)] IReadOnlyList<string> Affiliates,
    [property: MaxLength(2 * Rules.ManyItems), ItemLength(Key.MaxLength)] IReadOnlyList<string> Companies,
    [property: MaxLength(Rules.ManyItems), ItemLength(Key.MaxLength)] IReadOnlyList<string> Areas,
    Guid? Trip, [property: MaxLength(200)] string Link) : IItem, IAuditedRead
{
    private AuditedRead? _disclosure;
    private int _version;

    string IItem.Stamp => $"{Type}:{Id}:{_version}";

    IEnumerable<AuditedRead> IAuditedRead.Reads => _disclosure is null ? [] : [_disclosure];

    internal TimelineEntry Of<T>(T root)
        where T : Root, IResource => this with { _version = root.Version, _disclosure = root is IClassified ? AuditedReads.Of(root) : null };
}

/// <summary>What can be asked of the timeline, beside which meetings are meant.</summary>
public sealed class TimelineFilter : ListFilter
{
    /// <summary>The sort keys; <see cref="TimelinePlace"/> says what they are.</summary>
    internal static readonly Sorting<TimelinePlace> Sorting = new Sorting<TimelinePlace>().By(
        "date",
        Sorting<TimelinePlace>.Key(m => m.Earliest),
        Sorting<TimelinePlace>.Key(m => m.Latest),
        Sorting<TimelinePlace>.Key(m => m.Rank),
        Sorting<TimelinePlace>.Key(m => m.Id));

    /// <summary>Only trips, meetings or stages; repeated = any of them.</summary>
    public string[]? Type { get; init; }

    /// <summary>Only meetings of one of these kinds.</summary>
    public string[]? Kind { get; init; }
}

public sealed class TimelineFilterValidator : ListFilterValidator<TimelineFilter>
{
    public TimelineFilterValidator()
        : base(TimelineFilter.Sorting.Names)
    {
        RuleForEach(f => f.Type).OneOf(default(TimelineEntryType?));
        RuleForEach(f => f.Kind).OneOf(default(MeetingKind?));
    }
}
