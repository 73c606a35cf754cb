using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>
/// Adds the images: the body of a GET in each row of a root. They are null in existing rows, until <c>migrate</c> or the next write renders
/// them.
/// </summary>
public partial class StoreImages : Migration
{
    private static readonly string[] Tables =
        ["areas", "citations", "collaborations", "meetings", "organizations", "people", "sources", "trips"];

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var table in Tables)
        {
            migrationBuilder.AddColumn<byte[]>("image", table, nullable: true);
            migrationBuilder.AddColumn<short>("image_shape", table, defaultValue: (short)0);
            migrationBuilder.AddColumn<int>("image_version", table, defaultValue: 0);

            // An image is stored out of line, so that reading the other columns of many rows costs no more pages than before. LZ4 unpacks
            // several times faster than the default, but PostgreSQL may have been built without it.
            migrationBuilder.Sql(
                $"""
                ALTER TABLE {table} SET (toast_tuple_target = 1024);
                DO $do$ BEGIN
                    ALTER TABLE {table} ALTER image SET COMPRESSION lz4;
                EXCEPTION WHEN feature_not_supported OR invalid_parameter_value OR syntax_error THEN NULL;
                END $do$;
                """);
        }
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in Tables)
        {
            migrationBuilder.Sql($"ALTER TABLE {table} RESET (toast_tuple_target)");
            migrationBuilder.DropColumn("image_version", table);
            migrationBuilder.DropColumn("image_shape", table);
            migrationBuilder.DropColumn("image", table);
        }
    }
}
