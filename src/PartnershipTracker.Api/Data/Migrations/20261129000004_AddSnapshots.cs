using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace PartnershipTracker.Data.Migrations;

/// <summary>
/// Adds the snapshots of answers, which their ETags contain, and the keys that encrypt them. A snapshot of a standby does not list the
/// transactions that were open on the primary, so everything from its oldest transaction on counts as unseen.
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
            SELECT CASE WHEN pg_is_in_recovery() THEN format('%1$s:%1$s:', pg_snapshot_xmin(pg_current_snapshot()))
                ELSE pg_current_snapshot()::text END || ' ' || system_identifier || '/' || timeline_id AS value
            FROM pg_control_system(), pg_control_checkpoint()
            """);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP VIEW current_snapshot");
        migrationBuilder.DropTable("data_protection_keys");
    }
}
