using System.Net;

namespace PartnershipTracker.Tests.Features;

/// <summary>Lists of meetings that are read from the table of facets.</summary>
public sealed class MeetingFacetTests(MeetingFacetTests.LoadedApp app) : IClassFixture<MeetingFacetTests.LoadedApp>
{
    private const string Reader = "reader-of-some";

    /// <summary>
    /// A register with 1,000 more meetings: several organizations and areas each, dates of every length and confidentiality, some readers.
    /// </summary>
    public sealed class LoadedApp(TestServer server) : TrackerApp(server)
    {
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            await Query<long>(
                $$"""
                {{LoadGenerator.Meetings(1000)}}
                INSERT INTO meeting_participants (id, meeting_id, organization_id, side, role, ordinal)
                    SELECT gen_random_uuid(), id, party, CASE party WHEN 'sk-telecom' THEN 'ours' ELSE 'theirs' END, 'attendee', 2
                    FROM meetings
                    CROSS JOIN LATERAL (SELECT (ARRAY['sk-telecom', 'nvidia', 'tsmc'])[1 + (hashtext(id::text) & 255) % 3]) p(party)
                    WHERE title_en LIKE 'Meeting %' AND hashtext(title_en) & 1 = 0;
                INSERT INTO meeting_areas (meeting_id, area_id, affiliates, companies, basis)
                    SELECT id, (ARRAY['semiconductors', 'personal-ai-assistant'])[1 + (hashtext(title_en) & 255) % 2], '{}', '{}', 'stated'
                    FROM meetings WHERE title_en LIKE 'Meeting %' AND hashtext(title_en) & 6 = 0;
                UPDATE meetings SET
                    confidentiality = (ARRAY['public', 'internal', 'confidential', 'restricted'])[1 + (hashtext(title_en) & 255) % 4],
                    readers = CASE (hashtext(title_en) & 1023) % 5
                        WHEN 0 THEN ARRAY['key:{{Reader}}'] WHEN 1 THEN ARRAY['key:other'] ELSE '{}' END
                    WHERE title_en LIKE 'Meeting %';
                UPDATE meetings SET
                    date_edtf = to_char(date_earliest, 'YYYY-MM-DD') || '/..', date_latest = 'infinity'
                    WHERE title_en LIKE 'Meeting %' AND hashtext(title_en) & 31 = 0;
                UPDATE meetings SET
                    date_edtf = format('[%s..%s]', date_earliest, date_latest + 1000), date_latest = date_latest + 1000
                    WHERE title_en LIKE 'Meeting %' AND hashtext(title_en) & 31 = 1;
                SELECT count(*) FROM meetings
                """);
        }
    }

    private async Task<(List<string> Pages, bool UsesFacets)> Follow(string url, string key)
    {
        using var log = new SqlLog(app);
        var pages = new List<string>();

        for (var next = $"{TrackerApp.Api}/{url}"; next is not null;)
        {
            var page = (await app.Get(next, ("X-Api-Key", key))).Is(HttpStatusCode.OK);
            pages.Add($"{page.Body["total"]}: {string.Join(' ', page.Each("id"))}");
            next = page.Body["next"]?.ToString();
        }

        return (pages, log.Commands.Any(sql => sql.Contains("meeting_facets", StringComparison.Ordinal)));
    }

    /// <summary>
    /// The same list is asked for with `updatedSince` as well, which no facet answers and which here excludes nothing.
    /// </summary>
    [Theory]
    [InlineData("public", "reader-at-all")]
    [InlineData("restricted", Reader)]
    public async Task Lists_that_facets_answer_have_the_same_pages_as_by_the_other_filters(string clearance, string name)
    {
        var key = await app.Key(["read"], clearance, name);
        var random = new Random(clearance.Length);
        var count = 0;

        for (var round = 0; round < 70; round++)
        {
            var (company, affiliate, area) = (
                Pick("", "", "company=nvidia", "company=nvidia&company=tsmc&company=nvidia", "company=sk-group", "company=unknown"),
                Pick("", "", "affiliate=sk-group", "affiliate=sk-hynix&affiliate=sk-telecom"),
                Pick("", "area=hbm", "area=semiconductors", "area=personal-ai-assistant&area=ai-services&area=hbm-packaging"));
            var list = Pick("meetings", "meetings", "areas/semiconductors/meetings");

            if (list == "meetings" && company + affiliate + area is "")
            {
                continue;
            }

            string[] parameters =
            [
                company, affiliate, area, area is "" ? "" : Pick("", "basis=stated", "basis=inferred&basis=stated"),
                Pick("", "from=2011-03-05", "to=2015-06-01", "from=2006-01-01&to=2016-12-31"), Pick("", "match=certain"),
                Pick("", "sort=date", "sort=-date"), Pick("limit=17", "limit=200"), Pick("", "count=true"),
            ];
            var url = $"{list}?{string.Join('&', parameters.Where(p => p is not ""))}";

            var (pages, usesFacets) = await Follow(url, key);
            var (expected, usesFacetsToo) = await Follow($"{url}&updatedSince=1970-01-01T00:00:00Z", key);

            Assert.True(usesFacets && !usesFacetsToo, url);
            Assert.True(expected.SequenceEqual(pages), url);
            count += pages.Sum(page => page.Split(' ').Length);
        }

        Assert.True(count > 500, $"{count} meetings were compared.");

        string Pick(params string[] options) => options[random.Next(options.Length)];
    }

    [Theory]
    [InlineData("company=nvidia&area=hbm&status=held")]
    [InlineData("company=nvidia&area=hbm&sort=updatedAt")]
    [InlineData("company=nvidia&area=hbm&match=touching&from=2020-01-01")]
    [InlineData("company=nvidia&withoutArea=false")]
    [InlineData("company=nvidia&basis=stated")]
    [InlineData("from=2020-01-01")]
    public async Task Lists_by_anything_else_do_not_use_facets(string query)
    {
        using var log = new SqlLog(app);

        (await app.Get($"meetings?{query}")).Is(HttpStatusCode.OK);

        Assert.DoesNotContain(log.Commands, sql => sql.Contains("meeting_facets", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_by_company_and_area_takes_one_command()
    {
        var meeting = (await app.Post("meetings", TestData.Meeting("2099-01-01"))).Headers["Location"]; // the API stores its image
        await app.Put($"{meeting}/areas/hbm-packaging", TestData.Link());
        await app.Get("meetings?limit=1&sort=-date");
        using var log = new SqlLog(app);

        var page = await app.Get("meetings?company=nvidia&area=semiconductors&limit=1&sort=-date");

        Assert.Equal("2099-01-01", page.Items[0]!["date"]!["edtf"]!.ToString());
        Assert.Single(log.Commands);
    }
}
