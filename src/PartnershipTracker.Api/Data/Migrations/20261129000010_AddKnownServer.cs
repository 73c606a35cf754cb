using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>
/// Adds the server that the register is served from: the identifier of its cluster, and the highest timeline of a primary that served it.
/// </summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261129000010_AddKnownServer")]
public sealed class AddKnownServer : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        CREATE TABLE known_server (
            is_only boolean CONSTRAINT pk_known_server PRIMARY KEY DEFAULT true CONSTRAINT ck_known_server_is_only CHECK (is_only),
            system_identifier bigint NOT NULL,
            timeline bigint NOT NULL
        );
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE known_server;");
}
