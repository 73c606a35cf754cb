using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>Adds to API keys whether replicas may answer their reads. The default is for instances of the earlier release.</summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261130000050_AddReplicaReads")]
public sealed class AddReplicaReads : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("ALTER TABLE api_keys ADD COLUMN replica_reads boolean NOT NULL DEFAULT false");

    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("ALTER TABLE api_keys DROP COLUMN replica_reads");
}
