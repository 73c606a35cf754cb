-- Companies, affiliates, areas, people, trips and sources. Everything follows from row numbers, so that every run makes the same register.
CREATE OR REPLACE FUNCTION pg_temp.pick(n bigint, salt text) RETURNS float8 LANGUAGE sql IMMUTABLE
    RETURN ('x' || left(md5(n || salt), 8))::bit(32)::bigint / 4294967296.0::float8;

-- A rank from 1 to size, distributed by Zipf's law with exponent 1
CREATE OR REPLACE FUNCTION pg_temp.zipf(n bigint, salt text, size int) RETURNS int LANGUAGE sql IMMUTABLE
    RETURN least(size, floor(power(size + 1::float8, pg_temp.pick(n, salt)))::int);

-- A UUIDv7 of a given instant
CREATE OR REPLACE FUNCTION pg_temp.uuid(at timestamptz, n bigint, salt text) RETURNS uuid LANGUAGE sql IMMUTABLE
    RETURN (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0')
        || '7' || substr(md5(n || salt), 1, 3) || '8' || substr(md5(n || salt), 4, 15))::uuid;

INSERT INTO organizations (id, resource, kind, parent_id, name_en, name_ko, country, aliases, weak_aliases, version, created_at, updated_at)
    SELECT 'affiliate-' || n, 'affiliates', CASE n WHEN 1 THEN 'group' ELSE 'affiliate' END, CASE WHEN n > 1 THEN 'affiliate-1' END,
        'Affiliate ' || n, '계열사 ' || n, 'KR', '{}', '{}', 1, '2015-01-01Z', '2015-01-01Z'
    FROM generate_series(1, 20) n;
INSERT INTO organizations (id, resource, name_en, name_ko, country, aliases, weak_aliases, version, created_at, updated_at)
    SELECT 'company-' || n, 'companies', 'Company ' || n, '회사 ' || n, 'US', ARRAY['Partner ' || n], '{}', 1, '2015-01-01Z', '2015-01-01Z'
    FROM generate_series(1, 2000) n;

-- Six areas, six in each of them and again six in each of those
INSERT INTO areas (id, name_en, name_ko, aliases, weak_aliases, version, created_at, updated_at)
    SELECT 'area-' || a, 'Area ' || a, '분야 ' || a, '{}', '{}', 1, '2015-01-01Z', '2015-01-01Z' FROM generate_series(1, 6) a;
INSERT INTO areas (id, parent_id, name_en, name_ko, aliases, weak_aliases, version, created_at, updated_at)
    SELECT format('area-%s-%s', a, b), 'area-' || a, format('Area %s.%s', a, b), format('분야 %s.%s', a, b), '{}', '{}', 1,
        '2015-01-01Z', '2015-01-01Z'
    FROM generate_series(1, 6) a, generate_series(1, 6) b;
INSERT INTO areas (id, parent_id, name_en, name_ko, aliases, weak_aliases, version, created_at, updated_at)
    SELECT format('area-%s-%s-%s', a, b, c), format('area-%s-%s', a, b), format('Area %s.%s.%s', a, b, c),
        format('분야 %s.%s.%s', a, b, c), '{}', '{}', 1, '2015-01-01Z', '2015-01-01Z'
    FROM generate_series(1, 6) a, generate_series(1, 6) b, generate_series(1, 6) c;

-- Two people of each company, and fifty of each affiliate
INSERT INTO people (id, name_en, name_ko, aliases, weak_aliases, version, created_at, updated_at)
    SELECT 'person-' || n,
        format('%s %s', (ARRAY['Kim', 'Lee', 'Park', 'Choi', 'Jung', 'Smith', 'Miller', 'Garcia', 'Chen', 'Wang'])[1 + n % 10],
            (ARRAY['Min-jun', 'Seo-yeon', 'Do-yun', 'Ha-eun', 'Si-woo', 'James', 'Mary', 'Robert', 'Linda', 'David', 'Susan', 'Daniel',
                'Karen', 'Mark', 'Nancy', 'Paul', 'Emily', 'Kevin', 'Laura', 'Brian'])[1 + n / 10 % 20]),
        format('%s%s', (ARRAY['김', '이', '박', '최', '정', '스미스', '밀러', '가르시아', '천', '왕'])[1 + n % 10],
            (ARRAY['민준', '서연', '도윤', '하은', '시우', '제임스', '메리', '로버트', '린다', '데이비드', '수전', '대니얼',
                '캐런', '마크', '낸시', '폴', '에밀리', '케빈', '로라', '브라이언'])[1 + n / 10 % 20]),
        ARRAY['Executive ' || n], '{}', 1, '2015-01-01Z', '2015-01-01Z'
    FROM generate_series(1, 5000) n;
INSERT INTO positions (id, person_id, organization_id, title_en, title_ko, ordinal, from_edtf, from_earliest, from_latest, support)
    SELECT pg_temp.uuid('2015-01-01Z', n, 'position'), 'person-' || n,
        CASE WHEN n <= 4000 THEN 'company-' || (1 + (n - 1) % 2000) ELSE 'affiliate-' || (1 + (n - 1) % 20) END,
        'Chief executive', '최고경영자', 0, '2014', '2014-01-01', '2014-12-31', 'stated'
    FROM generate_series(1, 5000) n;

INSERT INTO trips (id, title_en, title_ko, traveller_id, date_edtf, date_earliest, date_latest, version, created_at, updated_at)
    SELECT pg_temp.uuid('2015-01-01Z', n, 'trip'), 'Trip ' || n, '출장 ' || n, 'person-' || (4001 + n % 1000), '2020', '2020-01-01',
        '2020-12-31', 1, '2015-01-01Z', '2015-01-01Z'
    FROM generate_series(1, greatest(1, $1 / 50)) n;
INSERT INTO sources (id, publisher_en, title_en, authors, language, reliability, has_text, version, created_at, updated_at)
    SELECT pg_temp.uuid('2015-01-01Z', n, 'source'), 'The Daily', 'Article ' || n, '{}', 'en', 'B', false, 1, '2015-01-01Z', '2015-01-01Z'
    FROM generate_series(1, greatest(1, $1 / 20)) n;
