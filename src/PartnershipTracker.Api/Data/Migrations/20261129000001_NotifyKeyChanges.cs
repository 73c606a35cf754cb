using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>
/// The announcement of changes of API keys, so that processes can keep them. New keys and the time of the last use are not announced:
/// no process has the former, and the latter changes nothing about who may do what.
/// </summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261129000001_NotifyKeyChanges")]
public sealed class NotifyKeyChanges : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        CREATE FUNCTION notify_key_changes() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NOTIFY api_keys;
            RETURN NULL;
        END $$;

        CREATE TRIGGER notify_key_changes AFTER UPDATE OR DELETE OR TRUNCATE ON api_keys
            FOR EACH STATEMENT EXECUTE FUNCTION notify_key_changes();
        CREATE TRIGGER notify_key_changes AFTER DELETE OR TRUNCATE OR UPDATE OF id, key_id, hash ON api_key_secrets
            FOR EACH STATEMENT EXECUTE FUNCTION notify_key_changes();
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP TRIGGER notify_key_changes ON api_key_secrets;
        DROP TRIGGER notify_key_changes ON api_keys;
        DROP FUNCTION notify_key_changes();
        """);
}
