namespace PartnershipTracker.Features.Meetings;

/// <summary>The tables of the parts of meetings.</summary>
internal static class MeetingPartTables
{
    public const string OfParticipants = "meeting-participants";

    public const string OfAreas = "meeting-areas";

    /// <summary>The columns of a meeting in the statements of its parts.</summary>
    public const string Met = "met(id, external_id, title_ko, title_en, date)";

    private const string Meeting = "meeting";

    public static readonly PartTable<Meeting> Participants = PartTable<Meeting>.Of(
        OfParticipants, "participants", "id", Meeting,
        (db, meetings, cancellation) => Rows(db, meetings, MeetingParticipantRow.Of, cancellation),
        [
            .. CsvColumns.All("organization", "person", "statedTitle", "side", "role"), CsvColumns.Whole("headCount"),
            new(["partyKo", "partyEn"], "/party", Party),
        ]);

    public static readonly PartTable<Meeting> Areas = PartTable<Meeting>.Of(
        OfAreas, "areas", "area", Meeting,
        (db, meetings, cancellation) => Rows(db, meetings, MeetingAreaRow.Of, cancellation),
        [.. CsvColumns.All("area", "basis", "rationale"), CsvColumns.Texts("affiliates"), CsvColumns.Texts("companies")]);

    public static IQueryable Columns(IQueryable<Meeting> found) =>
        found.Select(m => new { m.Id, m.ExternalId, m.Title.Ko, m.Title.En, m.Date.Edtf });

    /// <summary>Reads a party in words. Without any words there is none.</summary>
    private static JsonObject? Party(IReadOnlyList<string?> cells) =>
        cells[0] is null && cells[1] is null ? null : new() { ["ko"] = cells[0], ["en"] = cells[1] };

    private static async Task<IEnumerable<TRow>> Rows<TRow>(
        TrackerDb db, IReadOnlyList<Meeting> meetings, Func<TrackerDb, IQueryable<Meeting>, IAsyncEnumerable<TRow>> rows,
        CancellationToken cancellation)
    {
        var ids = meetings.Select(m => m.Id).ToArray();

        return await rows(db, db.Meetings.Where(m => ids.Contains(m.Id))).ToListAsync(cancellation);
    }
}
