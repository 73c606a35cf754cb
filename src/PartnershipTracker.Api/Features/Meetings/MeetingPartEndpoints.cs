namespace PartnershipTracker.Features.Meetings;

/// <summary>
/// The endpoints of a meeting's area links and participants. Both share the version of the meeting: every change raises it, and the
/// response has the new ETag.
/// </summary>
public static class MeetingPartEndpoints
{
    public static void MapMeetingParts(this RouteGroupBuilder api)
    {
        var areas = api.MapGroup("/meetings/{meetingId}/areas").NeedsReadOrWrite().WithTag(
            "Area links", "The links between meetings and areas, with the affiliates and companies concerned and the basis of the link.");

        areas.MapGet("/", ListAreas).WithName("listAreaLinks");
        areas.MapGet("/{areaId}", GetArea).WithName("getAreaLink");
        areas.MapPut("/{areaId}", PutArea).WithName("putAreaLink");
        areas.MapDelete("/{areaId}", DeleteArea).WithName("deleteAreaLink");

        var participants = api.MapGroup("/meetings/{meetingId}/participants").NeedsReadOrWrite().WithTag(
            "Participants", "The participants of meetings, with their side and their role.");

        participants.MapGet("/", ListParticipants).WithName("listParticipants");
        participants.MapPost("/", CreateParticipant).WithName("createParticipant");
        participants.MapGet("/{participantId:guid}", GetParticipant).WithName("getParticipant");
        participants.MapPut("/{participantId:guid}", ReplaceParticipant).WithName("replaceParticipant");
        participants.MapDelete("/{participantId:guid}", DeleteParticipant).WithName("deleteParticipant");
    }

    /// <summary>List the area links of a meeting</summary>
    /// <remarks>All area links of the meeting, by the key of the area.</remarks>
    /// <param name="meetingId" example="019094ca-3c00-7000-8000-000000000201">The meeting's id.</param>
    private static async Task<Ok<PartsResponse<AreaLinkResponse>>> ListAreas(string meetingId, TrackerDb db, CancellationToken cancellation)
    {
        var meeting = await db.Get<Meeting>(meetingId, cancellation);

        return TypedResults.Ok(PartResponses.Of(meeting, MeetingResponse.From(meeting).Areas));
    }

    /// <summary>Get one area link of a meeting</summary>
    /// <remarks>The response shows the affiliates and companies concerned, and the basis of the link.</remarks>
    /// <param name="meetingId" example="019094ca-3c00-7000-8000-000000000201">The meeting's id.</param>
    /// <param name="areaId" example="ai-services">The area's key.</param>
    private static async Task<Ok<AreaLinkResponse>> GetArea(
        string meetingId, string areaId, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(AreaLinkResponse.Of(await db.Get<Meeting>(meetingId, cancellation), areaId));

    /// <summary>Create or replace an area link of a meeting</summary>
    /// <remarks>
    /// A meeting has at most one link to an area. The change raises the meeting's version. If-Match is optional, and checked when sent.
    /// </remarks>
    /// <param name="meetingId" example="019094ca-3c00-7000-8000-000000000201">The meeting's id.</param>
    /// <param name="areaId" example="ai-services">The area's key.</param>
    private static async Task<Results<Ok<AreaLinkResponse>, Created<AreaLinkResponse>>> PutArea(
        string meetingId, string areaId, AreaLinkRequest request, PartPrecondition precondition, ResourceWriter writer,
        CancellationToken cancellation)
    {
        var link = new LinkedArea(areaId, request);
        var meeting = await writer.ChangePart<Meeting, MeetingResponse>(meetingId, precondition, link, cancellation);
        var response = AreaLinkResponse.Of(meeting, areaId);

        return link.IsNew ? TypedResults.Created($"/api/v1/meetings/{meeting.Id}/areas/{areaId}", response) : TypedResults.Ok(response);
    }

    /// <summary>Delete an area link of a meeting</summary>
    /// <remarks>The change raises the meeting's version. If-Match is optional, and checked when sent.</remarks>
    /// <param name="meetingId" example="019094ca-3c00-7000-8000-000000000201">The meeting's id.</param>
    /// <param name="areaId" example="ai-services">The area's key.</param>
    private static async Task<PartDeleted> DeleteArea(
        string meetingId, string areaId, PartPrecondition precondition, ResourceWriter writer, CancellationToken cancellation) =>
        PartDeleted.Of(
            await writer.ChangePart<Meeting, MeetingResponse>(meetingId, precondition, new UnlinkedArea(areaId), cancellation));

    /// <summary>List the participants of a meeting</summary>
    /// <remarks>All participants of the meeting, in order.</remarks>
    /// <param name="meetingId" example="019094ca-3c00-7000-8000-000000000201">The meeting's id.</param>
    private static async Task<Ok<PartsResponse<ParticipantResponse>>> ListParticipants(
        string meetingId, TrackerDb db, CancellationToken cancellation)
    {
        var meeting = await db.Get<Meeting>(meetingId, cancellation);

        return TypedResults.Ok(PartResponses.Of(meeting, MeetingResponse.From(meeting).Participants));
    }

    /// <summary>Create a participant of a meeting</summary>
    /// <remarks>
    /// The new participant comes last. The change raises the meeting's version. If-Match is optional, and checked when sent.
    /// </remarks>
    /// <param name="meetingId" example="019094ca-3c00-7000-8000-000000000201">The meeting's id.</param>
    private static async Task<Created<ParticipantResponse>> CreateParticipant(
        string meetingId, ParticipantRequest request, PartPrecondition precondition, ResourceWriter writer, CancellationToken cancellation)
    {
        var added = new AddedParticipant(request);
        var meeting = await writer.ChangePart<Meeting, MeetingResponse>(meetingId, precondition, added, cancellation);

        return TypedResults.Created($"/api/v1/meetings/{meeting.Id}/participants/{added.Id}", ParticipantResponse.Of(meeting, added.Id));
    }

    /// <summary>Get one participant of a meeting</summary>
    /// <remarks>The response shows the organization, the person, the stated title, the side and the role.</remarks>
    /// <param name="meetingId" example="019094ca-3c00-7000-8000-000000000201">The meeting's id.</param>
    /// <param name="participantId" example="019094ca-3c00-7000-8000-000000002012">The participant's id.</param>
    private static async Task<Ok<ParticipantResponse>> GetParticipant(
        string meetingId, Guid participantId, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(ParticipantResponse.Of(await db.Get<Meeting>(meetingId, cancellation), participantId));

    /// <summary>Replace a participant of a meeting</summary>
    /// <remarks>
    /// Members that the body omits are cleared. The change raises the meeting's version. If-Match is optional, and checked when sent.
    /// </remarks>
    /// <param name="meetingId" example="019094ca-3c00-7000-8000-000000000201">The meeting's id.</param>
    /// <param name="participantId" example="019094ca-3c00-7000-8000-000000002012">The participant's id.</param>
    private static async Task<Ok<ParticipantResponse>> ReplaceParticipant(
        string meetingId, Guid participantId, ParticipantRequest request, PartPrecondition precondition, ResourceWriter writer,
        CancellationToken cancellation) =>
        TypedResults.Ok(ParticipantResponse.Of(
            await writer.ChangePart<Meeting, MeetingResponse>(
                meetingId, precondition, new ReplacedParticipant(participantId, request), cancellation),
            participantId));

    /// <summary>Delete a participant of a meeting</summary>
    /// <remarks>
    /// The deletion is refused with 409 while an area link names the company of the participant. The change raises the meeting's version.
    /// If-Match is optional, and checked when sent.
    /// </remarks>
    /// <param name="meetingId" example="019094ca-3c00-7000-8000-000000000201">The meeting's id.</param>
    /// <param name="participantId" example="019094ca-3c00-7000-8000-000000002012">The participant's id.</param>
    private static async Task<PartDeleted> DeleteParticipant(
        string meetingId, Guid participantId, PartPrecondition precondition, ResourceWriter writer, CancellationToken cancellation) =>
        PartDeleted.Of(await writer.ChangePart<Meeting, MeetingResponse>(
            meetingId, precondition, new RemovedParticipant(participantId), cancellation));
}
