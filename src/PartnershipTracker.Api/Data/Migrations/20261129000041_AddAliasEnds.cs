using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>Adds the dates until which aliases were in use, such as those of former names.</summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261129000041_AddAliasEnds")]
public sealed class AddAliasEnds : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        ALTER TABLE organizations ADD COLUMN alias_ends jsonb NOT NULL DEFAULT '{}';
        ALTER TABLE areas ADD COLUMN alias_ends jsonb NOT NULL DEFAULT '{}';
        ALTER TABLE people ADD COLUMN alias_ends jsonb NOT NULL DEFAULT '{}';
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        ALTER TABLE organizations DROP COLUMN alias_ends;
        ALTER TABLE areas DROP COLUMN alias_ends;
        ALTER TABLE people DROP COLUMN alias_ends;
        """);
}
