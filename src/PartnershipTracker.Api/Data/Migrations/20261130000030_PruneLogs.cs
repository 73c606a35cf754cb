using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>
/// Adds what `log prune` leaves behind: since when the logs are complete, and the last change before that. It alone deletes rows of the logs,
/// for which it sets `tracker.prune`.
/// </summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261130000030_PruneLogs")]
public sealed class PruneLogs : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        ALTER TABLE change_log ADD kept_since timestamptz, ADD pruned_transaction xid8, ADD pruned_sequence bigint;
        CREATE FUNCTION logs_kept_since() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT kept_since FROM change_log';
        CREATE OR REPLACE FUNCTION keep_log() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' AND current_setting('tracker.prune', true) = 'on' THEN
                RETURN OLD;
            END IF;
            RAISE EXCEPTION 'The change log is append-only.' USING ERRCODE = 'insufficient_privilege';
        END $$;
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        CREATE OR REPLACE FUNCTION keep_log() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'The change log is append-only.' USING ERRCODE = 'insufficient_privilege';
        END $$;
        DROP FUNCTION logs_kept_since();
        ALTER TABLE change_log DROP kept_since, DROP pruned_transaction, DROP pruned_sequence;
        """);
}
