using Microsoft.AspNetCore.Http.HttpResults;
using PartnershipTracker.Data;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Resources.Reading;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Routing;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Meetings;

/// <summary>
/// What hangs on a meeting. Its version is the meeting's: whatever changes here raises that, and the answers carry the new ETag.
/// </summary>
public static class MeetingPartEndpoints
{
    public static void MapMeetingParts(this IEndpointRouteBuilder api)
    {
        var areas = api.MapGroup("/meetings/{meetingId}/areas").NeedsReadOrWrite().WithTag(
            "Area links", "What a meeting had to do with an area: for which affiliates and companies, and whether a source says so.");

        areas.MapGet("/", ListAreas).WithName("listAreaLinks");
        areas.MapGet("/{areaId}", GetArea).WithName("getAreaLink");
        areas.MapPut("/{areaId}", LinkArea).WithName("putAreaLink");
        areas.MapDelete("/{areaId}", UnlinkArea).WithName("deleteAreaLink");

        var participants = api.MapGroup("/meetings/{meetingId}/participants").NeedsReadOrWrite().WithTag(
            "Participants", "Who was at a meeting, and on whose side.");

        participants.MapGet("/", ListParticipants).WithName("listParticipants");
        participants.MapPost("/", AddParticipant).WithName("createParticipant");
        participants.MapGet("/{participantId:guid}", GetParticipant).WithName("getParticipant");
        participants.MapPut("/{participantId:guid}", ReplaceParticipant).WithName("replaceParticipant");
        participants.MapDelete("/{participantId:guid}", RemoveParticipant).WithName("deleteParticipant");
    }

    /// <summary>List the areas of a meeting</summary>
    /// <remarks>Every area that the meeting is linked to, by key.</remarks>
    /// <param name="meetingId" example="019094ca-3c00-7000-8000-000000000201">The meeting's id.</param>
    private static async Task<Ok<PartsResponse<AreaLinkResponse>>> ListAreas(string meetingId, TrackerDb db, CancellationToken cancellation)
    {
        var meeting = await db.Get<Meeting>(meetingId, cancellation);

        return TypedResults.Ok(PartResponses.Of(meeting, MeetingResponse.From(meeting).Areas));
    }

    /// <summary>Get the link between a meeting and an area</summary>
    /// <remarks>Whom it concerned, and whether a source says so or the analyst concluded it.</remarks>
    /// <param name="meetingId" example="019094ca-3c00-7000-8000-000000000201">The meeting's id.</param>
    /// <param name="areaId" example="ai-services">The area's key.</param>
    private static async Task<Ok<AreaLinkResponse>> GetArea(
        string meetingId, string areaId, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(AreaLinkResponse.Of(await db.Get<Meeting>(meetingId, cancellation), areaId));

    /// <summary>Link a meeting to an area, or replace the link</summary>
    /// <remarks>
    /// There is one link between a meeting and an area. It raises the meeting's version. If-Match is optional, and checked when sent.
    /// </remarks>
    /// <param name="meetingId" example="019094ca-3c00-7000-8000-000000000201">The meeting's id.</param>
    /// <param name="areaId" example="ai-services">The area's key.</param>
    private static async Task<Results<Ok<AreaLinkResponse>, Created<AreaLinkResponse>>> LinkArea(
        string meetingId, string areaId, AreaLinkRequest request, PartPrecondition precondition, ResourceWriter write,
        CancellationToken cancellation)
    {
        var link = new LinkedArea(areaId, request);
        var meeting = await write.ChangePart<Meeting, MeetingResponse>(meetingId, precondition, link, cancellation);
        var shown = AreaLinkResponse.Of(meeting, areaId);

        return link.IsNew ? TypedResults.Created($"/api/v1/meetings/{meeting.Id}/areas/{areaId}", shown) : TypedResults.Ok(shown);
    }

    /// <summary>Remove the link between a meeting and an area</summary>
    /// <remarks>It raises the meeting's version. If-Match is optional, and checked when sent.</remarks>
    /// <param name="meetingId" example="019094ca-3c00-7000-8000-000000000201">The meeting's id.</param>
    /// <param name="areaId" example="ai-services">The area's key.</param>
    private static async Task<PartDeleted> UnlinkArea(
        string meetingId, string areaId, PartPrecondition precondition, ResourceWriter write, CancellationToken cancellation) =>
        new(await write.ChangePart<Meeting, MeetingResponse>(meetingId, precondition, new UnlinkedArea(areaId), cancellation));

    /// <summary>List the participants of a meeting</summary>
    /// <remarks>Everyone who met, in order.</remarks>
    /// <param name="meetingId" example="019094ca-3c00-7000-8000-000000000201">The meeting's id.</param>
    private static async Task<Ok<PartsResponse<ParticipantResponse>>> ListParticipants(
        string meetingId, TrackerDb db, CancellationToken cancellation)
    {
        var meeting = await db.Get<Meeting>(meetingId, cancellation);

        return TypedResults.Ok(PartResponses.Of(meeting, MeetingResponse.From(meeting).Participants));
    }

    /// <summary>Add a participant to a meeting</summary>
    /// <remarks>The new one comes last. It raises the meeting's version. If-Match is optional, and checked when sent.</remarks>
    /// <param name="meetingId" example="019094ca-3c00-7000-8000-000000000201">The meeting's id.</param>
    private static async Task<Created<ParticipantResponse>> AddParticipant(
        string meetingId, ParticipantRequest request, PartPrecondition precondition, ResourceWriter write, CancellationToken cancellation)
    {
        var added = new AddedParticipant(request);
        var meeting = await write.ChangePart<Meeting, MeetingResponse>(meetingId, precondition, added, cancellation);

        return TypedResults.Created($"/api/v1/meetings/{meeting.Id}/participants/{added.Id}", ParticipantResponse.Of(meeting, added.Id));
    }

    /// <summary>Get one participant of a meeting</summary>
    /// <remarks>Who it is, on whose side, and with which title.</remarks>
    /// <param name="meetingId" example="019094ca-3c00-7000-8000-000000000201">The meeting's id.</param>
    /// <param name="participantId" example="019094ca-3c00-7000-8000-000000002012">The participant's id.</param>
    private static async Task<Ok<ParticipantResponse>> GetParticipant(
        string meetingId, Guid participantId, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(ParticipantResponse.Of(await db.Get<Meeting>(meetingId, cancellation), participantId));

    /// <summary>Replace a participant of a meeting</summary>
    /// <remarks>
    /// What the body leaves out is cleared. It raises the meeting's version. If-Match is optional, and checked when sent.
    /// </remarks>
    /// <param name="meetingId" example="019094ca-3c00-7000-8000-000000000201">The meeting's id.</param>
    /// <param name="participantId" example="019094ca-3c00-7000-8000-000000002012">The participant's id.</param>
    private static async Task<Ok<ParticipantResponse>> ReplaceParticipant(
        string meetingId, Guid participantId, ParticipantRequest request, PartPrecondition precondition, ResourceWriter write,
        CancellationToken cancellation) =>
        TypedResults.Ok(ParticipantResponse.Of(
            await write.ChangePart<Meeting, MeetingResponse>(
                meetingId, precondition, new ReplacedParticipant(participantId, request), cancellation),
            participantId));

    /// <summary>Remove a participant from a meeting</summary>
    /// <remarks>
    /// Refused while an area link names its company. It raises the meeting's version. If-Match is optional, and checked when sent.
    /// </remarks>
    /// <param name="meetingId" example="019094ca-3c00-7000-8000-000000000201">The meeting's id.</param>
    /// <param name="participantId" example="019094ca-3c00-7000-8000-000000002012">The participant's id.</param>
    private static async Task<PartDeleted> RemoveParticipant(
        string meetingId, Guid participantId, PartPrecondition precondition, ResourceWriter write, CancellationToken cancellation) =>
        new(await write.ChangePart<Meeting, MeetingResponse>(meetingId, precondition, new RemovedParticipant(participantId), cancellation));
}
