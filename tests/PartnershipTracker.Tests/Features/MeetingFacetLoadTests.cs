using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using PartnershipTracker.Data.Migrations;

namespace PartnershipTracker.Tests.Features;

/// <summary>The number of 8 kB pages that a list by company and area reads, with 10,000 meetings and with 100,000.</summary>
public sealed class MeetingFacetLoadTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const double MaxGrowth = 1.3;
    private const int BuffersOfMeeting = 3;

    private static readonly string[] Lists =
    [
        "meetings?company=nvidia&area=semiconductors", "meetings?company=nvidia&area=semiconductors&sort=-date",
        "meetings?company=nvidia&area=hbm-packaging", "meetings?company=tsmc&area=hbm&basis=stated",
        "meetings?company=openai&area=hbm&sort=-date&to=2019-12-31",
        "meetings?affiliate=sk-hynix&area=ai-services&sort=-date", "areas/semiconductors/meetings?company=amazon&sort=-date",
        "meetings?company=nvidia&affiliate=sk-hynix&sort=-date", "meetings?area=data-centers",
        "meetings?company=nvidia&area=semiconductors&from=2020-01-01", "meetings?company=nvidia&area=hbm&to=2015-01-01&sort=-date",
    ];

    /// <summary>
    /// Meetings with a popular company and rarer ones, of every confidentiality. Triggers are off, because they take minutes for so many
    /// rows, so the rows that they would keep are made here: the facets and their indexes with the statements of the migration.
    /// </summary>
    private static string Load(int first, int last, bool areNewAndWithoutArea = false) => string.Create(CultureInfo.InvariantCulture, $$"""
        SET session_replication_role = replica;
        CREATE TEMP TABLE made AS
            SELECT gen_random_uuid() AS id, n, CASE WHEN {{areNewAndWithoutArea}} THEN date '2030-01-01'
                ELSE date '2000-01-01' + (n::bigint * 7919 % 10000)::int END AS day,
                (ARRAY['nvidia', 'nvidia', 'nvidia', 'nvidia', 'tsmc', 'tsmc', 'openai', 'amazon'])[1 + (hashtext(n || 'company') & 7)]
                    AS company
            FROM generate_series({{first}}, {{last}}) n;
        INSERT INTO meetings (id, title_en, kind, format, status, confidentiality, readers, date_edtf, date_earliest, date_latest, version,
                created_at, updated_at)
            SELECT id, 'Meeting ' || n, 'executive_meeting', 'unknown', 'held',
                (ARRAY['public', 'internal', 'confidential', 'restricted'])[1 + (hashtext(n || 'level') & 3)],
                CASE WHEN n % 50 = 0 THEN ARRAY['key:other'] ELSE '{}' END, day::text, day, day, 1, now(), now()
            FROM made;
        INSERT INTO meeting_organizations (meeting_id, organization_id, resource)
            SELECT id, company, 'companies' FROM made
            UNION ALL SELECT id, (ARRAY['sk-hynix', 'sk-telecom'])[1 + n % 2], 'affiliates' FROM made;
        INSERT INTO meeting_areas (meeting_id, area_id, affiliates, companies, basis)
            SELECT DISTINCT id, (ARRAY['semiconductors', 'hbm', 'hbm-packaging', 'hbm-technology', 'hbm-manufacturing', 'ai-services',
                'personal-ai-assistant', 'data-centers'])[1 + (hashtext(n || 'area' || i) & 7)], ARRAY[]::text[], ARRAY[]::text[],
                CASE WHEN n % 3 = 0 THEN 'stated' ELSE 'inferred' END
            FROM made, generate_series(1, 2) i WHERE NOT {{areNewAndWithoutArea}};
        TRUNCATE meeting_facets;
        ALTER TABLE meeting_facets DROP CONSTRAINT pk_meeting_facets;
        DROP INDEX ix_meeting_facets_meeting_id, ix_meeting_facets_long;
        {{AddMeetingFacets.ExistingMeetings}}
        {{AddMeetingFacets.Indexes}}
        SELECT count(*) FROM made
        """);

    [Fact]
    public async Task A_page_reads_hardly_more_of_100_000_meetings_than_of_10_000()
    {
        string[] keys = [await app.Key(["read"], "public"), await app.Key(["read"], "restricted")];
        await app.Query<long>(Load(1, 10_000));
        var few = await Buffers(keys);
        await app.Query<long>(Load(10_001, 100_000));
        var many = await Buffers(keys);
        await app.Query<long>(Load(100_001, 111_000, areNewAndWithoutArea: true));
        var withNewer = await Buffers(keys);

        Assert.All(few.Keys, list => Assert.True(
            Math.Max(many[list].Pages, withNewer[list].Pages) <= MaxGrowth * few[list].Pages,
            $"{list}: {few[list]}, {many[list]}, {withNewer[list]}"));
    }

    /// <summary>
    /// Returns the buffers of the page query of each list, for each key, on the first page and on the second. Each of its 51 meetings
    /// counts the same at every size: by its id it costs one more where that index gets a level more.
    /// </summary>
    private async Task<Dictionary<string, (double Pages, string Plan)>> Buffers(string[] keys)
    {
        await Vacuum();
        var buffers = new Dictionary<string, (double Pages, string Plan)>(StringComparer.Ordinal);

        foreach (var (list, key) in Lists.SelectMany(list => keys.Select(key => (list, key))))
        {
            var next = $"{TrackerApp.Api}/{list}&limit=50";

            for (var page = 1; page <= 2; page++)
            {
                using var log = new SqlLog(app);
                var answer = (await app.Get(next, ("X-Api-Key", key))).Is(HttpStatusCode.OK);
                Assert.Equal(50, answer.Items.Count);
                next = answer.Body["next"]!.ToString();
                var (sql, parameters) = log.Sent.First(c => c.Sql.Contains("meeting_facets", StringComparison.Ordinal));
                var plan = JsonNode.Parse(await app.PlanOf(sql, parameters))![0]!["Plan"]!;
                var meetings = Assert.Single(Nodes(plan), n => n["Alias"]?.ToString() == "m");
                buffers[$"{list} {Array.IndexOf(keys, key)} {page}"] =
                    (Of(plan) - Of(meetings) + (51 * BuffersOfMeeting), string.Join(", ", Nodes(plan).Select(n => n["Node Type"])));
            }
        }

        return buffers;
    }

    /// <summary>
    /// Repeats VACUUM until an index of the facets answers without their rows: an automatic ANALYZE that began earlier keeps them from it.
    /// </summary>
    private async Task Vacuum()
    {
        for (var attempt = 0; attempt < 60; attempt++)
        {
            await app.Query<object?>("VACUUM (ANALYZE)");

            if (await app.Query<bool>("SELECT relallvisible = relpages FROM pg_class WHERE relname = 'meeting_facets'"))
            {
                return;
            }

            await Task.Delay(1000, TestContext.Current.CancellationToken);
        }

        Assert.Fail("VACUUM could not mark all pages.");
    }

    private static double Of(JsonNode node) => (double)node["Shared Hit Blocks"]! + (double)node["Shared Read Blocks"]!;

    private static IEnumerable<JsonNode> Nodes(JsonNode node) =>
        (node["Plans"]?.AsArray() ?? []).SelectMany(child => Nodes(child!)).Prepend(node);
}
