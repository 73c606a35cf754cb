using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace PartnershipTracker.Data.Migrations
{
    /// <inheritdoc />
    public partial class Trust : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<List<string>>(
                name: "readers",
                table: "meetings",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "confidentiality",
                table: "changes",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<List<string>>(
                name: "readers",
                table: "changes",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            // What was logged before the log said how closely it was held: the image says so. This once, the log is written to.
            migrationBuilder.Sql(
                """
                ALTER TABLE changes DISABLE TRIGGER keep_rows;
                UPDATE changes SET confidentiality = coalesce(image ->> 'confidentiality', 'public');
                ALTER TABLE changes ENABLE TRIGGER keep_rows;
                ALTER TABLE changes ALTER COLUMN confidentiality SET NOT NULL;
                """);

            migrationBuilder.CreateTable(
                name: "api_keys",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    scopes = table.Column<List<string>>(type: "text[]", nullable: false),
                    clearance = table.Column<string>(type: "text", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_keys", x => x.id);
                    table.CheckConstraint("ck_api_keys_clearance", "clearance IN ('public', 'internal', 'confidential', 'restricted')");
                });

            migrationBuilder.CreateTable(
                name: "audit",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false),
                    route = table.Column<string>(type: "text", nullable: false),
                    resource = table.Column<string>(type: "text", nullable: true),
                    resource_id = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: true),
                    code = table.Column<string>(type: "text", nullable: true),
                    address = table.Column<string>(type: "text", nullable: true),
                    trace_id = table.Column<string>(type: "text", nullable: false),
                    confidentiality = table.Column<string>(type: "text", nullable: false),
                    readers = table.Column<List<string>>(type: "text[]", nullable: false, defaultValueSql: "'{}'")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit", x => x.sequence);
                    table.CheckConstraint("ck_audit_confidentiality", "confidentiality IN ('public', 'internal', 'confidential', 'restricted')");
                    table.CheckConstraint("ck_audit_kind", "kind IN ('change', 'read', 'refusal')");
                });

            migrationBuilder.CreateTable(
                name: "stored_answers",
                columns: table => new
                {
                    caller = table.Column<string>(type: "text", nullable: false),
                    path = table.Column<string>(type: "text", nullable: false),
                    key_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    body_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    answer = table.Column<byte[]>(type: "bytea", nullable: false),
                    resource = table.Column<string>(type: "text", nullable: false),
                    resource_id = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    replays = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stored_answers", x => new { x.caller, x.path, x.key_hash });
                });

            migrationBuilder.CreateTable(
                name: "api_key_secrets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    key_id = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_key_secrets", x => x.id);
                    table.ForeignKey(
                        name: "fk_api_key_secrets_api_keys_key_id",
                        column: x => x.key_id,
                        principalTable: "api_keys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_changes_confidentiality",
                table: "changes",
                sql: "confidentiality IN ('public', 'internal', 'confidential', 'restricted')");

            migrationBuilder.CreateIndex(
                name: "ix_api_key_secrets_hash",
                table: "api_key_secrets",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_api_key_secrets_key_id",
                table: "api_key_secrets",
                column: "key_id");

            migrationBuilder.CreateIndex(
                name: "ix_api_keys_updated_at_id",
                table: "api_keys",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_actor_at_sequence",
                table: "audit",
                columns: new[] { "actor", "at", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_at_sequence",
                table: "audit",
                columns: new[] { "at", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_resource_resource_id_at_sequence",
                table: "audit",
                columns: new[] { "resource", "resource_id", "at", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_stored_answers_at",
                table: "stored_answers",
                column: "at");

            migrationBuilder.Sql(
                """
                CREATE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION keep_log();
                CREATE TRIGGER keep_table BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION keep_log();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "api_key_secrets");

            migrationBuilder.DropTable(
                name: "audit");

            migrationBuilder.DropTable(
                name: "stored_answers");

            migrationBuilder.DropTable(
                name: "api_keys");

            migrationBuilder.DropCheckConstraint(
                name: "ck_changes_confidentiality",
                table: "changes");

            migrationBuilder.DropColumn(
                name: "readers",
                table: "meetings");

            migrationBuilder.DropColumn(
                name: "confidentiality",
                table: "changes");

            migrationBuilder.DropColumn(
                name: "readers",
                table: "changes");
        }
    }
}
