namespace PartnershipTracker.Features.Meetings;

/// <summary>The options of the list of meetings, in addition to <see cref="MeetingCriteria"/>.</summary>
public sealed class MeetingFilter : RecordFilter
{
    public static readonly Sorting<Meeting> Sorting = new Sorting<Meeting>()
        .By(
            "date",
            Sorting<Meeting>.Key(m => m.Date.Earliest),
            Sorting<Meeting>.Key(m => m.Date.Latest),
            Sorting<Meeting>.Key(m => m.SortOrder),
            Sorting<Meeting>.Key(m => m.Id))
        .Only(
            "tripOrder",
            descending: false,
            Sorting<Meeting>.Key(m => m.SortOrder),
            Sorting<Meeting>.Key(m => m.Date.Earliest),
            Sorting<Meeting>.Key(m => m.Id))
        .Only(
            "-tripOrder",
            descending: true,
            Sorting<Meeting>.Key(m => m.TripOrder ?? 0),
            Sorting<Meeting>.Key(m => m.Date.Earliest),
            Sorting<Meeting>.Key(m => m.Id))
        .By("updatedAt", Sorting<Meeting>.Key(m => m.UpdatedAt), Sorting<Meeting>.Key(m => m.Id));

    /// <summary>The kind of meeting; repeated = any of them.</summary>
    public string[]? Kind { get; init; }
}

public sealed class MeetingFilterValidator : RecordFilterValidator<MeetingFilter>
{
    public MeetingFilterValidator()
        : base(MeetingFilter.Sorting.Names) => RuleForEach(f => f.Kind).OneOf(default(MeetingKind?));
}
