using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>Adds the table that a row of an import belongs to, since a workbook has several.</summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261130000010_NameTablesOfImportRows")]
public sealed class NameTablesOfImportRows : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("ALTER TABLE import_rows ADD table_name text");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("ALTER TABLE import_rows DROP table_name");
}
