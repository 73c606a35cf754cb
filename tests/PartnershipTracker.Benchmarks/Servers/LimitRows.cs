using System.Data.Common;

namespace PartnershipTracker.Benchmarks.Servers;

/// <summary>The rows of <see cref="LimitReader"/>, by the order of their columns.</summary>
internal static class LimitRows
{
    public static MeetingDto ReadMeeting(DbDataReader row)
    {
        var place = new PlaceDto(Text(row, 12), Text(row, 13), Text(row, 14), Text(row, 15));

        return new(
            row.GetGuid(0), Text(row, 1), new(Text(row, 2), Text(row, 3)), row.GetString(4), row.GetString(5), row.GetString(6),
            row.GetString(7), row.GetFieldValue<string[]>(8), Date(row, 9)!, place is (null, null, null, null) ? null : place,
            row.IsDBNull(16) ? null : row.GetGuid(16), row.IsDBNull(17) ? null : row.GetInt32(17), Text(row, 18), new(8), new(4),
            row.GetBoolean(19), row.GetBoolean(20), row.GetFieldValue<string[]>(21), row.GetInt32(22), row.GetDateTime(23),
            row.GetDateTime(24));
    }

    public static PersonDto ReadPerson(DbDataReader row)
    {
        var aliases = row.GetFieldValue<string[]>(3).Select(a => new AliasDto(a, Weak: false));

        return new(
            row.GetString(0), new(Text(row, 1), Text(row, 2)),
            [.. aliases, .. row.GetFieldValue<string[]>(4).Select(a => new AliasDto(a, Weak: true))], [], row.GetInt32(5),
            row.GetDateTime(6), row.GetDateTime(7));
    }

    public static ParticipantDto ReadParticipant(DbDataReader row)
    {
        var organization = Text(row, 2);

        return new(
            row.GetGuid(1), organization, organization is null ? new(Text(row, 3), Text(row, 4)) : null, Text(row, 5), Text(row, 6),
            row.GetString(7), row.GetString(8), row.IsDBNull(9) ? null : row.GetInt32(9), row.GetBoolean(10), row.GetBoolean(11));
    }

    public static AreaLinkDto ReadLink(DbDataReader row) => new(
        row.GetString(1), row.GetFieldValue<string[]>(2), row.GetFieldValue<string[]>(3), row.GetString(4), Text(row, 5), row.GetBoolean(6),
        row.GetBoolean(7));

    public static DateDto? Date(DbDataReader row, int first) => row.IsDBNull(first)
        ? null
        : DateDto.Of(row.GetString(first), row.GetFieldValue<DateOnly>(first + 1), row.GetFieldValue<DateOnly>(first + 2));

    public static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
