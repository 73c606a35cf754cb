using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>The indexes that find the meetings of a city, in either case, of a country and of a format.</summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261129000070_IndexLookups")]
public sealed class IndexLookups : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        CREATE INDEX ix_meetings_city ON meetings (lower(city));
        CREATE INDEX ix_meetings_country ON meetings (country);
        CREATE INDEX ix_meetings_format ON meetings (format);
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        "DROP INDEX ix_meetings_city, ix_meetings_country, ix_meetings_format");
}
