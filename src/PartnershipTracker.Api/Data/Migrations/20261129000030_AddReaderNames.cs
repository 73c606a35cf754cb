using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>Adds the names in lists of readers: answers are shared among the callers of a clearance whose names are not among them.</summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261129000030_AddReaderNames")]
public sealed class AddReaderNames : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        CREATE INDEX ix_meetings_readers ON meetings (id) WHERE readers <> '{}';
        CREATE INDEX ix_citations_readers ON citations (id) WHERE readers <> '{}';
        CREATE VIEW reader_names AS
            SELECT unnest(readers) AS name FROM (
                SELECT DISTINCT readers FROM meetings WHERE readers <> '{}'
                UNION SELECT DISTINCT readers FROM citations WHERE readers <> '{}') lists;
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP VIEW reader_names;
        DROP INDEX ix_meetings_readers, ix_citations_readers;
        """);
}
