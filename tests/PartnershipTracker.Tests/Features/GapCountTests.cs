using System.Net;

namespace PartnershipTracker.Tests.Features;

/// <summary>The gaps of the coverage of a generated register, compared with plain SQL.</summary>
public sealed class GapCountTests(GeneratedApp app) : IClassFixture<GeneratedApp>
{
    [Theory]
    [InlineData("")]
    [InlineData("internal_conference")]
    public async Task The_gaps_are_the_cells_without_a_visible_meeting_and_without_a_collaboration(string kind)
    {
        foreach (var (clearance, key) in app.Keys)
        {
            var gaps = await Gaps(kind, key);

            Assert.Equal(
                await app.Query<string[]>(
                    $$"""
                    WITH RECURSIVE tree AS (
                        SELECT id AS area, id AS root FROM areas
                        UNION
                        SELECT t.area, a.parent_id FROM tree t JOIN areas a ON a.id = t.root WHERE a.parent_id IS NOT NULL)
                    SELECT coalesce(array_agg(a.id || ' ' || c.id ORDER BY (a.id || ' ' || c.id) COLLATE "C"), '{}')
                    FROM areas a CROSS JOIN organizations c
                    WHERE c.resource = 'companies' AND NOT EXISTS (
                        SELECT FROM ({{InsightCountTests.Met(clearance)}}) met
                            JOIN ({{InsightCountTests.KeysOf["area"]}}) l ON l.meeting_id = met.id
                            JOIN ({{InsightCountTests.KeysOf["company"]}}) o ON o.meeting_id = met.id
                        WHERE l.key = a.id AND o.key = c.id AND '{{kind}}' IN ('', met.kind))
                        AND NOT EXISTS (SELECT FROM collaborations JOIN tree ON area = area_id WHERE root = a.id AND company_id = c.id)
                    """),
                gaps.Items.Where(c => $"{c!["reason"]}" == "empty").Select(c => $"{c!["row"]} {c["column"]}")
                    .Order(StringComparer.Ordinal));
            Assert.Equal(
                await app.Query<string[]>(
                    $$"""
                    WITH RECURSIVE tree AS (
                        SELECT id AS area, id AS root FROM areas
                        UNION
                        SELECT t.area, a.parent_id FROM tree t JOIN areas a ON a.id = t.root WHERE a.parent_id IS NOT NULL),
                        met AS ({{InsightCountTests.Visible(clearance)}} AND '{{kind}}' IN ('', kind)),
                        pairs AS (
                            SELECT DISTINCT met.id, status, l.key AS area, o.key AS company
                            FROM met JOIN ({{InsightCountTests.KeysOf["area"]}}) l ON l.meeting_id = met.id
                                JOIN ({{InsightCountTests.KeysOf["company"]}}) o ON o.meeting_id = met.id)
                    SELECT coalesce(array_agg(gap ORDER BY gap COLLATE "C"), '{}')
                    FROM (
                        SELECT concat_ws(' ', area, company, nullif(count(*) FILTER (WHERE status = 'planned'), 0) || ' planned',
                            nullif(count(*) FILTER (WHERE status = 'cancelled'), 0) || ' cancelled') AS gap
                        FROM pairs p
                        GROUP BY area, company
                        HAVING bool_and(status <> 'held') AND NOT EXISTS (
                            SELECT FROM collaborations JOIN tree t ON t.area = area_id
                            WHERE root = p.area AND company_id = p.company)) gaps
                    """),
                gaps.Items.Where(c => $"{c!["reason"]}" == "empty" && c["notHeld"]!.AsArray().Count > 0)
                    .Select(c => $"{c!["row"]} {c["column"]} "
                        + string.Join(' ', c["notHeld"]!.AsArray().Select(n => $"{n!["meetings"]} {n["status"]}")))
                    .Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("internal_conference")]
    public async Task The_idle_companies_and_areas_have_no_visible_meeting_and_no_collaboration(string kind)
    {
        foreach (var (clearance, key) in app.Keys)
        {
            var gaps = await Gaps(kind, key);

            foreach (var (list, items, collaboration) in new[]
            {
                ("areas", "areas", "(SELECT root FROM collaborations JOIN tree ON area = area_id)"),
                ("companies", "organizations WHERE resource = 'companies'", "(SELECT company_id FROM collaborations)"),
            })
            {
                var keys = InsightCountTests.KeysOf[list is "areas" ? "area" : "company"];
                Assert.Equal(
                    await app.Query<string[]>(
                        $$"""
                        WITH RECURSIVE tree AS (
                            SELECT id AS area, id AS root FROM areas
                            UNION
                            SELECT t.area, a.parent_id FROM tree t JOIN areas a ON a.id = t.root WHERE a.parent_id IS NOT NULL)
                        SELECT coalesce(array_agg(id ORDER BY id COLLATE "C"), '{}')
                        FROM (SELECT id FROM {{items}}) item
                        WHERE id NOT IN {{collaboration}} AND NOT EXISTS (
                            SELECT FROM ({{InsightCountTests.Met(clearance)}}) met
                                JOIN ({{keys}}) k ON k.meeting_id = met.id
                            WHERE k.key = item.id AND '{{kind}}' IN ('', met.kind))
                        """),
                    gaps.Body[list]!.AsArray().Select(i => $"{i!["id"]}").Order(StringComparer.Ordinal));
            }
        }
    }

    private async Task<ApiResponse> Gaps(string kind, string key)
    {
        var filter = kind.Length > 0 ? $"&meetingKind={kind}" : "";

        return (await app.Get($"coverage/gaps?rows=area&columns=company{filter}", ("X-Api-Key", key))).Is(HttpStatusCode.OK);
    }
}
