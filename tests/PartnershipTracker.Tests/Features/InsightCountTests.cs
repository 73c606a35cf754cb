using System.Net;

namespace PartnershipTracker.Tests.Features;

/// <summary>The counts over a generated register, compared with counts of distinct rows in plain SQL.</summary>
public sealed class InsightCountTests(GeneratedApp app) : IClassFixture<GeneratedApp>
{
    internal static readonly Dictionary<string, string> KeysOf = new(StringComparer.Ordinal)
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

    /// <summary>The visible meetings that took place, or those of other statuses.</summary>
    internal static string Met(string clearance, params string[] statuses) =>
        $"{Visible(clearance)} AND status IN ('{(statuses is [] ? "held" : string.Join("', '", statuses))}')";

    private async Task<string[]> Expected(string clearance, string rows, string columns, params string[] statuses) => await app.Query<string[]>(
        $"""
        WITH RECURSIVE tree AS (
            SELECT id AS area, id AS root FROM areas
            UNION
            SELECT t.area, a.parent_id FROM tree t JOIN areas a ON a.id = t.root WHERE a.parent_id IS NOT NULL)
        SELECT array_agg(concat_ws(' ', a, b, n) ORDER BY concat_ws(' ', a, b, n) COLLATE "C")
        FROM (
            SELECT coalesce(a.key, '*') AS a, coalesce(b.key, '*') AS b, count(DISTINCT met.id) AS n
            FROM ({Met(clearance, statuses)}) met
                JOIN ({KeysOf[rows]}) a ON a.meeting_id = met.id JOIN ({KeysOf[columns]}) b ON b.meeting_id = met.id
            GROUP BY GROUPING SETS ((a.key, b.key), (a.key), (b.key), ())) counts
        """);

    [Theory]
    [InlineData("affiliate", "company")]
    [InlineData("area", "company")]
    [InlineData("area", "affiliate")]
    [InlineData("company", "person")]
    [InlineData("person", "area")]
    [InlineData("affiliate", "company", "planned")]
    [InlineData("area", "company", "cancelled", "held")]
    public async Task Every_number_of_a_matrix_is_that_of_distinct_meetings(string rows, string columns, params string[] statuses)
    {
        var status = string.Concat(statuses.Select(s => $"&status={s}"));

        foreach (var (clearance, key) in app.Keys)
        {
            var coverage = (await app.Get(
                $"coverage?rows={rows}&columns={columns}&kind=affiliate&kind=group{status}", ("X-Api-Key", key))).Is(HttpStatusCode.OK).Body;
            var shown = coverage["cells"]!.AsArray().Select(c => (At: $"{c!["row"]} {c["column"]}", Meetings: (int)c["meetings"]!))
                .Concat(coverage["rows"]!["items"]!.AsArray().Select(r => (At: $"{r!["id"]} *", Meetings: (int)r["meetings"]!)))
                .Concat(coverage["columns"]!["items"]!.AsArray().Select(c => (At: $"* {c!["id"]}", Meetings: (int)c["meetings"]!)))
                .Append((At: "* *", Meetings: (int)coverage["totals"]!["meetings"]!));

            Assert.Equal(
                await Expected(clearance, rows, columns, statuses),
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
                        FROM ({Met(clearance)}) met JOIN ({KeysOf["company"]}) k ON k.meeting_id = met.id
                        WHERE date_edtf NOT LIKE '%/%' GROUP BY key) counts
                    """),
                stats.Items.Select(i => $"{i!["groups"]![0]!["id"]} {i["firstMet"]!["earliest"]} {i["lastMet"]!["earliest"]}")
                    .Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("nvidia")]
    [InlineData("sam-altman")]
    [InlineData("sk-telecom")]
    [InlineData("hbm-packaging")]
    [InlineData("nvidia", "planned")]
    [InlineData("hbm-packaging", "held", "cancelled", "planned")]
    public async Task The_weights_around_a_node_are_the_numbers_of_visible_meetings(string node, params string[] statuses)
    {
        var status = string.Concat(statuses.Select(s => $"&status={s}"));
        const string parties =
            "SELECT DISTINCT meeting_id, coalesce(person_id, organization_id) AS key, side = 'ours' AS ours FROM meeting_participants";

        foreach (var (clearance, key) in app.Keys)
        {
            var network = (await app.Get(
                $"network?around={node}&depth=1&type=participation&type=link{status}", ("X-Api-Key", key))).Is(HttpStatusCode.OK).Body;

            Assert.Equal(
                await app.Query<string[]>(
                    $"""
                    SELECT array_agg(edge || ' ' || n ORDER BY (edge || ' ' || n) COLLATE "C")
                    FROM (
                        SELECT edge, concat_ws(' ', count(*), nullif(count(*) FILTER (WHERE status = 'planned'), 0) || ' planned',
                            nullif(count(*) FILTER (WHERE status = 'held'), 0) || ' held',
                            nullif(count(*) FILTER (WHERE status = 'cancelled'), 0) || ' cancelled') AS n
                        FROM ({Met(clearance, statuses)}) met JOIN (
                            SELECT a.meeting_id, a.key AS source, b.key AS target,
                                format('participation %s %s', a.key, b.key) AS edge
                            FROM ({parties}) a JOIN ({parties}) b ON b.meeting_id = a.meeting_id AND a.ours AND NOT b.ours AND b.key <> a.key
                            UNION ALL
                            SELECT meeting_id, organization_id, area_id, format('link %s %s', organization_id, area_id)
                            FROM meeting_area_organizations) edges ON edges.meeting_id = met.id
                        WHERE '{node}' IN (source, target) GROUP BY edge) counts
                    """),
                network["edges"]!.AsArray().Select(e => $"{e!["type"]} {e["source"]} {e["target"]} {e["weight"]} "
                    + string.Join(' ', e["statuses"]!.AsArray().Select(s => $"{s!["meetings"]} {s["status"]}")))
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
                    FROM (SELECT kind, count(*) n FROM ({Met(clearance)}) m GROUP BY 1) kinds
                    """),
                string.Join(
                    ", ", summary["kinds"]!.AsArray().Select(k => $"{k!["kind"]} {k["meetings"]}").Order(StringComparer.Ordinal)));
            Assert.Equal(await app.Query<long>($"SELECT count(*) FROM ({Met(clearance)}) m"), (int)summary["meetings"]!);

            foreach (var other in summary["notHeld"]!.AsArray())
            {
                Assert.Equal(
                    await app.Query<long>($"SELECT count(*) FROM ({Met(clearance, $"{other!["status"]}")}) m"), (int)other["meetings"]!);
            }

            Assert.Equal(["planned", "cancelled"], summary["notHeld"]!.AsArray().Select(n => $"{n!["status"]}"));
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
                    WHERE NOT EXISTS (SELECT FROM ({Met(clearance)}) m JOIN meeting_areas l ON l.meeting_id = m.id
                        WHERE l.area_id = c.area_id AND c.affiliate_id = ANY (l.affiliates) AND c.company_id = ANY (l.companies))
                    """),
                found["without_meeting collaborations"]);
        }
    }
}
