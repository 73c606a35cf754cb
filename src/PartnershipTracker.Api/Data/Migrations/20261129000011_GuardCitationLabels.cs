using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>
/// Refuses a citation that is more open than its meeting. The write path changes the citations with their meeting, so this stops a node of
/// an earlier release, or plain SQL, that changes only one of them. It is checked at the end of the transaction, and only for rows whose
/// label changed. A citation locks its meeting for the check, as the write path has done already: a change of the meeting's label either is
/// committed, and seen, or waits, and then sees the citation.
/// </summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261129000011_GuardCitationLabels")]
public sealed class GuardCitationLabels : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            """
            CREATE FUNCTION is_more_open(citations, meetings) RETURNS boolean LANGUAGE sql STABLE
                RETURN array_position('{public,internal,confidential,restricted}', ($1).confidentiality)
                        < array_position('{public,internal,confidential,restricted}', ($2).confidentiality)
                    OR (($2).readers <> '{}' AND (($1).readers = '{}' OR NOT ($1).readers <@ ($2).readers));

            CREATE FUNCTION guard_citation_label() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_TABLE_NAME = 'citations' THEN
                    PERFORM FROM meetings WHERE id = NEW.meeting_id FOR SHARE;
                    PERFORM FROM citations c JOIN meetings m ON m.id = c.meeting_id WHERE c.id = NEW.id AND is_more_open(c, m);
                ELSE
                    PERFORM FROM citations c JOIN meetings m ON m.id = c.meeting_id WHERE m.id = NEW.id AND is_more_open(c, m);
                END IF;
                IF FOUND THEN
                    RAISE EXCEPTION 'A citation would be more open than its meeting.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_citations_label', TABLE = 'citations';
                END IF;
                RETURN NULL;
            END $$;
            """);
        migrationBuilder.Sql(
            """
            UPDATE citations c
            SET confidentiality = m.confidentiality, readers = m.readers, version = c.version + 1, updated_at = now(), image = NULL
            FROM meetings m WHERE m.id = c.meeting_id AND is_more_open(c, m);
            """);
        migrationBuilder.Sql(
            """
            CREATE CONSTRAINT TRIGGER guard_label AFTER INSERT ON citations DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW WHEN (NEW.meeting_id IS NOT NULL) EXECUTE FUNCTION guard_citation_label();
            CREATE CONSTRAINT TRIGGER guard_changed_label AFTER UPDATE OF meeting_id, confidentiality, readers ON citations
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                WHEN (NEW.meeting_id IS NOT NULL AND (NEW.meeting_id IS DISTINCT FROM OLD.meeting_id
                    OR NEW.confidentiality IS DISTINCT FROM OLD.confidentiality OR NEW.readers IS DISTINCT FROM OLD.readers))
                EXECUTE FUNCTION guard_citation_label();
            CREATE CONSTRAINT TRIGGER guard_citations AFTER UPDATE OF confidentiality, readers ON meetings
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                WHEN (NEW.confidentiality IS DISTINCT FROM OLD.confidentiality OR NEW.readers IS DISTINCT FROM OLD.readers)
                EXECUTE FUNCTION guard_citation_label();
            """);
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP TRIGGER guard_label ON citations;
        DROP TRIGGER guard_changed_label ON citations;
        DROP TRIGGER guard_citations ON meetings;
        DROP FUNCTION guard_citation_label();
        DROP FUNCTION is_more_open(citations, meetings);
        """);
}
