using PartnershipTracker.Features.Affiliates;
using PartnershipTracker.Features.Areas;
using PartnershipTracker.Features.Companies;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Trips;

namespace PartnershipTracker.Features.Meetings;

/// <summary>The definition of meetings.</summary>
internal static class MeetingResource
{
    public static readonly Resource<Meeting, MeetingRequest, MeetingResponse> Definition = new()
    {
        Noun = new("meeting", "회동"),
        ExampleId = "019094ca-3c00-7000-8000-000000000201",
        Tag = ("Meetings", "Meetings: who met whom, when, where and about which areas."),
        Remarks = new(
            Create: "The new meeting with its participants and its area links, as one version.",
            Replace: "Members that the body omits are cleared, except `areas`: without it, the area links stay as they are."),
        Includes =
        [
            Include.Referenced<MeetingResponse, Trip, TripResponse, Guid>("trip", m => m.Trip is { } trip ? [trip] : []),
            Include.Referenced<MeetingResponse, Company, CompanyResponse, string>(
                "companies", m => Parties(m).Concat(m.Areas.SelectMany(l => l.Companies))),
            Include.Referenced<MeetingResponse, Affiliate, AffiliateResponse, string>(
                "affiliates", m => Parties(m).Concat(m.Areas.SelectMany(l => l.Affiliates))),
            Include.Referenced<MeetingResponse, Person, PersonResponse, string>(
                "participants", m => m.Participants.SelectMany(p => Include.Optional(p.Person))),
            Include.Referenced<MeetingResponse, Area, AreaResponse, string>("areas", m => m.Areas.Select(l => l.Area)),
        ],
        IncludedIn =
        [
            Include.Referring<TripResponse, Meeting, MeetingResponse, Guid>(
                "meetings", t => t.Id, FirstOfTrips, m => m.TripId!.Value, id => $"trips/{id}/meetings?sort=tripOrder"),
        ],
        Import = new ImportDefinition<Meeting, MeetingRequest, MeetingResponse>
        {
            Write = root => (JsonObject)JsonSerializer.SerializeToNode(MeetingRequest.WithAreas(root), ApiJson.BareDates)!,
            Complete = ParticipantMatcher.Complete,
            Parts = [MeetingPartTables.Participants, MeetingPartTables.Areas],
            Dates = [new("date")],
            Table = CsvMapping<Meeting>.Of<MeetingRow>(
                async (db, meetings, cancellation) =>
                {
                    var ids = meetings.Select(m => m.Id).ToArray();

                    return await MeetingRow.Of(db, db.Meetings.Where(m => ids.Contains(m.Id))).ToListAsync(cancellation);
                },
                Columns),
        },
    };

    private static CsvColumn[] Columns =>
    [
        .. CsvColumns.All("externalId"), .. CsvColumns.Title,
        .. CsvColumns.All("kind", "format", "status", "confidentiality", "date"), CsvColumns.Texts("readers"),
        CsvColumn.Text("venue", "/place/venue"), CsvColumn.Text("city", "/place/city"), CsvColumn.Text("region", "/place/region"),
        CsvColumn.Text("country", "/place/country"), CsvColumns.Plain("trip"),
        CsvColumns.Whole("tripOrder"), CsvColumns.Plain("summary"),
        new(["people", "partiesKo", "partiesEn", "affiliates", "companies"], "/participants", ParticipantMatcher.Participants)
        {
            OtherTable = MeetingPartTables.OfParticipants,
            Within = ParticipantMatcher.ColumnOf,
        },
        new(["areas", "bases", "affiliates", "companies"], "/areas", ParticipantMatcher.Areas) { OtherTable = MeetingPartTables.OfAreas },
    ];

    /// <summary>Returns the organizations of all sides. Each include finds those of its own collection.</summary>
    private static IEnumerable<string> Parties(MeetingResponse meeting) =>
        meeting.Participants.SelectMany(p => Include.Optional(p.Organization));

    /// <summary>Queries the first meetings of each trip that the caller may see, in the order of the trip.</summary>
    private static IQueryable<Meeting> FirstOfTrips(TrackerDb db, Guid[] trips, int max) => db.Trips
        .Where(t => trips.Contains(t.Id))
        .SelectMany(t => db.Meetings
            .Where(m => m.TripId == t.Id).OrderBy(m => m.SortOrder).ThenBy(m => m.Date.Earliest).ThenBy(m => m.Id).Take(max))
        .OrderBy(m => m.SortOrder).ThenBy(m => m.Date.Earliest).ThenBy(m => m.Id);
}
