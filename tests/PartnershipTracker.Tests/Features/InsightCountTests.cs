using System.Net;

namespace PartnershipTracker.Tests.Features;

/// <summary>The counts over a generated register, compared with counts of distinct rows in plain SQL.</summary>
public sealed class InsightCountTests(InsightCountTests.GeneratedApp app) : IClassFixture<InsightCountTests.GeneratedApp>
{
    private const int Meetings = 3000;

    /// <summary>Meetings of every confidentiality, some with readers, with several companies and areas and repeated people.</summary>
    public sealed class GeneratedApp(TestServer server) : TrackerApp(server)
    {
        private const string Variety =
            """
            INSERT INTO meeting_participants (id, meeting_id, organization_id, person_id, side, role, ordinal)
                SELECT gen_random_uuid(), m.id, (ARRAY['openai', 'nvidia', 'tsmc'])[1 + n % 3], person, 'theirs', 'attendee', 2 + n
                FROM (SELECT id, hashtext(id::text || 'p') & 1023 AS hash FROM meetings WHERE title_en LIKE 'Meeting %') m
                CROSS JOIN LATERAL generate_series(0, m.hash % 4) n
                CROSS JOIN LATERAL (SELECT CASE (m.hash / 4 + n / 2) % 3 WHEN 0 THEN 'sam-altman' WHEN 1 THEN 'chey-tae-won' END) p(person);
            INSERT INTO meeting_areas (meeting_id, area_id, affiliates, companies, basis)
                SELECT id, area, ARRAY['sk-telecom'], '{}', CASE hash % 2 WHEN 0 THEN 'stated' ELSE 'inferred' END
                FROM (SELECT id, hashtext(id::text || 'a') & 1023 AS hash FROM meetings WHERE title_en LIKE 'Meeting %') m
                CROSS JOIN LATERAL (SELECT id AS area FROM areas ORDER BY md5(m.id::text || areas.id) LIMIT m.hash % 4) picked
                ON CONFLICT DO NOTHING;
            DELETE FROM meeting_areas WHERE hashtext(meeting_id::text || 'd') % 9 = 0;
            UPDATE meetings SET
                confidentiality = (ARRAY['public', 'internal', 'confidential', 'restricted'])[1 + (hashtext(id::text || 'c') & 3)],
                readers = CASE hashtext(id::text || 'r') & 15 WHEN 0 THEN ARRAY['key:public'] WHEN 1 THEN ARRAY['key:other'] ELSE '{}' END,
                kind = CASE hashtext(id::text || 'k') & 1 WHEN 0 THEN kind ELSE 'site_visit' END,
                has_disputed = hashtext(id::text || 'f') & 7 = 0, has_hearsay = hashtext(id::text || 'h') & 3 = 0
                WHERE title_en LIKE 'Meeting %';
            ANALYZE;
            SELECT 1;
            """;

        public Dictionary<string, string> Keys { get; } = new(StringComparer.Ordinal);

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            await Query<int>(LoadGenerator.Meetings(Meetings) + Variety);

            foreach (var clearance in new[] { "public", "restricted" })
            {
                Keys[clearance] = await Key(["read"], clearance, clearance);
            }
        }
    }

    private static readonly Dictionary<string, string> KeysOf = new(StringComparer.Ordinal)
    {
        ["affiliate"] = "SELECT meeting_id, organization_id AS key FROM meeting_organizations WHERE resource = 'affiliates'",
        ["company"] = "SELECT meeting_id, organization_id AS key FROM meeting_organizations WHERE resource = 'companies'",
        ["area"] = "SELECT meeting_id, root AS key FROM meeting_areas JOIN tree ON area = area_id",
        ["person"] = "SELECT meeting_id, person_id AS key FROM meeting_participants WHERE person_id IS NOT NULL",
        ["kind"] = "SELECT id AS meeting_id, kind AS key FROM meetings",
    };

    private static string Visible(string clearance) =>
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
                ["hearsay_only"] = "has_hearsay",
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
