namespace PartnershipTracker.Tests.Features;

/// <summary>
/// An application with meetings of every confidentiality, some with readers, with several companies and areas and repeated people.
/// </summary>
public class GeneratedApp(TestServer server) : TrackerApp(server)
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
            trip_id = CASE hashtext(id::text || 't') & 3 WHEN 0 THEN (SELECT id FROM trips LIMIT 1) END,
            status = CASE hashtext(id::text || 's') & 7 WHEN 0 THEN 'planned' WHEN 1 THEN 'cancelled' ELSE 'held' END,
            city = (ARRAY['Seoul', 'San Jose', NULL, NULL])[1 + (hashtext(id::text || 'l') & 3)],
            country = (ARRAY['KR', 'US', NULL, NULL])[1 + (hashtext(id::text || 'l') & 3)],
            format = (ARRAY['in_person', 'video', 'unknown', 'unknown'])[1 + (hashtext(id::text || 'm') & 3)],
            kind = CASE hashtext(id::text || 'k') & 1 WHEN 0 THEN kind ELSE 'site_visit' END,
            has_disputed = hashtext(id::text || 'f') & 7 = 0,
            modalities = CASE hashtext(id::text || 'h') & 3
                WHEN 0 THEN ARRAY['plan', 'forecast'] WHEN 1 THEN ARRAY['stated', 'plan'] ELSE '{}' END
            WHERE title_en LIKE 'Meeting %';
        UPDATE meetings SET status = (ARRAY['planned', 'cancelled'])[1 + (hashtext(id::text) & 1)]
            WHERE id IN (SELECT meeting_id FROM meeting_organizations WHERE organization_id = 'intel')
                AND id IN (SELECT meeting_id FROM meeting_areas WHERE area_id = 'data-centers');
        ANALYZE;
        SELECT 1;
        """;

    public Dictionary<string, string> Keys { get; } = new(StringComparer.Ordinal);

    /// <summary>The number of generated meetings, which a derived fixture can change.</summary>
    protected virtual int Meetings => 3000;

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
