using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace PartnershipTracker.Data.Migrations;

/// <summary>
/// Adds the snapshots of answers, which their ETags contain, and the keys that encrypt them. A snapshot of a standby does not list the
/// transactions that were open on the primary, so everything from its oldest transaction on counts as unseen. After a failover, others may
/// get the numbers of lost transactions. So the snapshot names the timeline of the file that is written now: the control file has that of
/// the last checkpoint, which may be minutes old. A standby has no better one, so it takes no snapshot of a primary for its own.
/// </summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261129000004_AddSnapshots")]
public sealed class AddSnapshots : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "data_protection_keys",
            table => new
            {
                id = table.Column<int>("integer", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                friendly_name = table.Column<string>("text", nullable: true),
                xml = table.Column<string>("text", nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_data_protection_keys", key => key.id));
        migrationBuilder.Sql(
            """
            CREATE VIEW current_snapshot AS
            SELECT CASE
                WHEN pg_is_in_recovery() THEN format('%1$s:%1$s: standby-', pg_snapshot_xmin(pg_current_snapshot()))
                    || (SELECT greatest(timeline_id, min_recovery_end_timeline) FROM pg_control_checkpoint(), pg_control_recovery())
                ELSE pg_current_snapshot() || ' ' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)
                END || '/' || system_identifier AS value
            FROM pg_control_system()
            """);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP VIEW current_snapshot");
        migrationBuilder.DropTable("data_protection_keys");
    }
}
