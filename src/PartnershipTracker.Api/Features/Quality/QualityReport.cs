using System.ComponentModel.DataAnnotations;
using PartnershipTracker.Features.Citations;
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

/// <summary>The rules. Each is a filter of a list, and its count is that of the list.</summary>
internal sealed class QualityReport(TrackerDb db, QualityQuery query)
{
    private const string Yes = "true";
    private const string Modality = "modality";

    private static readonly string[] Indirect = [.. Data.Model.Evidence.Indirect.Select(EnumNames.Write)];

    private sealed class Counted
    {
        public int Rule { get; init; }

        public int Count { get; init; }
    }

    private sealed class Found
    {
        public int Rule { get; init; }

        public string Id { get; init; } = "";
    }

    private readonly List<(string Rule, string Resource, string Parameter)> _rules = [];
    private readonly List<IQueryable<Counted>> _counts = [];
    private readonly List<IQueryable<Found>> _named = [];
    private readonly List<(int Rule, string Condition)> _ofMeetings = [];

    public async Task<QualityResponse> Count(CancellationToken cancellation)
    {
        AddOfMeetings("unsupported", "unsupported", "has_unsupported");
        AddOfMeetings("disputed", "disputed", "has_disputed");
        AddOfMeetings("hearsay_only", Modality, $"modality IN ({string.Join(", ", Indirect.Select(m => $"'{m}'"))})");
        RootEvidence("collaborations", db.Collaborations);
        RootEvidence("trips", db.Trips);
        Evidence("people", db.People);
        AddOfMeetings("outside_trip", "outsideTrip", "is_outside_trip");
        AddOfMeetings("held_in_future", "heldInFuture", "is_held_in_future");
        AddOfMeetings("unnamed_participant", "unnamedParticipant", "is_unnamed");
        Add("same_day_duplicate", "meetings", "sameDayDuplicate", db.OnSameDays().Distinct());
        AddOfMeetings("without_area", "withoutArea", "is_without_area");
        Add("without_meeting", "collaborations", "withoutMeeting", db.Collaborations.With(db, new() { WithoutMeeting = Yes }));
        Names("companies", db.Companies);
        Names("affiliates", db.Affiliates);
        Names("people", db.People);
        Names("areas", db.Areas);
        NotVerified(db.Citations.Where(c => !c.Verified));
        _counts.Add(_named.Aggregate(Queryable.Concat).Where(r => db.WithSharedName().Contains(r.Id))
            .GroupBy(r => r.Rule).Select(all => new Counted { Rule = all.Key, Count = all.Count() }));
        var counts = (await _counts.Aggregate(Queryable.Concat).ToListAsync(cancellation))
            .Concat(await OfMeetings(query.Today, cancellation)).ToLookup(c => c.Rule, c => c.Count);

        return new([.. _rules.Select((rule, i) => new QualityFinding(
            rule.Rule, rule.Resource, counts[i].Sum(),
            $"{query.Api}/{rule.Resource}?{QueryOf(rule.Parameter)}"))]);
    }

    private void Evidence<T>(string resource, IQueryable<T> all)
        where T : Root, IEvidenced
    {
        Add("unsupported", resource, "unsupported", all.WithEvidence(new EvidenceFilter { Unsupported = Yes }));
        Add("disputed", resource, "disputed", all.WithEvidence(new EvidenceFilter { Disputed = Yes }));
    }

    private void RootEvidence<T>(string resource, IQueryable<T> all)
        where T : Root, IEvidenced, IRootFact
    {
        Evidence(resource, all);
        Add("hearsay_only", resource, Modality, all.WithEvidence(new RootEvidenceFilter { Modality = Indirect }));
    }

    private static string QueryOf(string parameter) => parameter switch
    {
        Modality => string.Join('&', Indirect.Select(m => $"{Modality}={m}")),
        "verified" => "verified=false",
        _ => $"{parameter}={Yes}",
    };

    private void Names(string resource, IQueryable<KeyedEntity> all)
    {
        var index = Add("shared_name", resource, "sharedName");
        _named.Add(all.Select(r => new Found { Rule = index, Id = r.Id }));
    }

    /// <summary>Counts citations with readers apart, because an index has all others.</summary>
    private void NotVerified(IQueryable<Citation> found)
    {
        var index = Add("not_verified", "citations", "verified");
        Count(index, found.Where(c => c.Readers == Caller.None));
        Count(index, found.Where(c => c.Readers != Caller.None));
    }

    private void Add<T>(string rule, string resource, string parameter, IQueryable<T> found) =>
        Count(Add(rule, resource, parameter), found);

    private void Count<T>(int index, IQueryable<T> found)
    {
        _counts.Add(found.GroupBy(_ => 1).Select(all => new Counted { Rule = index, Count = all.Count() }));
    }

    private void AddOfMeetings(string rule, string parameter, string condition) =>
        _ofMeetings.Add((Add(rule, "meetings", parameter), condition));

    private int Add(string rule, string resource, string parameter)
    {
        _rules.Add((rule, resource, parameter));

        return _rules.Count - 1;
    }

    /// <summary>
    /// Counts the meetings of all rules in one pass over their rows. What a row says of the parts counts if it is of its version.
    /// </summary>
    private Task<List<Counted>> OfMeetings(DateOnly today, CancellationToken cancellation) => db.Over<Counted>(
        db.Meetings.Select(m => new
        {
            m.Id,
            m.TripId,
            m.Date.Earliest,
            m.Date.Latest,
            HasUnsupported = EF.Property<bool>(m, nameof(IEvidenced.HasUnsupported)),
            HasDisputed = EF.Property<bool>(m, nameof(IEvidenced.HasDisputed)),
            Modality = m.Modalities[0],
            IsHeldInFuture = m.Status == MeetingStatus.Held && m.Date.Earliest > today && m.Date.Earliest < DateOnly.MaxValue,
            HasUnnamed = m.ImageVersion == m.Version ? m.HasUnnamed : null,
            Areas = m.ImageVersion == m.Version ? m.AreaKeys : null,
        }),
        "met(id, trip_id, earliest, latest, has_unsupported, has_disputed, modality, is_held_in_future, has_unnamed, area_keys)",
        $"""
        SELECT unnest(ARRAY[{string.Join(", ", _ofMeetings.Select(r => r.Rule))}]) AS rule,
            unnest(ARRAY[{string.Join(", ", _ofMeetings.Select(r => $"count(*) FILTER (WHERE {r.Condition})::int"))}]) AS count
        FROM (
            SELECT met.has_unsupported, met.has_disputed, met.modality, met.is_held_in_future,
                coalesce(met.has_unnamed, EXISTS (SELECT FROM meeting_participants
                    WHERE meeting_id = met.id AND person_id IS NULL AND organization_id IS NOT NULL)) AS is_unnamed,
                coalesce(met.area_keys = '', NOT EXISTS (SELECT FROM meeting_areas WHERE meeting_id = met.id)) AS is_without_area,
                (met.latest < trips.date_earliest OR met.earliest > trips.date_latest)
                    AND met.earliest < 'infinity' AND trips.date_earliest < 'infinity' AS is_outside_trip
            FROM met LEFT JOIN trips ON trips.id = met.trip_id) checked
        """,
        [],
        cancellation);
}
