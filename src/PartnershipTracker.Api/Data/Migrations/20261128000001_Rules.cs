using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>
/// The rules that the database enforces by itself and EF's model cannot express: one namespace of keys, append-only logs, trees without
/// cycles, foreign keys behind the lists of an area link, the names that searches find, and indexes on expressions and dates.
/// The grants of the runtime role, whose name is a setting, are made after each migration.
/// </summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261128000001_Rules")]
public sealed class Rules : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("CREATE EXTENSION IF NOT EXISTS pg_trgm;");
        migrationBuilder.Sql(Keys);
        migrationBuilder.Sql(AppendOnlyLogs);
        migrationBuilder.Sql(Trees);
        migrationBuilder.Sql(AreaLinks);
        migrationBuilder.Sql(MeetingOrganizations);
        migrationBuilder.Sql(Collaborations);
        migrationBuilder.Sql(Support);
        migrationBuilder.Sql(Search);
        migrationBuilder.Sql(Indexes);
    }

    private const string Keys =
        """
        CREATE FUNCTION take_key() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO keys (id, resource) VALUES (NEW.id, coalesce(to_jsonb(NEW) ->> 'resource', TG_TABLE_NAME));
            RETURN NULL;
        END $$;

        CREATE FUNCTION release_key() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            DELETE FROM keys WHERE id = OLD.id;
            RETURN NULL;
        END $$;

        CREATE FUNCTION keep_key() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'A key never changes.' USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_keys_constant';
        END $$;

        DO $do$
        DECLARE keyed text;
        BEGIN
            FOREACH keyed IN ARRAY ARRAY['organizations', 'people', 'areas'] LOOP
                EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK (length(id) <= 64 AND id ~ ''^[a-z0-9]+(-[a-z0-9]+)*$'')', keyed, 'ck_' || keyed || '_id');
                EXECUTE format('CREATE TRIGGER take_key AFTER INSERT ON %I FOR EACH ROW EXECUTE FUNCTION take_key()', keyed);
                EXECUTE format('CREATE TRIGGER release_key AFTER DELETE ON %I FOR EACH ROW EXECUTE FUNCTION release_key()', keyed);
                EXECUTE format('CREATE TRIGGER keep_key BEFORE UPDATE OF id ON %I FOR EACH ROW WHEN (NEW.id <> OLD.id) EXECUTE FUNCTION keep_key()', keyed);
            END LOOP;
        END $do$;
        """;

    private const string AppendOnlyLogs =
        """
        CREATE FUNCTION keep_log() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'The change log is append-only.' USING ERRCODE = 'insufficient_privilege';
        END $$;

        CREATE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON changes FOR EACH ROW EXECUTE FUNCTION keep_log();
        CREATE TRIGGER keep_table BEFORE TRUNCATE ON changes FOR EACH STATEMENT EXECUTE FUNCTION keep_log();
        CREATE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION keep_log();
        CREATE TRIGGER keep_table BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION keep_log();
        """;

    /// <summary>Two transactions that move branches at the same time take turns, so that neither misses the other's half of a cycle.</summary>
    private const string Trees =
        """
        CREATE FUNCTION refuse_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE is_cycle boolean;
        BEGIN
            PERFORM pg_advisory_xact_lock(hashtext(TG_TABLE_NAME || '.parent_id'));
            EXECUTE format(
                'WITH RECURSIVE above AS (
                    SELECT parent_id FROM %1$I WHERE id = $1
                    UNION
                    SELECT t.parent_id FROM %1$I t JOIN above ON t.id = above.parent_id)
                SELECT EXISTS (SELECT FROM above WHERE parent_id = $1)', TG_TABLE_NAME) INTO is_cycle USING NEW.id;
            IF is_cycle THEN
                RAISE EXCEPTION 'This would make a cycle.' USING ERRCODE = 'PT001';
            END IF;
            RETURN NULL;
        END $$;

        CREATE TRIGGER refuse_cycle AFTER INSERT OR UPDATE OF parent_id ON organizations
            FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION refuse_cycle();
        CREATE TRIGGER refuse_cycle AFTER INSERT OR UPDATE OF parent_id ON areas
            FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION refuse_cycle();
        """;

    /// <summary>An array has no foreign keys, so a row stands behind each of its elements. It also says which kind the organization must be.</summary>
    private const string AreaLinks =
        """
        ALTER TABLE organizations ADD CONSTRAINT ak_organizations_id_resource UNIQUE (id, resource);
        ALTER TABLE meeting_area_organizations ADD CONSTRAINT fk_meeting_area_organizations_kind
            FOREIGN KEY (organization_id, resource) REFERENCES organizations (id, resource);

        CREATE FUNCTION keep_area_link_organizations() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            DELETE FROM meeting_area_organizations
                WHERE meeting_id = NEW.meeting_id AND area_id = NEW.area_id AND organization_id <> ALL (NEW.affiliates || NEW.companies);
            INSERT INTO meeting_area_organizations (meeting_id, area_id, organization_id, resource)
                SELECT NEW.meeting_id, NEW.area_id, key, 'affiliates' FROM unnest(NEW.affiliates) key
                UNION ALL
                SELECT NEW.meeting_id, NEW.area_id, key, 'companies' FROM unnest(NEW.companies) key
                ON CONFLICT DO NOTHING;
            RETURN NULL;
        END $$;

        CREATE TRIGGER keep_organizations AFTER INSERT OR UPDATE OF affiliates, companies ON meeting_areas
            FOR EACH ROW EXECUTE FUNCTION keep_area_link_organizations();
        """;

    /// <summary>For filters by company or affiliate: one row for each organization of a meeting, whether it takes part or an area link names it.</summary>
    private const string MeetingOrganizations =
        """
        CREATE FUNCTION keep_meeting_organizations() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP <> 'INSERT' AND OLD.organization_id IS NOT NULL THEN
                DELETE FROM meeting_organizations o
                    WHERE o.meeting_id = OLD.meeting_id AND o.organization_id = OLD.organization_id
                    AND NOT EXISTS (SELECT FROM meeting_participants p WHERE p.meeting_id = o.meeting_id AND p.organization_id = o.organization_id)
                    AND NOT EXISTS (SELECT FROM meeting_area_organizations l WHERE l.meeting_id = o.meeting_id AND l.organization_id = o.organization_id);
            END IF;
            IF TG_OP <> 'DELETE' AND NEW.organization_id IS NOT NULL THEN
                INSERT INTO meeting_organizations (meeting_id, organization_id, resource)
                    SELECT NEW.meeting_id, id, resource FROM organizations WHERE id = NEW.organization_id ON CONFLICT DO NOTHING;
            END IF;
            RETURN NULL;
        END $$;

        CREATE TRIGGER keep_organizations AFTER INSERT OR DELETE OR UPDATE OF organization_id ON meeting_participants
            FOR EACH ROW EXECUTE FUNCTION keep_meeting_organizations();
        CREATE TRIGGER keep_organizations AFTER INSERT OR DELETE ON meeting_area_organizations
            FOR EACH ROW EXECUTE FUNCTION keep_meeting_organizations();
        """;

    /// <summary>An affiliate's parent and both sides of a collaboration are of the right kind.</summary>
    private const string Collaborations =
        """
        ALTER TABLE collaborations
            ADD COLUMN affiliate_kind text NOT NULL GENERATED ALWAYS AS ('affiliates') STORED,
            ADD COLUMN company_kind text NOT NULL GENERATED ALWAYS AS ('companies') STORED,
            ADD CONSTRAINT fk_collaborations_affiliate_kind FOREIGN KEY (affiliate_id, affiliate_kind) REFERENCES organizations (id, resource),
            ADD CONSTRAINT fk_collaborations_company_kind FOREIGN KEY (company_id, company_kind) REFERENCES organizations (id, resource);
        ALTER TABLE organizations ADD CONSTRAINT fk_organizations_parent_kind FOREIGN KEY (parent_id, resource) REFERENCES organizations (id, resource);
        """;

    /// <summary>A row that nothing cites is unsupported, also when it is inserted with plain SQL. A person is not: only a position can be cited.</summary>
    private const string Support =
        """
        DO $do$
        DECLARE root text;
        DECLARE cited text;
        BEGIN
            FOREACH root IN ARRAY ARRAY['meetings', 'trips', 'collaborations', 'people'] LOOP
                EXECUTE format(
                    'ALTER TABLE %I ALTER has_disputed SET DEFAULT false, ALTER has_hearsay SET DEFAULT false, ALTER has_unsupported SET DEFAULT %L',
                    root, root <> 'people');
            END LOOP;
            FOREACH cited IN ARRAY ARRAY[
                'meetings', 'meeting_participants', 'meeting_areas', 'trips', 'collaborations', 'collaboration_stages', 'positions'] LOOP
                EXECUTE format('ALTER TABLE %I ALTER disputed SET DEFAULT false, ALTER support SET DEFAULT ''none''', cited);
            END LOOP;
        END $do$;
        """;

    /// <summary>
    /// The part of a text that counts when it is searched, as Features/Search/Letters has it: Hangul taken apart, lower case, no spaces,
    /// hyphens, apostrophes or accents. Initial consonants are what is left of syllables without vowels and finals. A name is near to each
    /// text that it becomes with one letter left out, and so are its words: a search with one mistake has one of these in common with it.
    /// The planner is told that letters are costly, so that it prefers an index to computing them for every row.
    /// </summary>
    internal const string SearchFunctions =
        """
        CREATE FUNCTION search_letters(text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
        BEGIN
            RETURN regexp_replace(
                lower(normalize($1, NFKD)),
                '[\s''\u00ad\u00b7\u0300-\u036f\u200b-\u200f\u2010-\u2015\u2018\u2019\u2212\u30fb\ufeff-]+', '', 'g');
        END $$;

        CREATE FUNCTION search_initials(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
            RETURN regexp_replace(search_letters($1), '[\u1160-\u11ff]+', '', 'g');

        CREATE FUNCTION search_near(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
            RETURN ARRAY(
                SELECT DISTINCT left(word, n) || substr(word, n + 2)
                FROM (
                    SELECT search_letters($1)
                    UNION
                    SELECT search_letters(part) FROM regexp_split_to_table($1, '[\s(),/\u00b7\u2010-\u2015-]+') part) words (word),
                    generate_series(0, length(word)) n
                WHERE length(word) BETWEEN 4 AND 40);

        CREATE FUNCTION search_title(ko text, en text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
            RETURN '|' || search_letters(coalesce(ko, '') || '|' || coalesce(en, '')) || '|';
        """;

    /// <summary>
    /// The runtime role writes the named rows but not search_names, so the function runs as the owner.
    /// Titles of meetings stay where they are, and are searched through the filter that decides who sees which. Most have common words: more
    /// of them are counted, so that the planner knows a common word from a rare one.
    /// </summary>
    private const string Search =
        """
        CREATE FUNCTION keep_search_names() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE named jsonb := to_jsonb(CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END);
        DECLARE named_resource text := coalesce(named ->> 'resource', TG_TABLE_NAME);
        DECLARE ko text := coalesce(named ->> 'name_ko', named ->> 'title_ko');
        DECLARE en text := coalesce(named ->> 'name_en', named ->> 'title_en');
        BEGIN
            DELETE FROM search_names WHERE resource = named_resource AND id = named ->> 'id';
            IF TG_OP <> 'DELETE' THEN
                INSERT INTO search_names (resource, id, text, kind, name_ko, name_en)
                    SELECT named_resource, named ->> 'id', text, (ARRAY['name', 'alias', 'weak_alias'])[min(kind)], ko, en
                    FROM (
                        VALUES (ko, 1), (en, 1)
                        UNION ALL SELECT jsonb_array_elements_text(named -> 'aliases'), 2
                        UNION ALL SELECT jsonb_array_elements_text(named -> 'weak_aliases'), 3) names (text, kind)
                    WHERE text IS NOT NULL
                    GROUP BY text;
            END IF;
            RETURN NULL;
        END $$;

        CREATE TRIGGER keep_search_names AFTER INSERT OR DELETE OR UPDATE OF id, name_ko, name_en, aliases, weak_aliases ON organizations
            FOR EACH ROW EXECUTE FUNCTION keep_search_names();
        CREATE TRIGGER keep_search_names AFTER INSERT OR DELETE OR UPDATE OF id, name_ko, name_en, aliases, weak_aliases ON areas
            FOR EACH ROW EXECUTE FUNCTION keep_search_names();
        CREATE TRIGGER keep_search_names AFTER INSERT OR DELETE OR UPDATE OF id, name_ko, name_en, aliases, weak_aliases ON people
            FOR EACH ROW EXECUTE FUNCTION keep_search_names();
        CREATE TRIGGER keep_search_names AFTER INSERT OR DELETE OR UPDATE OF id, title_ko, title_en ON trips
            FOR EACH ROW EXECUTE FUNCTION keep_search_names();

        CREATE INDEX ix_search_names_letters ON search_names (letters text_pattern_ops);
        CREATE INDEX ix_search_names_initials ON search_names (initials text_pattern_ops);
        CREATE INDEX ix_search_names_parts ON search_names USING gin (letters gin_trgm_ops, initials gin_trgm_ops);
        CREATE INDEX ix_search_names_near ON search_names USING gin (search_near(text));
        CREATE INDEX ix_meetings_search ON meetings USING gin (search_title(title_ko, title_en) gin_trgm_ops);
        ALTER INDEX ix_meetings_search ALTER COLUMN 1 SET STATISTICS 1000;
        """;

    private const string Indexes =
        """
        CREATE INDEX ix_meetings_date ON meetings (date_earliest, date_latest, sort_order, id);
        CREATE INDEX ix_meetings_date_latest ON meetings (date_latest);
        CREATE INDEX ix_meetings_trip_order ON meetings (sort_order, date_earliest, id);
        CREATE INDEX ix_meetings_trip_order_reversed ON meetings (coalesce(trip_order, 0), date_earliest, id);
        CREATE INDEX ix_meetings_title_ko ON meetings USING gin (title_ko gin_trgm_ops);
        CREATE INDEX ix_meetings_title_en ON meetings USING gin (title_en gin_trgm_ops);
        CREATE INDEX ix_trips_date ON trips (date_earliest, date_latest, id);

        -- A company's key never goes with affiliates: without this, a filter by a key of the other kind is planned as if it found many.
        CREATE STATISTICS st_meeting_organizations_kind (mcv) ON organization_id, resource FROM meeting_organizations;
        """;
}
