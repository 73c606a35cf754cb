using System.Net;

namespace PartnershipTracker.Tests.Features;

/// <summary>The counts over a generated register, compared with counts of distinct rows in plain SQL.</summary>
public sealed class InsightCountTests(GeneratedApp app) : IClassFixture<GeneratedApp>
{
    private static readonly Dictionary<string, string> KeysOf = new(StringComparer.Ordinal)
    {
        ["affiliate"] = "SELECT meeting_id, organization_id AS key FROM meeting_organizations WHERE resource = 'affiliates'",
        ["company"] = "SELECT meeting_id, organization_id AS key FROM meeting_organizations WHERE resource = 'companies'",
        ["area"] = "SELECT meeting_id, root AS key FROM meeting_areas JOIN tree ON area = area_id",
        ["person"] = "SELECT meeting_id, person_id AS key FROM meeting_participants WHERE person_id IS NOT NULL",
        ["kind"] = "SELECT id AS meeting_id, kind AS key FROM meetings",
    };

    internal static string Visible(string clearance) =>
        $"SELECT * FROM meetings WHERE ('{clearance}' = 'restricted' OR confidentiality = '{clearance}') "
        + $"AND (readers = '{{}}' OR 'key:{clearance}' = ANY (readers))";

    private async Task<string[]> Expected(string clearance, string rows, string columns) => await app.Query<string[]>(
        $"""
        WITH RECURSIVE tree AS (
            SELECT id AS area, id AS root FROM areas
            UNION
            SELECT t.area, a.parent_id FROM tree t JOIN areas a ON a.id = t.root WHERE a.parent_id IS NOT NULL)
        SELECT array_agg(concat_ws(' ', a, b, n) ORDER BY concat_ws(' ', a, b, n) COLLATE "C")
        FROM (
            SELECT coalesce(a.key, '*') AS a, coalesce(b.key, '*') AS b, count(DISTINCT met.id) AS n
            FROM ({Visible(clearance)}) met
                JOIN ({KeysOf[rows]}) a ON a.meeting_id = met.id JOIN ({KeysOf[columns]}) b ON b.meeting_id = met.id
            GROUP BY GROUPING SETS ((a.key, b.key), (a.key), (b.key), ())) counts
        """);

    [Theory]
    [InlineData("affiliate", "company")]
    [InlineData("area", "company")]
    [InlineData("area", "affiliate")]
    [InlineData("company", "person")]
    [InlineData("person", "area")]
    public async Task Every_number_of_a_matrix_is_that_of_distinct_meetings(string rows, string columns)
    {
        foreach (var (clearance, key) in app.Keys)
        {
            var coverage = (await app.Get(
                $"coverage?rows={rows}&columns={columns}&kind=affiliate&kind=group", ("X-Api-Key", key))).Is(HttpStatusCode.OK).Body;
            var shown = coverage["cells"]!.AsArray().Select(c => (At: $"{c!["row"]} {c["column"]}", Meetings: (int)c["meetings"]!))
                .Concat(coverage["rows"]!["items"]!.AsArray().Select(r => (At: $"{r!["id"]} *", Meetings: (int)r["meetings"]!)))
                .Concat(coverage["columns"]!["items"]!.AsArray().Select(c => (At: $"* {c!["id"]}", Meetings: (int)c["meetings"]!)))
                .Append((At: "* *", Meetings: (int)coverage["totals"]!["meetings"]!));

            Assert.Equal(
                await Expected(clearance, rows, columns),
                shown.Where(s => s.Meetings > 0).Select(s => $"{s.At} {s.Meetings}").Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("affiliate", "company")]
    [InlineData("kind", "area")]
    [InlineData("person", "kind")]
    public async Task Every_number_of_the_statistics_is_that_of_distinct_meetings(string first, string second)
    {
        foreach (var (clearance, key) in app.Keys)
        {
            var expected = await Expected(clearance, first, second);
            var stats = (await app.Get($"stats/meetings?groupBy={first}&groupBy={second}", ("X-Api-Key", key))).Is(HttpStatusCode.OK);

            Assert.Equal(
                expected.Where(e => !e.Contains('*', StringComparison.Ordinal)),
                stats.Items.Select(i => $"{i!["groups"]![0]!["id"]} {i["groups"]![1]!["id"]} {i["meetings"]}")
                    .Order(StringComparer.Ordinal));
            Assert.Contains($"* * {stats.Body["meetings"]}", expected);
        }
    }

    [Fact]
    public async Task The_statistics_have_the_first_and_the_last_day_of_the_visible_meetings()
    {
        foreach (var (clearance, key) in app.Keys)
        {
            var stats = (await app.Get("stats/meetings?groupBy=company", ("X-Api-Key", key))).Is(HttpStatusCode.OK);

            Assert.Equal(
                await app.Query<string[]>(
                    $"""
                    SELECT array_agg(concat_ws(' ', key, first, last) ORDER BY key COLLATE "C")
                    FROM (
                        SELECT key, min(date_earliest) AS first, max(date_earliest) AS last
                        FROM ({Visible(clearance)}) met JOIN ({KeysOf["company"]}) k ON k.meeting_id = met.id
                        WHERE status = 'held' AND date_edtf NOT LIKE '%/%' GROUP BY key) counts
                    """),
                stats.Items.Select(i => $"{i!["groups"]![0]!["id"]} {i["firstMet"]!["earliest"]} {i["lastMet"]!["earliest"]}")
                    .Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("internal_conference")]
    public async Task The_gaps_are_the_cells_without_a_visible_meeting_and_without_a_collaboration(string kind)
    {
        foreach (var (clearance, key) in app.Keys)
        {
            var filter = kind.Length > 0 ? $"&meetingKind={kind}" : "";
            var gaps = (await app.Get($"coverage/gaps?rows=area&columns=company{filter}", ("X-Api-Key", key))).Is(HttpStatusCode.OK);

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
                        SELECT FROM ({{Visible(clearance)}}) met
                            JOIN ({{KeysOf["area"]}}) l ON l.meeting_id = met.id JOIN ({{KeysOf["company"]}}) o ON o.meeting_id = met.id
                        WHERE l.key = a.id AND o.key = c.id AND '{{kind}}' IN ('', met.kind))
                        AND NOT EXISTS (SELECT FROM collaborations JOIN tree ON area = area_id WHERE root = a.id AND company_id = c.id)
                    """),
                gaps.Items.Where(c => $"{c!["reason"]}" == "empty").Select(c => $"{c!["row"]} {c["column"]}")
                    .Order(StringComparer.Ordinal));

            foreach (var (list, items, collaboration) in new[]
            {
                ("areas", "areas", "(SELECT root FROM collaborations JOIN tree ON area = area_id)"),
                ("companies", "organizations WHERE resource = 'companies'", "(SELECT company_id FROM collaborations)"),
            })
            {
                var keys = KeysOf[list is "areas" ? "area" : "company"];
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
                            SELECT FROM ({{Visible(clearance)}}) met JOIN ({{keys}}) k ON k.meeting_id = met.id
                            WHERE k.key = item.id AND '{{kind}}' IN ('', met.kind))
                        """),
                    gaps.Body[list]!.AsArray().Select(i => $"{i!["id"]}").Order(StringComparer.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData("nvidia")]
    [InlineData("sam-altman")]
    [InlineData("sk-telecom")]
    [InlineData("hbm-packaging")]
    public async Task The_weights_around_a_node_are_the_numbers_of_visible_meetings(string node)
    {
        const string parties =
            "SELECT DISTINCT meeting_id, coalesce(person_id, organization_id) AS key, side = 'ours' AS ours FROM meeting_participants";

        foreach (var (clearance, key) in app.Keys)
        {
            var network = (await app.Get(
                $"network?around={node}&depth=1&type=participation&type=link", ("X-Api-Key", key))).Is(HttpStatusCode.OK).Body;

            Assert.Equal(
                await app.Query<string[]>(
                    $"""
                    SELECT array_agg(edge || ' ' || n ORDER BY (edge || ' ' || n) COLLATE "C")
                    FROM (
                        SELECT edge, count(*) AS n
                        FROM ({Visible(clearance)}) met JOIN (
                            SELECT a.meeting_id, a.key AS source, b.key AS target,
                                format('participation %s %s', a.key, b.key) AS edge
                            FROM ({parties}) a JOIN ({parties}) b ON b.meeting_id = a.meeting_id AND a.ours AND NOT b.ours AND b.key <> a.key
                            UNION ALL
                            SELECT meeting_id, organization_id, area_id, format('link %s %s', organization_id, area_id)
                            FROM meeting_area_organizations) edges ON edges.meeting_id = met.id
                        WHERE '{node}' IN (source, target) GROUP BY edge) counts
                    """),
                network["edges"]!.AsArray().Select(e => $"{e!["type"]} {e["source"]} {e["target"]} {e["weight"]}")
                    .Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task The_summary_counts_the_visible_meetings_by_kind()
    {
        foreach (var (clearance, key) in app.Keys)
        {
            var summary = (await app.Get("stats/summary", ("X-Api-Key", key))).Is(HttpStatusCode.OK).Body;

            Assert.Equal(
                await app.Query<string>(
                    $"""
                    SELECT string_agg(kind || ' ' || n, ', ' ORDER BY kind)
                    FROM (SELECT kind, count(*) n FROM ({Visible(clearance)}) m GROUP BY 1) kinds
                    """),
                string.Join(
                    ", ", summary["kinds"]!.AsArray().Select(k => $"{k!["kind"]} {k["meetings"]}").Order(StringComparer.Ordinal)));
            Assert.Equal(await app.Query<long>($"SELECT count(*) FROM ({Visible(clearance)}) m"), (int)summary["meetings"]!);
        }
    }

    [Fact]
    public async Task Every_number_of_the_quality_report_is_that_of_the_visible_facts()
    {
        foreach (var (clearance, key) in app.Keys)
        {
            var met = Visible(clearance);
            var found = (await app.Get("quality", ("X-Api-Key", key))).Is(HttpStatusCode.OK).Items
                .ToDictionary(i => $"{i!["rule"]} {i["resource"]}", i => (long)i!["count"]!, StringComparer.Ordinal);

            foreach (var (rule, condition) in new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["unsupported"] = "has_unsupported",
                ["disputed"] = "has_disputed",
                ["hearsay_only"] = "modalities[1] IN ('interpretation', 'hearsay', 'plan', 'forecast')",
                ["outside_trip"] =
                    "EXISTS (SELECT FROM trips WHERE id = trip_id AND NOT (met.date_earliest, met.date_latest + 1) OVERLAPS "
                    + "(date_earliest, date_latest + 1))",
                ["without_area"] = "id NOT IN (SELECT meeting_id FROM meeting_areas)",
                ["unnamed_participant"] =
                    "id IN (SELECT meeting_id FROM meeting_participants WHERE person_id IS NULL AND organization_id IS NOT NULL)",
                ["same_day_duplicate"] =
                    $"""
                    EXISTS (SELECT FROM ({met}) other JOIN meeting_organizations theirs ON theirs.meeting_id = other.id
                        JOIN meeting_organizations ours ON ours.organization_id = theirs.organization_id AND ours.meeting_id = met.id
                        WHERE theirs.resource = 'companies' AND other.id <> met.id AND met.date_earliest = met.date_latest
                            AND other.date_earliest = met.date_earliest AND other.date_latest = met.date_latest)
                    """,
            })
            {
                var expected = await app.Query<long>($"SELECT count(*) FROM ({met}) met WHERE {condition}");
                Assert.True(expected > 0 || rule is "same_day_duplicate", rule); // few of these are visible to all
                Assert.Equal((rule, expected), (rule, found[$"{rule} meetings"]));
            }

            Assert.Equal(
                await app.Query<long>(
                    $"""
                    SELECT count(*) FROM collaborations c
                    WHERE NOT EXISTS (SELECT FROM ({met}) m JOIN meeting_areas l ON l.meeting_id = m.id
                        WHERE l.area_id = c.area_id AND c.affiliate_id = ANY (l.affiliates) AND c.company_id = ANY (l.companies))
                    """),
                found["without_meeting collaborations"]);
        }
    }
}
