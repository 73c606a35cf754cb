using System.Net;

namespace PartnershipTracker.Tests.Features;

/// <summary>The indexes by which a list of many meetings finds a rare place or format.</summary>
public sealed class LookupIndexTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    /// <summary>Meetings of which one in five hundred has a rare place and format. Triggers are off, because they take long.</summary>
    private const string Load =
        """
        SET session_replication_role = replica;
        INSERT INTO meetings (id, title_en, kind, format, status, confidentiality, external_id, city, country, date_edtf, date_earliest,
                date_latest, version, created_at, updated_at)
            SELECT gen_random_uuid(), 'Meeting ' || n, 'executive_meeting', CASE WHEN n % 500 = 0 THEN 'hybrid' ELSE 'in_person' END,
                'held', 'public', 'crm-' || n, CASE WHEN n % 500 = 0 THEN 'Reykjavík' ELSE 'Seoul' END,
                CASE WHEN n % 500 = 0 THEN 'IS' ELSE 'KR' END, day::text, day, day, 1, now(), now()
            FROM (SELECT n, date '2000-01-01' + n / 4 AS day FROM generate_series(1, 10000) n) days;
        ANALYZE meetings;
        SELECT 1
        """;

    [Fact]
    public async Task A_rare_value_is_found_by_an_index_and_without_reading_the_other_meetings()
    {
        await app.Query<int>(Load);
        await app.RenderImages();
        var key = await app.Key(["read"], "public");

        foreach (var (filter, count, index) in new[]
        {
            ("city=reykjav%C3%8DK", 20, "ix_meetings_city"), ("country=IS", 20, "ix_meetings_country"),
            ("format=hybrid", 20, "ix_meetings_format"), ("externalId=crm-77&externalId=crm-78", 2, "ix_meetings_external_id"),
        })
        {
            var plan = await app.Plan(async () =>
            {
                var answer = (await app.Get($"meetings?{filter}", ("X-Api-Key", key))).Is(HttpStatusCode.OK);
                Assert.Equal(count, answer.Items.Count);

                return answer;
            });
            Assert.Contains($"\"Index Name\": \"{index}\"", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
        }
    }
}
