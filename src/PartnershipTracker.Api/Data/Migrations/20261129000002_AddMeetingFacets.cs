using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>
/// Adds the facets of meetings: the values that lists are filtered by, in the order of the list, so that a page is a range of an index. A
/// meeting has a row for each organization with each area, for each organization alone (the area is empty), and for each area alone.
/// EF's model does not have the table: triggers write it, and only lists of meetings read it.
/// </summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261129000002_AddMeetingFacets")]
public sealed class AddMeetingFacets : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Table);
        migrationBuilder.Sql(Triggers); // their locks keep other writers away until the rows of existing meetings are there
        migrationBuilder.Sql(ExistingMeetings);
        migrationBuilder.Sql(Indexes);
    }

    /// <summary>
    /// Rows hold what the visibility filter needs, so that hidden meetings are skipped in the index. Readers can be too many for an index,
    /// so it has only a flag for them. The collation "C" compares keys fastest.
    /// </summary>
    private const string Table =
        """
        CREATE TABLE meeting_facets (
            organization text COLLATE "C" NOT NULL,
            area text COLLATE "C" NOT NULL,
            basis text COLLATE "C" NOT NULL,
            date_earliest date NOT NULL,
            date_latest date NOT NULL,
            sort_order integer NOT NULL,
            meeting_id uuid NOT NULL,
            confidentiality text NOT NULL,
            has_readers boolean NOT NULL);
        """;

    /// <summary>
    /// Each function first locks the meeting, so that transactions that add an organization and an area to it at the same time take turns,
    /// and neither misses the other's row. An area link may add an organization while the trigger for the link is still to run, so a row
    /// can be there already.
    /// </summary>
    private const string Triggers =
        """
        CREATE FUNCTION keep_facets_of_organization() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE met record;
        BEGIN
            IF TG_OP <> 'INSERT' THEN
                PERFORM FROM meetings WHERE id = OLD.meeting_id FOR NO KEY UPDATE;
                DELETE FROM meeting_facets WHERE meeting_id = OLD.meeting_id AND organization = OLD.organization_id;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                SELECT date_earliest, date_latest, sort_order, id, confidentiality, readers <> '{}' AS has_readers INTO met
                    FROM meetings WHERE id = NEW.meeting_id FOR NO KEY UPDATE;
                INSERT INTO meeting_facets
                    SELECT NEW.organization_id, area, basis, met.date_earliest, met.date_latest, met.sort_order, met.id,
                        met.confidentiality, met.has_readers
                    FROM (
                        SELECT area_id, basis FROM meeting_areas WHERE meeting_id = NEW.meeting_id
                        UNION ALL SELECT '', '') links (area, basis)
                    ON CONFLICT DO NOTHING;
            END IF;
            RETURN NULL;
        END $$;

        CREATE FUNCTION keep_facets_of_area() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE met record;
        BEGIN
            IF TG_OP <> 'INSERT' THEN
                PERFORM FROM meetings WHERE id = OLD.meeting_id FOR NO KEY UPDATE;
                DELETE FROM meeting_facets WHERE meeting_id = OLD.meeting_id AND area = OLD.area_id;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                SELECT date_earliest, date_latest, sort_order, id, confidentiality, readers <> '{}' AS has_readers INTO met
                    FROM meetings WHERE id = NEW.meeting_id FOR NO KEY UPDATE;
                INSERT INTO meeting_facets
                    SELECT organization, NEW.area_id, NEW.basis, met.date_earliest, met.date_latest, met.sort_order, met.id,
                        met.confidentiality, met.has_readers
                    FROM (
                        SELECT organization_id FROM meeting_organizations WHERE meeting_id = NEW.meeting_id
                        UNION ALL SELECT '') parties (organization)
                    ON CONFLICT DO NOTHING;
            END IF;
            RETURN NULL;
        END $$;

        CREATE FUNCTION keep_facets_of_meeting() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE meeting_facets SET
                date_earliest = NEW.date_earliest, date_latest = NEW.date_latest, sort_order = NEW.sort_order,
                confidentiality = NEW.confidentiality, has_readers = NEW.readers <> '{}'
                WHERE meeting_id = NEW.id;
            RETURN NULL;
        END $$;

        CREATE TRIGGER keep_facets AFTER INSERT OR UPDATE OR DELETE ON meeting_organizations
            FOR EACH ROW EXECUTE FUNCTION keep_facets_of_organization();
        CREATE TRIGGER keep_facets AFTER INSERT OR DELETE OR UPDATE OF meeting_id, area_id, basis ON meeting_areas
            FOR EACH ROW EXECUTE FUNCTION keep_facets_of_area();
        CREATE TRIGGER keep_facets AFTER UPDATE OF date_earliest, date_latest, sort_order, confidentiality, readers ON meetings
            FOR EACH ROW WHEN ( -- a comparison of two rows is written otherwise after a dump and restore
                OLD.date_earliest IS DISTINCT FROM NEW.date_earliest OR OLD.date_latest IS DISTINCT FROM NEW.date_latest
                OR OLD.sort_order IS DISTINCT FROM NEW.sort_order OR OLD.confidentiality IS DISTINCT FROM NEW.confidentiality
                OR (OLD.readers = '{}') IS DISTINCT FROM (NEW.readers = '{}'))
            EXECUTE FUNCTION keep_facets_of_meeting();
        """;

    /// <summary>In the order of the index, neighbours in it share pages of the table, and of the map of pages that all may see.</summary>
    public const string ExistingMeetings =
        """
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
        """;

    /// <summary>
    /// The second index is for the triggers. The third has the few dates that are longer than a year, which may lie in a period that starts
    /// long after them.
    /// </summary>
    public const string Indexes =
        """
        ALTER TABLE meeting_facets ADD CONSTRAINT pk_meeting_facets PRIMARY KEY
            (organization, area, basis, date_earliest, date_latest, sort_order, meeting_id) INCLUDE (confidentiality, has_readers);
        CREATE INDEX ix_meeting_facets_meeting_id ON meeting_facets (meeting_id);
        CREATE INDEX ix_meeting_facets_long ON meeting_facets
            (organization, area, basis, date_earliest, date_latest, sort_order, meeting_id) INCLUDE (confidentiality, has_readers)
            WHERE date_latest > date_earliest + 366;
        ANALYZE meeting_facets;
        """;

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP TRIGGER keep_facets ON meetings;
        DROP TRIGGER keep_facets ON meeting_areas;
        DROP TRIGGER keep_facets ON meeting_organizations;
        DROP FUNCTION keep_facets_of_meeting(), keep_facets_of_area(), keep_facets_of_organization();
        DROP TABLE meeting_facets;
        """);
}
