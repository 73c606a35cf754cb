using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>
/// Refuses a participant on the wrong side: an affiliate is ours, a company theirs or a third party. A trigger needs no pass over the
/// table, as a foreign key would, and leaves rows that are older than the rule.
/// </summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261129000042_GuardParticipantSides")]
public sealed class GuardParticipantSides : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        CREATE FUNCTION guard_participant_side() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM FROM organizations WHERE id = NEW.organization_id AND (resource = 'affiliates') <> (NEW.side = 'ours');
            IF FOUND THEN
                RAISE EXCEPTION 'An affiliate is on our side, and a company on another.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_meeting_participants_kind', TABLE = 'meeting_participants';
            END IF;
            RETURN NULL;
        END $$;

        CREATE TRIGGER guard_side AFTER INSERT OR UPDATE OF organization_id, side ON meeting_participants
            FOR EACH ROW WHEN (NEW.organization_id IS NOT NULL) EXECUTE FUNCTION guard_participant_side();
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP TRIGGER guard_side ON meeting_participants;
        DROP FUNCTION guard_participant_side();
        """);
}
