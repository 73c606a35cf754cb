using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Requests;

namespace PartnershipTracker.Features.Meetings;

/// <summary>
/// Which meetings are meant: the same for their list and for everything that counts or draws them. <see cref="MeetingQueries"/> says what
/// each means.
/// </summary>
public sealed class MeetingCriteria : PeriodFilter
{
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

    /// <summary>Only meetings in one of these states.</summary>
    public string[]? Status { get; init; }
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
    }
}
