using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>Adds webhooks, with their secrets and the state of the delivery of each.</summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261130000040_AddWebhooks")]
public sealed class AddWebhooks : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        CREATE TABLE webhooks (
            id text NOT NULL CONSTRAINT pk_webhooks PRIMARY KEY,
            description text,
            url text NOT NULL,
            key text NOT NULL,
            version integer NOT NULL,
            created_at timestamptz NOT NULL,
            updated_at timestamptz NOT NULL
        );
        CREATE INDEX ix_webhooks_updated_at_id ON webhooks (updated_at, id);
        CREATE TABLE webhook_secrets (
            id uuid NOT NULL CONSTRAINT pk_webhook_secrets PRIMARY KEY,
            webhook_id text NOT NULL
                CONSTRAINT fk_webhook_secrets_webhook_webhook_id REFERENCES webhooks (id) ON DELETE CASCADE,
            encrypted text NOT NULL,
            created_at timestamptz NOT NULL
        );
        CREATE INDEX ix_webhook_secrets_webhook_id ON webhook_secrets (webhook_id);
        CREATE TABLE webhook_deliveries (
            webhook_id text NOT NULL CONSTRAINT pk_webhook_deliveries PRIMARY KEY
                CONSTRAINT fk_webhook_deliveries_webhooks_webhook_id REFERENCES webhooks (id) ON DELETE CASCADE,
            cursor text NOT NULL,
            read_to text,
            message_id text,
            message_cursor text,
            message_at timestamptz,
            failed_attempts integer NOT NULL,
            failing_since timestamptz,
            next_attempt_at timestamptz NOT NULL,
            last_attempt_at timestamptz,
            last_outcome text CONSTRAINT ck_webhook_deliveries_last_outcome CHECK (
                last_outcome IN ('delivered', 'status', 'timeout', 'unreachable', 'private_address', 'not_encrypted')),
            last_status integer,
            delivered_at timestamptz,
            disabled_at timestamptz,
            disabled_because text CONSTRAINT ck_webhook_deliveries_disabled_because CHECK (
                disabled_because IN ('failing', 'unwanted', 'key_invalid')),
            claim uuid,
            claimed_until timestamptz
        );
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP TABLE webhook_deliveries;
        DROP TABLE webhook_secrets;
        DROP TABLE webhooks;
        """);
}
