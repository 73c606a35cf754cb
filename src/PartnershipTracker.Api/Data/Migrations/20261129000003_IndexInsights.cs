using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>
/// The indexes that answer questions over all participants without their table: who took part in each meeting, and which meetings have an
/// unnamed participant. The first one has the name of the index it replaces, whose column it begins with.
/// </summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261129000003_IndexInsights")]
public sealed class IndexInsights : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP INDEX ix_meeting_participants_meeting_id;
        CREATE INDEX ix_meeting_participants_meeting_id ON meeting_participants (meeting_id)
            INCLUDE (person_id, organization_id, side);
        CREATE INDEX ix_meeting_participants_unnamed ON meeting_participants (meeting_id)
            WHERE person_id IS NULL AND organization_id IS NOT NULL;
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP INDEX ix_meeting_participants_unnamed, ix_meeting_participants_meeting_id;
        CREATE INDEX ix_meeting_participants_meeting_id ON meeting_participants (meeting_id);
        """);
}
