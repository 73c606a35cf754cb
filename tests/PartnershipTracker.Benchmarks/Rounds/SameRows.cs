using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PartnershipTracker.Benchmarks.Data;
using PartnershipTracker.Benchmarks.Servers;

namespace PartnershipTracker.Benchmarks.Rounds;

/// <summary>
/// The check that all servers do the same work in a write: after the same requests, the rows of the meeting in all tables are equal, except
/// for ids, instants, the name of the caller and the numbers of transactions. So are the answers.
/// </summary>
internal static partial class SameRows
{
    /// <summary>
    /// All rows of a meeting as JSON. The stored answer is encrypted, so what can be compared is its length without the body, which it
    /// holds as base64.
    /// </summary>
    private const string Rows =
        """
        SELECT jsonb_pretty(jsonb_build_object(
            'meeting', (SELECT to_jsonb(t) || jsonb_build_object('image', convert_from(image, 'UTF8')) FROM meetings t WHERE id = met.id),
            'participants', (SELECT jsonb_agg(to_jsonb(t) ORDER BY ordinal) FROM meeting_participants t WHERE meeting_id = met.id),
            'areas', (SELECT jsonb_agg(to_jsonb(t) ORDER BY area_id) FROM meeting_areas t WHERE meeting_id = met.id),
            'organizations', (SELECT jsonb_agg(to_jsonb(t) ORDER BY organization_id)
                FROM meeting_organizations t WHERE meeting_id = met.id),
            'area organizations', (SELECT jsonb_agg(to_jsonb(t) ORDER BY area_id, organization_id)
                FROM meeting_area_organizations t WHERE meeting_id = met.id),
            'facets', (SELECT jsonb_agg(to_jsonb(t) ORDER BY organization, area) FROM meeting_facets t WHERE meeting_id = met.id),
            'changes', (SELECT jsonb_agg(to_jsonb(t) - ARRAY['sequence', 'transaction'] || jsonb_build_object('image', image::text)
                ORDER BY version) FROM changes t WHERE resource_id = met.id::text),
            'audit', (SELECT jsonb_agg(to_jsonb(t) - ARRAY['sequence', 'trace_id'] || jsonb_build_object('trace', length(trace_id))
                ORDER BY version) FROM audit t WHERE resource_id = met.id::text),
            'answers', (SELECT jsonb_agg(to_jsonb(t) || jsonb_build_object('answer', octet_length(answer) - 4 * ceil({1} / 3.0)))
                FROM stored_answers t WHERE resource_id = met.id::text)))
        FROM (SELECT '{0}'::uuid AS id) met
        """;

    /// <summary>Creates a meeting and links it to an area on each server, and returns the sizes of the answers.</summary>
    /// <exception cref="InvalidOperationException">A server refuses, or leaves other rows.</exception>
    public static async Task<(int Created, int Linked)> Require(Register register, IReadOnlyList<ServerProcess> servers)
    {
        var number = Target.NextNumber();
        var (first, sizes) = ("", (0, 0));

        foreach (var server in servers)
        {
            var created = await Send(server, Writes.Example, number);
            using var meeting = JsonDocument.Parse(created);
            var id = meeting.RootElement.GetProperty("id").GetGuid();
            var company = meeting.RootElement.GetProperty("areas")[0].GetProperty("companies")[0].GetString()!;
            var linked = await Send(server, Writes.Link($"{id}", company), number);
            var length = $"{Encoding.UTF8.GetByteCount(created)}";
            var rows = await Sql.Query<string>(
                register.Owner, Rows.Replace("{0}", $"{id}", StringComparison.Ordinal).Replace("{1}", length, StringComparison.Ordinal));
            var left = Masked().Replace($"{created}\n{linked}\n{rows[0]}", "…");
            first = first is "" ? left : first;
            sizes = (created.Length, linked.Length);

            if (left != first)
            {
                throw new InvalidOperationException($"{server.Name} leaves other rows:\n{SameAnswers.Difference(first, left)}");
            }
        }

        return sizes;
    }

    private static async Task<string> Send(ServerProcess server, Target target, long number)
    {
        using var client = server.Client();
        using var request = target.Request(number, pass: 0);
        using var response = await client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();

        return response.IsSuccessStatusCode
            ? body
            : throw new InvalidOperationException($"{server.Name} answers {request.RequestUri} with {response.StatusCode}: {body}");
    }

    [GeneratedRegex(
        @"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)|key:benchmark-\d+",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Masked();
}
