using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace PartnershipTracker.Data.Connections;

/// <summary>
/// The adoption of databases from before the first release, when seven migrations gave the schema that <c>Initial</c> and <c>Rules</c> give
/// now. The two are run in a schema of their own and the catalogs are compared, so that one server writes both sides of the comparison.
/// </summary>
internal static class MigrationAdoption
{
    private const string LastOld = "20261124185852_Operations";

    private const string History = "\"__EFMigrationsHistory\"";
    private const string Expected = "initial_and_rules";

    /// <summary>
    /// The first difference between the schemas. It ignores the order of columns, on which nothing depends, white space, and objects of
    /// extensions.
    /// </summary>
    private const string FirstDifference =
        $"""
        WITH relations AS (
            SELECT *, relnamespace::regnamespace::text AS schema FROM pg_class
            WHERE relnamespace::regnamespace::text IN ('public', '{Expected}')
                AND oid NOT IN (SELECT objid FROM pg_depend WHERE deptype = 'e')
        ), facts (schema, name, definition) AS (
            SELECT schema, format('relation %s', relname), concat_ws(' ', relkind, relpersistence, relrowsecurity, reloptions)
            FROM relations
            UNION ALL
            SELECT schema, format('column %s.%s', relname, attname), concat_ws(
                ' ', format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated, attcollation::regcollation, attstattarget,
                pg_get_expr(adbin, adrelid))
            FROM relations r JOIN pg_attribute ON attrelid = r.oid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
            WHERE attnum > 0 AND NOT attisdropped AND relkind <> 'S'
            UNION ALL
            SELECT schema, format('constraint %s.%s', relname, conname), pg_get_constraintdef(c.oid)
            FROM relations r JOIN pg_constraint c ON conrelid = r.oid
            UNION ALL
            SELECT schema, format('index %s', relname), concat_ws(' ', pg_get_indexdef(indexrelid), indisvalid)
            FROM relations r JOIN pg_index ON indexrelid = r.oid
            UNION ALL
            SELECT schema, format('trigger %s.%s', relname, tgname), concat_ws(' ', pg_get_triggerdef(t.oid), tgenabled)
            FROM relations r JOIN pg_trigger t ON tgrelid = r.oid AND NOT tgisinternal
            UNION ALL
            SELECT pronamespace::regnamespace::text, format('function %s(%s)', proname, pg_get_function_identity_arguments(oid)),
                CASE WHEN prokind <> 'a' THEN pg_get_functiondef(oid) END
            FROM pg_proc WHERE oid NOT IN (SELECT objid FROM pg_depend WHERE deptype = 'e')
            UNION ALL
            SELECT stxnamespace::regnamespace::text, format('statistics %s', stxname), pg_get_statisticsobjdef(oid)
            FROM pg_statistic_ext
        ), plain AS (SELECT schema, name, regexp_replace(definition, '\m(public|{Expected})\.|\s+', ' ', 'g') AS definition FROM facts)
        SELECT name || CASE WHEN a.schema IS NULL THEN ' is missing' WHEN e.schema IS NULL THEN ' is not expected' ELSE ' is different' END
        FROM (SELECT * FROM plain WHERE schema = 'public') a FULL JOIN (SELECT * FROM plain WHERE schema = '{Expected}') e USING (name)
        WHERE a.schema IS NULL OR e.schema IS NULL OR a.definition <> e.definition
        ORDER BY name NOT LIKE 'relation %', name COLLATE "C" LIMIT 1
        """;

    /// <summary>Replaces the rows of an old migration history, when the schema is the one that the new migrations give.</summary>
    /// <returns>True when rows were replaced; false when the history is not an old one.</returns>
    public static async Task<bool> Adopt(TrackerDb db, CancellationToken cancellation)
    {
        if (!IsOld(db, await db.Database.GetAppliedMigrationsAsync(cancellation)))
        {
            return false;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await Run(db, $"LOCK TABLE {History}", cancellation); // as a migration does, so that one process at a time adopts
        var applied = await db.Database.GetAppliedMigrationsAsync(cancellation);

        if (!IsOld(db, applied))
        {
            return false;
        }

        if (applied.Last() != LastOld)
        {
            throw new StartupException(
                $"The database's migration history ends at {applied.Last()}, and only one that ends at {LastOld} can be continued.");
        }

        await RequireSameSchema(db, cancellation);
        await Run(
            db,
            $"DELETE FROM public.{History}; INSERT INTO public.{History} TABLE {Expected}.{History}; DROP SCHEMA {Expected} CASCADE",
            cancellation);
        await transaction.CommitAsync(cancellation);

        return true;
    }

    private static async Task RequireSameSchema(TrackerDb db, CancellationToken cancellation)
    {
        var script = db.GetService<IMigrator>().GenerateScript(
            toMigration: nameof(Migrations.Rules), options: MigrationsSqlGenerationOptions.NoTransactions);
        await Run(db, $"CREATE SCHEMA {Expected}; SET LOCAL search_path = {Expected}, public", cancellation);
        await Run(db, script, cancellation);
        await Run(db, "SET LOCAL search_path = pg_catalog", cancellation); // all names are written in full

        if (await Run(db, FirstDifference, cancellation) is { } difference)
        {
            throw new StartupException(
                $"The database's schema is not that of the migrations Initial and Rules, so it cannot be continued: {difference}.");
        }
    }

    private static bool IsOld(TrackerDb db, IEnumerable<string> applied) =>
        applied.Any() && !applied.Contains(db.Database.GetMigrations().First(), StringComparer.Ordinal);

    /// <summary>Runs SQL that is written here or by EF unchanged: EF's own method would take its braces for parameters.</summary>
    private static async Task<object?> Run(TrackerDb db, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, (NpgsqlConnection)db.Database.GetDbConnection());

        return await command.ExecuteScalarAsync(cancellation);
    }
}
