namespace PartnershipTracker.Features.Meetings;

/// <summary>
/// The filters of meetings, common to their list and to all reports on them. <see cref="MeetingQueries"/> applies them.
/// </summary>
public sealed class MeetingCriteria : PeriodFilter
{
    /// <summary>A part of the Korean or English title, in either case. `%` and `_` stand for themselves.</summary>
    public string? Q { get; init; }

    /// <summary>The key of a company that is a party of the meeting; repeated = any of them.</summary>
    public string[]? Company { get; init; }

    /// <summary>The key of an affiliate that is a party of the meeting or that an area link names; repeated = any of them.</summary>
    public string[]? Affiliate { get; init; }

    /// <summary>The key of a person who is a participant; repeated = any of them.</summary>
    public string[]? Person { get; init; }

    /// <summary>The key of an area that a link names, which includes the areas below it; repeated = any of them.</summary>
    public string[]? Area { get; init; }

    /// <summary>The basis of an area link; repeated = any of them. With `area`, the same link must have both.</summary>
    public string[]? Basis { get; init; }

    /// <summary>The id of the trip; repeated = any of them.</summary>
    public string[]? Trip { get; init; }

    /// <summary>
    /// The status; repeated = any of them. Without it, lists, files and the timeline have meetings of every status; counts, coverage and
    /// network have those that took place (`held`).
    /// </summary>
    public string[]? Status { get; init; }

    /// <summary>The format; repeated = any of them.</summary>
    public string[]? Format { get; init; }

    /// <summary>The whole name of the city of the place, in either case; repeated = any of them.</summary>
    public string[]? City { get; init; }

    /// <summary>The ISO 3166-1 alpha-2 code of the country of the place; repeated = any of them.</summary>
    public string[]? Country { get; init; }

    /// <summary>
    /// The strongest modality of the supporting evidence, which is the first of `modalities`; repeated = any of them. With `plan`, a
    /// meeting is found whose plan is all that is known, and not one that a source also states.
    /// </summary>
    public string[]? Modality { get; init; }

    /// <summary>
    /// Only the meetings behind a connection of the network, named by its type, `participation` or `link`, its source and its target:
    /// `link:sk-hynix:hbm`; repeated = all of them. Unlike `area`, it does not include the areas below.
    /// </summary>
    public string[]? Connection { get; init; }
}

public sealed class MeetingCriteriaValidator : PeriodFilterValidator<MeetingCriteria>
{
    public MeetingCriteriaValidator()
    {
        RuleFor(f => f.Q).Line();
        RuleForEach(f => f.Company).Key();
        RuleForEach(f => f.Affiliate).Key();
        RuleForEach(f => f.Person).Key();
        RuleForEach(f => f.Area).Key();
        RuleForEach(f => f.Basis).OneOf(default(LinkBasis?));
        RuleForEach(f => f.Trip).Uuid();
        RuleForEach(f => f.Status).OneOf(default(MeetingStatus?));
        RuleForEach(f => f.Format).OneOf(default(MeetingFormat?));
        RuleForEach(f => f.City).Line();
        RuleForEach(f => f.Country).Country();
        RuleForEach(f => f.Modality).OneOf(default(Modality?));
        RuleForEach(f => f.Connection).Connection("participation|link", "link:sk-hynix:hbm");
    }
}
