using PartnershipTracker.Http;

namespace PartnershipTracker.Features.Meetings;

/// <summary>What can be asked of the list of meetings.</summary>
public sealed class MeetingFilter : PeriodFilter
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

    /// <summary>Part of the Korean or English title, in any case. `%` and `_` are letters.</summary>
    public string? Q { get; init; }

    /// <summary>Only meetings with one of these companies as a party.</summary>
    public string[]? Company { get; init; }

    /// <summary>Only meetings with one of these affiliates as a party, or named by an area link.</summary>
    public string[]? Affiliate { get; init; }

    /// <summary>Only meetings that one of these people took part in by name.</summary>
    public string[]? Person { get; init; }

    /// <summary>Only meetings linked to one of these areas or to something below it.</summary>
    public string[]? Area { get; init; }

    /// <summary>Only meetings with a link on this basis; together with `area`, the same link.</summary>
    public string[]? Basis { get; init; }

    /// <summary>Only meetings of one of these trips.</summary>
    public string[]? Trip { get; init; }

    /// <summary>Only meetings of one of these kinds.</summary>
    public string[]? Kind { get; init; }

    /// <summary>Only meetings in one of these states.</summary>
    public string[]? Status { get; init; }
}

public sealed class MeetingFilterValidator : PeriodFilterValidator<MeetingFilter>
{
    public MeetingFilterValidator()
        : base(MeetingFilter.Sorting.Names)
    {
        RuleFor(f => f.Q).Line();
        RuleForEach(f => f.Company).Key();
        RuleForEach(f => f.Affiliate).Key();
        RuleForEach(f => f.Person).Key();
        RuleForEach(f => f.Area).Key();
        RuleForEach(f => f.Basis).OneOf(default(LinkBasis?));
        RuleForEach(f => f.Trip).Uuid();
        RuleForEach(f => f.Kind).OneOf(default(MeetingKind?));
        RuleForEach(f => f.Status).OneOf(default(MeetingStatus?));
    }
}
