using System.Globalization;

namespace PartnershipTracker.Tests;

/// <summary>SQL that inserts many meetings without the API.</summary>
public static class LoadGenerator
{
    /// <summary>Meetings from 2000 to 2027, of every precision, with two participants and an area link each.</summary>
    public static string Meetings(int count) => string.Create(CultureInfo.InvariantCulture, $$"""
        INSERT INTO meetings (id, title_ko, title_en, kind, format, status, confidentiality,
                date_edtf, date_earliest, date_latest, version, created_at, updated_at)
            SELECT ('0190{{count % 7}}000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
                '회동 ' || n, 'Meeting ' || n,
                'executive_meeting', 'unknown', 'held', 'internal',
                CASE n % 3 WHEN 0 THEN to_char(day, 'YYYY') WHEN 1 THEN to_char(day, 'YYYY-MM') ELSE to_char(day, 'YYYY-MM-DD') END,
                CASE n % 3 WHEN 0 THEN date_trunc('year', day) WHEN 1 THEN date_trunc('month', day) ELSE day END::date,
                CASE n % 3
                    WHEN 0 THEN date_trunc('year', day) + interval '1 year - 1 day'
                    WHEN 1 THEN date_trunc('month', day) + interval '1 month - 1 day'
                    ELSE day END::date,
                1, now(), now() - n * interval '1 second'
            FROM (SELECT n, timestamp '2000-01-01' + (n::bigint * 7919 % 10000)::int * interval '1 day' AS day
                FROM generate_series(1, {{count}}) n) days;
        INSERT INTO meeting_participants (id, meeting_id, organization_id, side, role, ordinal)
            SELECT gen_random_uuid(), id, 'sk-group', 'ours', 'principal', 0 FROM meetings WHERE title_en LIKE 'Meeting %'
            UNION ALL
            SELECT gen_random_uuid(), id,
                (ARRAY['openai', 'microsoft', 'amazon', 'intel', 'nvidia', 'tsmc'])[1 + (hashtext(id::text) & 1023) % 6],
                'theirs', 'principal', 1
            FROM meetings WHERE title_en LIKE 'Meeting %';
        INSERT INTO meeting_areas (meeting_id, area_id, affiliates, companies, basis)
            SELECT meeting_id,
                (ARRAY['hbm', 'hbm-packaging', 'ai-services', 'data-centers'])[1 + (hashtext(meeting_id::text) & 3)],
                ARRAY['sk-hynix'], ARRAY[organization_id], 'inferred'
            FROM meeting_participants WHERE ordinal = 1 AND meeting_id IN (SELECT id FROM meetings WHERE title_en LIKE 'Meeting %');
        """);
}
