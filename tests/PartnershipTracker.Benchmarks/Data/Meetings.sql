-- Meetings with their parts. Parts come first, since a meeting stores flags over them. Triggers are off (a row at a time takes minutes), so
-- the rows that they would keep are made here.
SET LOCAL session_replication_role = replica;
SET LOCAL work_mem = '512MB';
SET LOCAL maintenance_work_mem = '512MB';

CREATE TEMP TABLE made ON COMMIT DROP AS
    SELECT n, pg_temp.uuid(at, n, 'meeting') AS id, at, pg_temp.pick(n, 'kind') AS kind, pg_temp.pick(n, 'level') AS level,
        date '2000-01-01' + floor(pg_temp.pick(n, 'day') * 9500)::int AS day, pg_temp.pick(n, 'precision') AS precision,
        1 + floor(pg_temp.pick(n, 'ours') * 3)::int AS ours, 1 + floor(pg_temp.pick(n, 'theirs') * 3)::int AS theirs,
        CASE WHEN pg_temp.pick(n, 'second') < 0.45 THEN 2 ELSE 0 END AS others,
        pg_temp.zipf(n, 'affiliate', 20) AS affiliate, pg_temp.zipf(n, 'company', 2000) AS company,
        1 + (pg_temp.zipf(n, 'company', 2000) + pg_temp.zipf(n, 'other', 1999) - 1) % 2000 AS other
    FROM (SELECT n, timestamptz '2015-01-01Z' + n * (interval '3650 days' / $1) AS at FROM generate_series(1, $1) n) days;

INSERT INTO meeting_participants
    (id, meeting_id, organization_id, party_ko, party_en, person_id, stated_title, side, role, ordinal, support, disputed)
    SELECT pg_temp.uuid(at, n * 16 + i, 'participant'), id, organization, CASE WHEN organization IS NULL THEN '업계 관계자' END,
        CASE WHEN organization IS NULL THEN 'People of the industry' END, CASE WHEN pg_temp.pick(n * 16 + i, 'named') < 0.6 THEN person END,
        CASE WHEN pg_temp.pick(n * 16 + i, 'title') < 0.6 THEN '최고경영자(CEO)' END,
        CASE WHEN organization IS NULL THEN 'third_party' WHEN i < ours THEN 'ours' ELSE 'theirs' END,
        CASE WHEN i IN (0, ours) THEN 'principal' ELSE 'attendee' END, i,
        CASE WHEN pg_temp.pick(n * 16 + i, 'support') < 0.6 THEN 'stated' ELSE 'none' END, pg_temp.pick(n * 16 + i, 'disputed') < 0.01
    FROM (
        SELECT made.*, i, 'affiliate-' || 1 + (affiliate - 1 + i * i) % 20 AS organization,
            'person-' || 4001 + (affiliate - 1 + i * i) % 20 + 20 * floor(pg_temp.pick(n * 16 + i, 'person') * 50)::int AS person
        FROM made, generate_series(0, ours - 1) i
        UNION ALL
        SELECT made.*, i, 'company-' || company, 'person-' || company + 2000 * (i % 2) FROM made, generate_series(ours, ours + theirs - 1) i
        UNION ALL
        SELECT made.*, i, 'company-' || other, 'person-' || other + 2000 * (i % 2)
        FROM made, generate_series(ours + theirs, ours + theirs + others - 1) i
        UNION ALL
        SELECT made.*, 15, NULL, NULL FROM made WHERE n % 20 = 0) parties;

INSERT INTO meeting_areas (meeting_id, area_id, affiliates, companies, basis, rationale, support, disputed)
    SELECT DISTINCT ON (id, area) id, area, ARRAY['affiliate-' || affiliate],
        CASE WHEN i = 3 AND others > 0 THEN ARRAY['company-' || company, 'company-' || other] ELSE ARRAY['company-' || company] END,
        CASE WHEN basis < 0.3 THEN 'stated' ELSE 'inferred' END,
        CASE WHEN basis >= 0.3 THEN 'The collaboration reported with this company is in this area.' END,
        CASE WHEN basis < 0.2 THEN 'stated' ELSE 'none' END, false
    FROM (
        SELECT made.*, i, pg_temp.pick(n * 16 + i, 'basis') AS basis,
            CASE WHEN pg_temp.pick(n * 16 + i, 'depth') < 0.15 THEN format('area-%s-%s', leaf / 36 + 1, leaf / 6 % 6 + 1)
                ELSE format('area-%s-%s-%s', leaf / 36 + 1, leaf / 6 % 6 + 1, leaf % 6 + 1) END AS area
        FROM made
        CROSS JOIN LATERAL generate_series(1, CASE n % 50 WHEN 0 THEN 0 ELSE 1 + floor(pg_temp.pick(n, 'areas') * 5)::int END) i
        CROSS JOIN LATERAL (SELECT pg_temp.zipf(n * 16 + i, 'area', 216) - 1 AS leaf) leaves) links
    ORDER BY id, area, i;

INSERT INTO meeting_area_organizations (meeting_id, area_id, organization_id, resource)
    SELECT meeting_id, area_id, unnest(affiliates), 'affiliates' FROM meeting_areas
    UNION ALL
    SELECT meeting_id, area_id, unnest(companies), 'companies' FROM meeting_areas;
INSERT INTO meeting_organizations (meeting_id, organization_id, resource)
    SELECT meeting_id, organization_id, CASE WHEN organization_id LIKE 'a%' THEN 'affiliates' ELSE 'companies' END
    FROM meeting_participants WHERE organization_id IS NOT NULL
    UNION
    SELECT meeting_id, organization_id, resource FROM meeting_area_organizations;

INSERT INTO meetings (
        id, external_id, title_ko, title_en, kind, format, status, confidentiality, readers, date_edtf, date_earliest, date_latest, venue,
        city, region, country, trip_id, trip_order, summary, support, disputed, has_disputed, has_unsupported, modalities, version, created_at,
        updated_at)
    SELECT id, CASE WHEN n % 3 = 0 THEN 'crm-' || n END, '회사 ' || company || ' 경영진 회동 ' || n,
        format('Meeting %s with the leaders of Company %s', n, company),
        CASE WHEN kind < 0.8 THEN 'executive_meeting' WHEN kind < 0.95 THEN 'site_visit' ELSE 'internal_conference' END,
        CASE WHEN kind < 0.5 THEN 'in_person' ELSE 'unknown' END, CASE WHEN day > '2025-06-01' THEN 'planned' ELSE 'held' END,
        CASE WHEN level < 0.35 THEN 'public' WHEN level < 0.95 THEN 'internal' WHEN level < 0.99 THEN 'confidential' ELSE 'restricted' END,
        CASE WHEN level BETWEEN 0.35 AND 0.355 THEN ARRAY['key:somebody-else'] ELSE '{}' END,
        CASE WHEN precision < 0.7 THEN to_char(day, 'YYYY-MM-DD') WHEN precision < 0.85 THEN to_char(day, 'YYYY-MM') || '~'
            WHEN precision < 0.9 THEN to_char(day, 'YYYY') ELSE format('[%s..%s]', day, day + 14) END,
        CASE WHEN precision < 0.7 OR precision >= 0.9 THEN day WHEN precision < 0.85 THEN date_trunc('month', day)::date
            ELSE date_trunc('year', day)::date END,
        CASE WHEN precision < 0.7 THEN day WHEN precision < 0.85 THEN (date_trunc('month', day) + interval '1 month - 1 day')::date
            WHEN precision < 0.9 THEN (date_trunc('year', day) + interval '1 year - 1 day')::date ELSE day + 14 END,
        CASE WHEN kind < 0.3 THEN 'Headquarters of Company ' || company END, CASE WHEN kind < 0.6 THEN 'San Jose' END,
        CASE WHEN kind < 0.6 THEN 'California' END, CASE WHEN kind < 0.9 THEN 'US' END,
        CASE WHEN n % 10 = 0 THEN pg_temp.uuid('2015-01-01Z', 1 + n / 10 % greatest(1, $1 / 50), 'trip') END,
        CASE WHEN n % 20 = 0 THEN 1 + n / 20 % 5 END,
        CASE WHEN kind < 0.7 THEN 'The leaders discussed what the companies do together, and what each of them will invest in it.' END,
        'stated', false, coalesce(parts.disputed, false), coalesce(parts.unsupported, false), ARRAY['stated'], 1, at, at
    FROM made LEFT JOIN (
        SELECT meeting_id, bool_or(disputed) AS disputed, bool_or(unsupported) AS unsupported
        FROM (
            SELECT meeting_id, disputed, support = 'none' AS unsupported FROM meeting_participants
            UNION ALL
            SELECT meeting_id, disputed, support = 'none' AND rationale IS NULL FROM meeting_areas) facts
        GROUP BY meeting_id) parts ON parts.meeting_id = made.id;

INSERT INTO citations (id, source_id, target_type, meeting_id, area_id, quote, verified, stance, modality, retracted, confidentiality,
        readers, version, created_at, updated_at)
    SELECT pg_temp.uuid(at, n * 2 + i, 'citation'), pg_temp.uuid('2015-01-01Z', 1 + n % greatest(1, $1 / 20), 'source'),
        CASE i WHEN 0 THEN 'meeting' ELSE 'area_link' END, id, area, 'They met and talked about it.', false, 'supports', 'stated', false,
        confidentiality, readers, 1, at, at
    FROM (
        SELECT n, at, id, 0 AS i, NULL AS area FROM made
        UNION ALL
        SELECT n, at, id, 1, (SELECT min(area_id) FROM meeting_areas WHERE meeting_id = id) FROM made WHERE n % 2 = 1) cited
    JOIN meetings USING (id);

-- The facets, which the product's triggers keep otherwise, in the order of their index.
INSERT INTO meeting_facets
    SELECT organization, area, basis, date_earliest, date_latest, sort_order, id, confidentiality, readers <> '{}'
    FROM meetings
    JOIN (
        SELECT meeting_id, organization_id FROM meeting_organizations
        UNION ALL SELECT id, '' FROM meetings) parties (meeting_id, organization) ON parties.meeting_id = id
    JOIN (
        SELECT meeting_id, area_id, basis FROM meeting_areas
        UNION ALL SELECT id, '', '' FROM meetings) links (meeting_id, area, basis) ON links.meeting_id = id
    WHERE organization <> '' OR area <> ''
    ORDER BY organization COLLATE "C", area COLLATE "C", basis COLLATE "C", date_earliest, date_latest, sort_order, id;
