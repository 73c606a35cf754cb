using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>
/// Adds to each meeting the keys of its organizations and areas, so that questions over the whole register read one table in its order
/// instead of joining two more. A trigger takes them from the image, which every write of a meeting stores. The next migration fills the
/// rows of existing meetings: this one locks the table, so it is short.
/// </summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261201000010_AddMeetingKeys")]
public sealed class AddMeetingKeys : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        ALTER TABLE meetings ADD organization_keys text, ADD area_keys text, ADD has_unnamed boolean;

        CREATE FUNCTION keep_keys_of_meeting() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE met jsonb := convert_from(NEW.image, 'UTF8')::jsonb;
        BEGIN
            NEW.organization_keys := (
                SELECT coalesce(string_agg(key, ' '), '') FROM (
                    SELECT jsonb_path_query(met, '$.participants[*].organization') #>> '{}'
                    UNION SELECT jsonb_path_query(met, '$.areas[*].affiliates[*]') #>> '{}'
                    UNION SELECT jsonb_path_query(met, '$.areas[*].companies[*]') #>> '{}') keys (key));
            NEW.area_keys := (
                SELECT coalesce(string_agg(area #>> '{}', ' '), '') FROM jsonb_path_query(met, '$.areas[*].area') areas (area));
            NEW.has_unnamed := jsonb_path_exists(met, '$.participants[*] ? (@.person == null && @.organization != null)');
            RETURN NEW;
        END $$;
        CREATE TRIGGER keep_keys BEFORE INSERT OR UPDATE OF image ON meetings
            FOR EACH ROW WHEN (NEW.image IS NOT NULL) EXECUTE FUNCTION keep_keys_of_meeting();

        CREATE INDEX ix_citations_unverified ON citations (confidentiality) WHERE NOT verified AND readers = '{}';
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP INDEX ix_citations_unverified;
        DROP TRIGGER keep_keys ON meetings;
        DROP FUNCTION keep_keys_of_meeting();
        ALTER TABLE meetings DROP organization_keys, DROP area_keys, DROP has_unnamed;
        """);
}
