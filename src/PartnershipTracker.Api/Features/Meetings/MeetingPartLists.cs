using System.Linq.Expressions;
using PartnershipTracker.Files.Writers;

namespace PartnershipTracker.Features.Meetings;

/// <summary>The participants and the area links of all meetings, as lists and as tables.</summary>
public static class MeetingPartLists
{
    private static readonly Sorting<PartOfMeeting<Participant>> ByOrdinal = PartOfMeeting<Participant>.SortedBy(p => p.Part.Ordinal);

    private static readonly Sorting<PartOfMeeting<AreaLink>> ByArea = PartOfMeeting<AreaLink>.SortedBy(l => l.Part.AreaId);

    public static void MapMeetingPartLists(this RouteGroupBuilder api)
    {
        api.MapGroup($"/{MeetingPartTables.OfParticipants}").NeedsReadOrWrite().WithTags("Participants")
            .MapGet("/", ListParticipants).WithName("listMeetingParticipants");
        api.MapTable($"/{MeetingPartTables.OfParticipants}", "Participants", "exportMeetingParticipants", ExportParticipants);
        api.MapGroup($"/{MeetingPartTables.OfAreas}").NeedsReadOrWrite().WithTags("Area links")
            .MapGet("/", ListAreas).WithName("listMeetingAreas");
        api.MapTable($"/{MeetingPartTables.OfAreas}", "Area links", "exportMeetingAreas", ExportAreas);
    }

    /// <summary>List the participants of meetings</summary>
    /// <remarks>
    /// All participants of the meetings that match the filters, by the date of the meeting. The filters are those of the list of meetings:
    /// with `company`, the other participants of its meetings are in the list too.
    /// </remarks>
    private static async Task<Ok<Page<MeetingParticipantResponse>>> ListParticipants(
        [AsParameters] MeetingPartFilter filter, [AsParameters] MeetingCriteria criteria, [AsParameters] MeetingQualityFilter quality,
        TrackerDb db, CancellationToken cancellation)
    {
        await db.ReadSnapshot(cancellation);
        var found = (await Find(db, filter, criteria, quality, cancellation))
            .SelectMany(m => m.Participants, (m, p) => new PartOfMeeting<Participant> { Meeting = m, Part = p });

        return TypedResults.Ok(await Page(
            found, filter, ByOrdinal, row => [row.Part.Ordinal],
            row => MeetingParticipantResponse.From(row.Part, row), cancellation));
    }

    /// <summary>List the area links of meetings</summary>
    /// <remarks>
    /// All area links of the meetings that match the filters, by the date of the meeting. The filters are those of the list of meetings:
    /// with `area`, the other links of its meetings are in the list too.
    /// </remarks>
    private static async Task<Ok<Page<MeetingAreaResponse>>> ListAreas(
        [AsParameters] MeetingPartFilter filter, [AsParameters] MeetingCriteria criteria, [AsParameters] MeetingQualityFilter quality,
        TrackerDb db, CancellationToken cancellation)
    {
        await db.ReadSnapshot(cancellation);
        var found = (await Find(db, filter, criteria, quality, cancellation))
            .SelectMany(m => m.Areas, (m, l) => new PartOfMeeting<AreaLink> { Meeting = m, Part = l });

        return TypedResults.Ok(await Page(
            found, filter, ByArea, row => [row.Part.AreaId],
            row => MeetingAreaResponse.From(row.Part, row), cancellation));
    }

    /// <summary>Export the participants of meetings</summary>
    /// <remarks>
    /// One row for each participant of the meetings that match the filters, without pages. An import with `resource=meeting-participants`
    /// changes the participants of existing meetings and adds new ones.
    /// </remarks>
    private static async Task<TableFile<MeetingParticipantRow>> ExportParticipants(
        [AsParameters] MeetingPartFilter filter, [AsParameters] MeetingCriteria criteria, [AsParameters] MeetingQualityFilter quality,
        ExportSession session, CancellationToken cancellation) => new(
        MeetingPartTables.OfParticipants,
        (await Find(session.Db, filter, criteria, quality, cancellation)).Where(m => m.Participants.Any())
            .InOrder(filter, MeetingFilter.Sorting).ExportWith(all => MeetingParticipantRow.Of(session.Db, all)));

    /// <summary>Export the area links of meetings</summary>
    /// <remarks>
    /// One row for each area link of the meetings that match the filters, without pages. An import with `resource=meeting-areas` changes
    /// the links of existing meetings and adds new ones.
    /// </remarks>
    private static async Task<TableFile<MeetingAreaRow>> ExportAreas(
        [AsParameters] MeetingPartFilter filter, [AsParameters] MeetingCriteria criteria, [AsParameters] MeetingQualityFilter quality,
        ExportSession session, CancellationToken cancellation) => new(
        MeetingPartTables.OfAreas,
        (await Find(session.Db, filter, criteria, quality, cancellation)).Where(m => m.Areas.Any())
            .InOrder(filter, MeetingFilter.Sorting).ExportWith(all => MeetingAreaRow.Of(session.Db, all)));

    private static async Task<IQueryable<Meeting>> Find(
        TrackerDb db, MeetingPartFilter filter, MeetingCriteria criteria, MeetingQualityFilter quality, CancellationToken cancellation) =>
        (await db.Meetings(criteria, filter.Kind, cancellation)).Matching(filter).With(db, quality);

    private static async Task<Page<TShown>> Page<TPart, TShown>(
        IQueryable<PartOfMeeting<TPart>> found, MeetingPartFilter filter, Sorting<PartOfMeeting<TPart>> sorting,
        Func<MeetingPartRow<TPart>, object?[]> lastKey, Func<MeetingPartRow<TPart>, TShown> show, CancellationToken cancellation)
        where TPart : class
    {
        Expression<Func<PartOfMeeting<TPart>, MeetingPartRow<TPart>>> columns = p => new MeetingPartRow<TPart>
        {
            Part = p.Part,
            Id = p.Meeting.Id,
            ExternalId = p.Meeting.ExternalId,
            TitleKo = p.Meeting.Title.Ko,
            TitleEn = p.Meeting.Title.En,
            Earliest = p.Meeting.Date.Earliest,
            Latest = p.Meeting.Date.Latest,
            SortOrder = p.Meeting.SortOrder,
            Version = p.Meeting.Version,
            UpdatedAt = p.Meeting.UpdatedAt,
            Confidentiality = p.Meeting.Confidentiality,
            Readers = p.Meeting.Readers,
        };
        Func<MeetingPartRow<TPart>, object?[]> keys = filter.Sort is null or "date" or "-date"
            ? row => [row.Earliest, row.Latest, row.SortOrder, row.Id, .. lastKey(row)]
            : row => [row.UpdatedAt, row.Id, .. lastKey(row)];
        var (rows, next, total) = await found.ToRows(filter, sorting, _ => columns, keys, cancellation);

        return new([.. rows.Select(show)], next, total);
    }
}
