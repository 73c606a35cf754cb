using System.ComponentModel.DataAnnotations;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Quality;

/// <summary>The findings of the quality rules.</summary>
/// <param name="Items">The rules, in a stable order.</param>
public sealed record QualityResponse([property: MaxLength(50)] IReadOnlyList<QualityFinding> Items) : IVersioned
{
    string IVersioned.EntityTag => ETag.OfText(string.Join(',', Items.Select(i => i.Count)));
}

/// <summary>A rule with the number of its findings.</summary>
/// <param name="Rule" example="without_area">The rule.</param>
/// <param name="Resource" example="meetings">The collection that the rule is about.</param>
/// <param name="Count" example="2">The number of findings.</param>
/// <param name="List" example="/api/v1/meetings?withoutArea=true">The request that lists them.</param>
public sealed record QualityFinding(
    [property: MaxLength(Rules.ShortText)] string Rule, [property: MaxLength(Rules.ShortText)] string Resource, int Count,
    [property: MaxLength(Rules.ShortText)] string List);

/// <summary>The query of the quality report, which has no parameters.</summary>
public sealed class QualityQuery : Query;

/// <summary>The rules. Each is a filter of a list, so that the count is that of the list.</summary>
internal sealed class QualityReport(TrackerDb db, QualityQuery query)
{
    private sealed class Counted
    {
        public int Rule { get; init; }

        public int Count { get; init; }
    }

    private readonly List<(string Rule, string Resource, string Parameter)> _rules = [];
    private readonly List<IQueryable<Counted>> _counts = [];

    public async Task<QualityResponse> Count(CancellationToken cancellation)
    {
        const string yes = "true";
        Evidence("meetings", db.Meetings);
        Evidence("collaborations", db.Collaborations);
        Evidence("trips", db.Trips);
        Evidence("people", db.People);
        Add("outside_trip", "meetings", "outsideTrip", db.Meetings.With(db, new() { OutsideTrip = yes }));
        Add("unnamed_participant", "meetings", "unnamedParticipant", db.Meetings.With(db, new() { UnnamedParticipant = yes }));
        Add("same_day_duplicate", "meetings", "sameDayDuplicate", db.Meetings.With(db, new() { SameDayDuplicate = yes }));
        Add("without_area", "meetings", "withoutArea", db.Meetings.With(db, new() { WithoutArea = yes }));
        Add("without_meeting", "collaborations", "withoutMeeting", db.Collaborations.With(db, new() { WithoutMeeting = yes }));
        Names("companies", db.Companies);
        Names("affiliates", db.Affiliates);
        Names("people", db.People);
        Names("areas", db.Areas);
        Add("not_verified", "citations", "verified", db.Citations.Where(c => !c.Verified));
        var counts = (await _counts.Aggregate(Queryable.Concat).ToListAsync(cancellation)).ToDictionary(c => c.Rule, c => c.Count);

        return new([.. _rules.Select((rule, i) => new QualityFinding(
            rule.Rule, rule.Resource, counts.GetValueOrDefault(i),
            $"{query.Api}/{rule.Resource}?{rule.Parameter}={(rule.Parameter is "verified" ? "false" : yes)}"))]);
    }

    private void Evidence<T>(string resource, IQueryable<T> all)
        where T : Root, IEvidenced
    {
        const string yes = "true";
        Add("unsupported", resource, "unsupported", all.WithEvidence(new() { Unsupported = yes }));
        Add("disputed", resource, "disputed", all.WithEvidence(new() { Disputed = yes }));
        Add("hearsay_only", resource, "hearsayOnly", all.WithEvidence(new() { HearsayOnly = yes }));
    }

    private void Names(string resource, IQueryable<KeyedEntity> all) =>
        Add("shared_name", resource, "sharedName", all.Where(r => db.WithSharedName().Contains(r.Id)));

    private void Add<T>(string rule, string resource, string parameter, IQueryable<T> found)
    {
        var index = _rules.Count;
        _rules.Add((rule, resource, parameter));
        _counts.Add(found.GroupBy(_ => 1).Select(all => new Counted { Rule = index, Count = all.Count() }));
    }
}
