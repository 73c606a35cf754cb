using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using PartnershipTracker.Data.Visibility;

namespace PartnershipTracker.Data.Connections;

/// <summary>
/// Makes the database ready at start: migrated, with a runtime role that can do no more than it needs, and fit for Hangul.
/// </summary>
public static class DatabasePreparation
{
    /// <summary>Brings the database up to date, as the owner, and gives the runtime role what it needs.</summary>
    /// <returns>The steps taken, a sentence each; none when there was nothing to migrate.</returns>
    public static async Task<IReadOnlyList<string>> Prepare(this DatabaseConnections connections, CancellationToken cancellation = default)
    {
        if (DatabaseChecks.Globalization().Concat(connections.Faults).ToList() is { Count: > 0 } faults)
        {
            throw new StartupException(string.Join(Environment.NewLine, faults));
        }

        try
        {
            await using var db = new TrackerDb(
                new DbContextOptionsBuilder<TrackerDb>().UseTracker(connections.Owner ?? connections.Tracker).Options,
                Caller.System("start"));
            var isAdopted = await MigrationAdoption.Adopt(db, cancellation);
            var missing = string.Join(", ", await db.Database.GetPendingMigrationsAsync(cancellation));
            await db.Database.MigrateAsync(cancellation);

            if (connections.Owner is not null)
            {
                await GrantRuntimeRole(db, new NpgsqlConnectionStringBuilder(connections.Tracker), cancellation);
            }

            await DatabaseChecks.RequireHangul(db, cancellation);

            return
            [
                .. isAdopted ? ["The schema is that of Initial and Rules: they replaced the migration history."] : (string[])[],
                .. missing is "" ? [] : (string[])[$"Migrated: {missing}."],
            ];
        }
        catch (Exception e) when ((e as NpgsqlException ?? e.InnerException as NpgsqlException) is { } fault)
        {
            var isExtension = fault is PostgresException
            {
                SqlState: PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.UndefinedFile,
            };

            throw new StartupException(
                $"The database cannot be made ready: {fault.Message}"
                + (isExtension ? " Install the extensions that come with PostgreSQL (RHEL, Alpine: the package postgresql-contrib)." : ""));
        }
    }

    public static DbContextOptionsBuilder UseTracker(this DbContextOptionsBuilder options, string connectionString) =>
        options
        .UseNpgsql(connectionString, npgsql => npgsql
            .UseQuerySplittingBehavior(QuerySplittingBehavior.SingleQuery)) // a root and its parts, as of one moment
        .ConfigureWarnings(Expected)
        .UseSnakeCaseNamingConvention();

    /// <summary>
    /// A part is only ever read with its root, which the filter on roots hides. Candidates of a search are ranked here, so they come in no
    /// order.
    /// </summary>
    private static void Expected(WarningsConfigurationBuilder warnings) => warnings.Ignore(
        CoreEventId.PossibleIncorrectRequiredNavigationWithQueryFilterInteractionWarning,
        CoreEventId.RowLimitingOperationWithoutOrderByWarning);

    public static DbContextOptionsBuilder<T> UseTracker<T>(this DbContextOptionsBuilder<T> options, string connectionString)
        where T : DbContext
    {
        UseTracker((DbContextOptionsBuilder)options, connectionString);

        return options;
    }

    /// <summary>May read and write rows; may not alter tables; may only append to the change and audit logs.</summary>
    private static Task GrantRuntimeRole(TrackerDb db, NpgsqlConnectionStringBuilder runtime, CancellationToken cancellation) =>
        runtime.Username == new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString()).Username
            ? Task.CompletedTask
            : db.Database.ExecuteSqlRawAsync(
                $$"""
                DO $do$ BEGIN
                    PERFORM pg_advisory_xact_lock(hashtext('runtime role')); -- two that start together take turns
                    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {{Literal(runtime.Username)}}) THEN
                        EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L', {{Literal(runtime.Username)}}, {{Literal(runtime.Password)}});
                    END IF;
                    REVOKE CREATE ON SCHEMA public FROM PUBLIC; -- before PostgreSQL 15 everybody had it
                    EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', {{Literal(runtime.Username)}});
                    EXECUTE format(
                        'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I', {{Literal(runtime.Username)}});
                    EXECUTE format('REVOKE UPDATE, DELETE ON changes, audit FROM %I', {{Literal(runtime.Username)}});
                    EXECUTE format(
                        'REVOKE INSERT, UPDATE, DELETE ON "__EFMigrationsHistory", search_names FROM %I', {{Literal(runtime.Username)}});
                END $do$
                """.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal),
                cancellation);

    private static string Literal(string? text) =>
        $"E'{text?.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'";
}
