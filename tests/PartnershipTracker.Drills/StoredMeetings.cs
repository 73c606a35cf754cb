using Npgsql;

namespace PartnershipTracker.Drills;

/// <summary>The meetings of the drill that the database contains.</summary>
internal sealed class StoredMeetings
{
    private readonly Dictionary<string, List<SavedChange>> _meetings = new(StringComparer.Ordinal);

    private sealed record SavedChange(Guid Id, long Changes, long Audited);

    /// <summary>The number of change rows of such meetings, deleted ones included.</summary>
    public long Changes { get; private set; }

    public static async Task<StoredMeetings> Read(string owner, CancellationToken cancellation)
    {
        var stored = new StoredMeetings();
        await using var source = NpgsqlDataSource.Create(owner);
        await using var command = source.CreateCommand($"""
            SELECT title_en, id,
                (SELECT count(*) FROM changes c WHERE c.resource = 'meetings' AND c.resource_id = m.id::text),
                (SELECT count(*) FROM audit a WHERE a.kind = 'change' AND a.resource = 'meetings' AND a.resource_id = m.id::text)
            FROM meetings m WHERE title_en LIKE '{MeetingCreation.Mark}%'
            """);
        await using var rows = await command.ExecuteReaderAsync(cancellation);

        while (await rows.ReadAsync(cancellation))
        {
            var saved = new SavedChange(rows.GetGuid(1), rows.GetInt64(2), rows.GetInt64(3));
            stored._meetings[rows.GetString(0)] = [.. stored._meetings.GetValueOrDefault(rows.GetString(0)) ?? [], saved];
        }

        await using var count = source.CreateCommand(
            $"SELECT count(*) FROM changes WHERE resource = 'meetings' AND image -> 'title' ->> 'en' LIKE '{MeetingCreation.Mark}%'");
        stored.Changes = (long)(await count.ExecuteScalarAsync(cancellation))!;

        return stored;
    }

    public int Lost(IEnumerable<MeetingCreation> acknowledged) => acknowledged.Count(o => !Of(o).Exists(e => e.Id == o.Acknowledged!.Id));

    /// <summary>Checks that exactly the acknowledged meetings are stored, once, with one row in each log.</summary>
    public void Compare(IReadOnlyCollection<MeetingCreation> acknowledged, CheckResults results)
    {
        var lost = Lost(acknowledged);
        var doubled = _meetings.Values.Count(entries => entries.Count > 1 || entries[0] is not { Changes: 1, Audited: 1 });
        var stored = _meetings.Values.Sum(entries => entries.Count);

        results.Check(lost == 0, $"{lost} of {acknowledged.Count} acknowledged meetings lost");
        results.Check(doubled == 0, $"{doubled} doubled: one meeting, one change and one audit row for each key");
        results.Check(
            stored == acknowledged.Count && Changes == stored,
            $"{stored} meetings and {Changes} changes in the database, {acknowledged.Count} acknowledged");
    }

    private List<SavedChange> Of(MeetingCreation creation) => _meetings.GetValueOrDefault(creation.Title) ?? [];
}
