using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>
/// Adds a random mark to each new change, by which a cursor of the feed recognises it after a restore, and the mark of the whole log, which
/// an erasure renews. Earlier changes have no mark, so that the log is not rewritten.
/// </summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261130000020_MarkChanges")]
public sealed class MarkChanges : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        ALTER TABLE changes ADD mark uuid;
        ALTER TABLE changes ALTER mark SET DEFAULT gen_random_uuid();
        CREATE TABLE change_log (
            is_only boolean CONSTRAINT pk_change_log PRIMARY KEY DEFAULT true CONSTRAINT ck_change_log_is_only CHECK (is_only),
            mark uuid NOT NULL DEFAULT gen_random_uuid()
        );
        INSERT INTO change_log DEFAULT VALUES;
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP TABLE change_log;
        ALTER TABLE changes DROP mark;
        """);
}
