using System.ComponentModel.DataAnnotations;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Features.Timeline;

public enum TimelineEntryType
{
    Trip,
    Meeting,
    Stage,
}

public enum Placement
{
    /// <summary>The entry is placed by its own date.</summary>
    Date,

    /// <summary>A stage is placed by the date since which it has been reached.</summary>
    Since,

    /// <summary>A stage without such a date is placed by the date of the report.</summary>
    Reported,
}

/// <summary>An entry of the timeline.</summary>
/// <param name="Type" example="meeting">The type: a trip, a meeting, or a stage that a collaboration reached.</param>
/// <param name="Id" example="019094ca-3c00-7000-8000-000000000204">The id of the trip, the meeting or the stage.</param>
/// <param name="Date">The date, as precisely as it is known.</param>
/// <param name="PlacedBy" example="date">The kind of this date.</param>
/// <param name="Title">The title; null for a stage.</param>
/// <param name="Stage" example="active">The stage that was reached; null for trips and meetings.</param>
/// <param name="Status" example="held">The status of a meeting: planned, held or cancelled; null for trips and stages.</param>
/// <param name="People" example="[&quot;chey-tae-won&quot;]">The keys of the people who took part.</param>
/// <param name="Affiliates" example="[&quot;sk-hynix&quot;]">The keys of the affiliates.</param>
/// <param name="Companies" example="[&quot;intel&quot;]">The keys of the companies.</param>
/// <param name="Areas" example="[&quot;hbm-manufacturing&quot;]">The keys of the areas.</param>
/// <param name="Trip">The id of the trip of a meeting.</param>
/// <param name="Link" example="/api/v1/meetings/019094ca-3c00-7000-8000-000000000204">
/// The address of the trip, meeting or collaboration.
/// </param>
public sealed record TimelineEntry(
    TimelineEntryType Type, Guid Id, FuzzyDate Date, Placement PlacedBy, LocalizedText? Title, CollaborationStage? Stage,
    MeetingStatus? Status,
    [property: MaxLength(Rules.ManyItems), ItemLength(Key.MaxLength)] IReadOnlyList<string> People,
    [property: MaxLength(2 * Rules.ManyItems), ItemLength(Key.MaxLength)] IReadOnlyList<string> Affiliates,
    [property: MaxLength(2 * Rules.ManyItems), ItemLength(Key.MaxLength)] IReadOnlyList<string> Companies,
    [property: MaxLength(Rules.ManyItems), ItemLength(Key.MaxLength)] IReadOnlyList<string> Areas,
    Guid? Trip, [property: MaxLength(200)] string Link) : IItem, IAuditedRead
{
    private AuditedRead? _read;
    private int _version;

    string IItem.Stamp => $"{Type}:{Id}:{_version}";

    IEnumerable<AuditedRead> IAuditedRead.Reads => _read is null ? [] : [_read];

    internal TimelineEntry Of<T>(T root)
        where T : Root, IResource => this with { _version = root.Version, _read = root is IClassified ? AuditedReads.Of(root) : null };
}

/// <summary>The filters of the timeline, beside the criteria of meetings.</summary>
public sealed class TimelineFilter : RecordFilter
{
    /// <summary>The sort keys, which <see cref="TimelinePlace"/> explains.</summary>
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

public sealed class TimelineFilterValidator : RecordFilterValidator<TimelineFilter>
{
    public TimelineFilterValidator()
        : base(TimelineFilter.Sorting.Names)
    {
        RuleForEach(f => f.Type).OneOf(default(TimelineEntryType?));
        RuleForEach(f => f.Kind).OneOf(default(MeetingKind?));
    }
}
