using System.Text.RegularExpressions;

namespace PartnershipTracker.Features.Erasure;

/// <summary>A free text that contains a name.</summary>
/// <param name="Resource">The collection of the resource that contains the text.</param>
/// <param name="Id">The id of the resource.</param>
/// <param name="Member">The member with the text. In former versions, it is the outermost one.</param>
/// <param name="IsPast">True if a former version, or the reason of a change, contains the text.</param>
public sealed record NamingText(string Resource, string Id, string Member, bool IsPast);

/// <summary>The search for names in all free texts. A regular expression here has the same meaning in .NET and in PostgreSQL.</summary>
internal static class NamingTexts
{
    /// <summary>The shortest name to search for: a single character is in too many texts.</summary>
    private const int MinLength = 2;

    /// <summary>The tables with free texts: the collection and the id of a row's root, and the member that contains the part.</summary>
    private static readonly (string Table, string Resource, string Id, string Part)[] Tables =
    [
        ("organizations", "resource", "id", ""), ("areas", "'areas'", "id", ""), ("people", "'people'", "id", ""),
        ("positions", "'people'", "person_id", "positions."), ("trips", "'trips'", "id", ""), ("meetings", "'meetings'", "id", ""),
        ("meeting_participants", "'meetings'", "meeting_id", "participants."), ("meeting_areas", "'meetings'", "meeting_id", "areas."),
        ("collaborations", "'collaborations'", "id", ""), ("sources", "'sources'", "id", ""),
        ("source_texts", "'sources'", "source_id", ""),
        ("citations", "'citations'", "id", ""), ("feeds", "'feeds'", "id", ""), ("api_keys", "'keys'", "id", ""),
    ];

    /// <summary>Returns regular expressions for a key and for names, to be matched in either case.</summary>
    public static string[] Patterns(string key, IEnumerable<string> names) =>
        [Whole(key), .. names.Where(n => n.Length >= MinLength).Select(Regex.Escape)];

    /// <summary>Returns a regular expression for a key that is not a part of a longer one.</summary>
    public static string Whole(string key) => $"(?<![a-z0-9-]){key}(?![a-z0-9-])";

    /// <summary>Replaces each match in a text.</summary>
    public static string Replace(string text, string pattern, string by) =>
        Regex.Replace(text, pattern, by, RegexOptions.IgnoreCase, TimeSpan.FromSeconds(5));

    /// <summary>Returns the texts that match.</summary>
    public static async Task<IReadOnlyList<NamingText>> Find(TrackerDb db, string[] patterns, CancellationToken cancellation)
    {
        var present = Tables.Select(t =>
            $$"""
            SELECT {{t.Resource}} AS resource, t.{{t.Id}}::text AS id, '{{t.Part}}' || member.key AS member, false AS is_past
            FROM {{t.Table}} t, jsonb_each_text(to_jsonb(t) - ARRAY['image', 'sort_name']) member WHERE member.value ~* ANY ({0})
            """);
        const string Past =
            """
            SELECT resource, resource_id, member.key, true
            FROM changes, jsonb_each_text(image::jsonb) member WHERE member.value ~* ANY ({0})
            UNION SELECT resource, resource_id, 'reason', true FROM changes WHERE reason ~* ANY ({0})
            """;

        var sql = $"SELECT * FROM ({string.Join(" UNION ", present.Append(Past))}) texts ORDER BY resource, id, is_past, member";

        var found = await db.Database.SqlQueryRaw<NamingText>(sql, [patterns]).ToListAsync(cancellation);

        return [.. found.Select(t => t with { Member = MemberOf(t.Member) }).Distinct()];
    }

    /// <summary>Returns the member that a column holds: <c>title</c> of <c>title_ko</c>.</summary>
    private static string MemberOf(string column)
    {
        var words = column.Split('_');

        return string.Concat((words is [.., _, "ko" or "en"] ? words.SkipLast(1) : words)
            .Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
