using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace PartnershipTracker.Data.Migrations;

/// <summary>Adds the rows of imports, which are never altered, the import of a change, and the undoing of imports.</summary>
[DbContext(typeof(TrackerDb))]
[Migration("20261129000050_AddImportRows")]
public sealed class AddImportRows : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        ALTER TABLE operations
            ADD is_dry_run boolean NOT NULL DEFAULT false, ADD undone_at timestamptz, ADD undone_by text;
        ALTER TABLE changes ADD import_id uuid;
        CREATE TABLE import_rows (
            import_id uuid NOT NULL CONSTRAINT fk_import_rows_operations_import_id REFERENCES operations (id),
            line integer NOT NULL,
            number integer NOT NULL,
            resource text,
            resource_id text,
            version integer,
            outcome text NOT NULL,
            changes json,
            errors json,
            cells json,
            confidentiality text NOT NULL,
            readers text[] NOT NULL DEFAULT '{}',
            CONSTRAINT pk_import_rows PRIMARY KEY (import_id, line, number),
            CONSTRAINT ck_import_rows_outcome CHECK (outcome IN ('create', 'update', 'unchanged', 'refuse')),
            CONSTRAINT ck_import_rows_confidentiality
                CHECK (confidentiality IN ('public', 'internal', 'confidential', 'restricted'))
        );
        CREATE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON import_rows FOR EACH ROW EXECUTE FUNCTION keep_log();
        CREATE TRIGGER keep_table BEFORE TRUNCATE ON import_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_log();
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP TABLE import_rows;
        ALTER TABLE changes DROP import_id;
        ALTER TABLE operations DROP is_dry_run, DROP undone_at, DROP undone_by;
        """);
}
