using PartnershipTracker.Features.Affiliates;
using PartnershipTracker.Features.Areas;
using PartnershipTracker.Features.Citations;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Companies;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Sources;
using PartnershipTracker.Features.Trips;
using PartnershipTracker.Resources.Views;

namespace PartnershipTracker.Features.Inclusions;

/// <summary>
/// What can be included with what: whatever a thing names by key, so that a dashboard has the names to show, and what a page about a thing
/// lists of it. A meeting's participants and area links are in its body anyway: included with them is whom and what they name.
/// </summary>
public static class IncludeServices
{
    public static void AddInclusions(this IServiceCollection services) => services
        .AddView(new Includes<CompanyResponse>().ToThoseOf<Collaboration, CollaborationResponse, string>(
            "collaborations", c => c.Id, TopPerParent.CollaborationsOfCompanies, c => c.CompanyId, id => $"collaborations?company={id}"))
        .AddView(new Includes<AffiliateResponse>()
            .To<Affiliate, AffiliateResponse, string>("parent", a => One(a.Parent))
            .ToThoseOf<Collaboration, CollaborationResponse, string>(
                "collaborations", a => a.Id, TopPerParent.CollaborationsOfAffiliates, c => c.AffiliateId, id => $"collaborations?affiliate={id}"))
        .AddView(new Includes<AreaResponse>()
            .To<Area, AreaResponse, string>("parent", a => One(a.Parent))
            .ToThoseOf<Area, AreaResponse, string>("children", a => a.Id, TopPerParent.Areas, a => a.ParentId, id => $"areas?parent={id}"))
        .AddView(new Includes<PersonResponse>()
            .To<Company, CompanyResponse, string>("companies", p => p.Positions.Select(held => held.Organization))
            .To<Affiliate, AffiliateResponse, string>("affiliates", p => p.Positions.Select(held => held.Organization))
            .ToThoseOf<Citation, CitationResponse, string>("citations", p => p.Id, TopPerParent.CitationsOfPeople, c => c.PersonId, Cited))
        .AddView(new Includes<TripResponse>()
            .To<Person, PersonResponse, string>("traveller", t => One(t.Traveller))
            .ToThoseOf<Meeting, MeetingResponse, Guid>(
                "meetings", t => t.Id, TopPerParent.Meetings, m => m.TripId!.Value, id => $"trips/{id}/meetings?sort=tripOrder")
            .ToThoseOf<Citation, CitationResponse, Guid>("citations", t => t.Id, TopPerParent.CitationsOfTrips, c => c.TripId!.Value, Cited))
        .AddView(new Includes<MeetingResponse>()
            .To<Trip, TripResponse, Guid>("trip", m => m.Trip is { } trip ? [trip] : [])
            .To<Company, CompanyResponse, string>("companies", m => Parties(m).Concat(m.Areas.SelectMany(l => l.Companies)))
            .To<Affiliate, AffiliateResponse, string>("affiliates", m => Parties(m).Concat(m.Areas.SelectMany(l => l.Affiliates)))
            .To<Person, PersonResponse, string>("participants", m => m.Participants.SelectMany(p => One(p.Person)))
            .To<Area, AreaResponse, string>("areas", m => m.Areas.Select(l => l.Area))
            .ToThoseOf<Citation, CitationResponse, Guid>("citations", m => m.Id, TopPerParent.CitationsOfMeetings, c => c.MeetingId!.Value, Cited))
        .AddView(new Includes<CollaborationResponse>()
            .To<Affiliate, AffiliateResponse, string>("affiliate", c => [c.Affiliate])
            .To<Company, CompanyResponse, string>("company", c => [c.Company])
            .To<Area, AreaResponse, string>("area", c => [c.Area])
            .ToThoseOf<Citation, CitationResponse, Guid>(
                "citations", c => c.Id, TopPerParent.CitationsOfCollaborations, c => c.CollaborationId!.Value, Cited))
        .AddView(new Includes<SourceResponse>().ToThoseOf<Citation, CitationResponse, Guid>(
            "citations", s => s.Id, TopPerParent.CitationsOfSources, c => c.SourceId, id => $"sources/{id}/facts"))
        .AddView(new Includes<CitationResponse>()
            .To<Source, SourceResponse, Guid>("source", c => [c.Source])
            .To<Meeting, MeetingResponse, Guid>("meeting", c => About(c, "meetings").Select(Guid.Parse))
            .To<Collaboration, CollaborationResponse, Guid>("collaboration", c => About(c, "collaborations").Select(Guid.Parse))
            .To<Trip, TripResponse, Guid>("trip", c => About(c, "trips").Select(Guid.Parse))
            .To<Person, PersonResponse, string>("person", c => About(c, "people")));

    private static string Cited<T>(T id) => $"citations?target={id}";

    private static string[] About(CitationResponse citation, string resource) =>
        new Target(citation.Target.Type!.Value, citation.Target.Id!, null).Resource == resource ? [citation.Target.Id!] : [];

    /// <summary>Of either kind: each collection finds its own.</summary>
    private static IEnumerable<string> Parties(MeetingResponse meeting) => meeting.Participants.SelectMany(p => One(p.Organization));

    private static string[] One(string? key) => key is null ? [] : [key];
}
