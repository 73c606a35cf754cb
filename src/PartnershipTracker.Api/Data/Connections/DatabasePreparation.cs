using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace PartnershipTracker.Data.Connections;

/// <summary>
/// The preparation of the database at start: migrations, a runtime role with no more rights than it needs, and a check for Hangul.
/// </summary>
public static class DatabasePreparation
{
    /// <summary>Brings the database up to date, as the owner, and grants the runtime role its rights.</summary>
    /// <returns>The steps taken, a sentence each; none when there was nothing to migrate.</returns>
    public static async Task<IReadOnlyList<string>> Prepare(this DatabaseConnections connections, CancellationToken cancellation = default)
    {
        if (DatabaseChecks.Globalization().Concat(connections.Faults).ToList() is { Count: > 0 } faults)
        {
            throw new StartupException(string.Join(Environment.NewLine, faults));
        }

        try
        {
            await using var db = connections.AsOwner();
            await OpenAlone(db, cancellation);
            var isAdopted = await MigrationLocks.Retry(() => MigrationAdoption.Adopt(db, cancellation), cancellation);
            var missing = string.Join(", ", await db.Database.GetPendingMigrationsAsync(cancellation));

            if (missing is not "") // a migration locks its history, and waits for each backup that reads it
            {
                await MigrationLocks.Retry(() => db.Database.MigrateAsync(cancellation), cancellation);
            }

            var isMoved = await connections.Sources.Primary.Settle((NpgsqlConnection)db.Database.GetDbConnection(), cancellation);

            if (connections.Owner is not null)
            {
                await GrantRuntimeRole(db, new NpgsqlConnectionStringBuilder(connections.Tracker), cancellation);
            }

            await DatabaseChecks.RequireHangul(db, cancellation);

            return
            [
                .. isAdopted ? ["The schema is that of Initial and Rules: they replaced the migration history."] : (string[])[],
                .. missing is "" ? [] : (string[])[$"Migrated: {missing}."],
                .. isMoved ? ["The server is accepted: the register is served from it from now on."] : (string[])[],
            ];
        }
        catch (Exception e) when ((e as NpgsqlException ?? e.InnerException as NpgsqlException) is { } fault)
        {
            throw Explained(fault);
        }
    }

    /// <summary>
    /// Opens the database as its owner or, if none is configured, as the application, to see everything. The context keeps one connection
    /// until its disposal, without a pool: in a pool the connection would keep its locks, and other nodes would wait for them.
    /// </summary>
    public static async Task<TrackerDb> OpenAsOwner(this DatabaseConnections connections, CancellationToken cancellation = default)
    {
        var db = connections.AsOwner();

        try
        {
            await db.Database.OpenConnectionAsync(cancellation);

            return db;
        }
        catch
        {
            await db.DisposeAsync();

            throw;
        }
    }

    private static TrackerDb AsOwner(this DatabaseConnections connections)
    {
        var place = new NpgsqlConnectionStringBuilder(connections.Owner ?? connections.Tracker) { Pooling = false };

        return new(new DbContextOptionsBuilder<TrackerDb>().UseTracker(place.ToString(), connections.Sources).Options)
        {
            Caller = Caller.System("start"),
        };
    }

    /// <summary>
    /// Opens the connection, and waits until no other process prepares the database. Entity Framework locks each migration by itself, so
    /// that two processes would both apply the second one. The lock ends with the connection.
    /// </summary>
    private static async Task OpenAlone(TrackerDb db, CancellationToken cancellation)
    {
        db.Database.SetCommandTimeout(0); // a migration of a large table, and the wait for it

        try
        {
            await db.Database.OpenConnectionAsync(cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await Create(db.Database.GetConnectionString()!, cancellation);
            await db.Database.OpenConnectionAsync(cancellation);
        }

        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock(hashtext('migrations'))", cancellation);
        await MigrationLocks.Limit(db, cancellation);
    }

    /// <summary>
    /// Creates the database through another one of the server. A context with our pools would connect to the one that is missing.
    /// </summary>
    private static async Task Create(string connectionString, CancellationToken cancellation)
    {
        await using var db = new TrackerDb(new DbContextOptionsBuilder<TrackerDb>().UseTracker(connectionString).Options)
        {
            Caller = Caller.System("start"),
        };
        await db.GetService<IRelationalDatabaseCreator>().CreateAsync(cancellation);
    }

    private static StartupException Explained(NpgsqlException fault)
    {
        var isExtension = fault is PostgresException
        {
            SqlState: PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.UndefinedFile,
        };

        return new(
            $"The database cannot be prepared: {RefusedServerException.In(fault)?.Message ?? fault.Message}"
            + (isExtension ? " Install the extensions that come with PostgreSQL (RHEL, Alpine: the package postgresql-contrib)." : ""));
    }

    public static DbContextOptionsBuilder UseTracker(
        this DbContextOptionsBuilder options, string connectionString, DataSources? sources = null) =>
        options
        .UseNpgsql(connectionString, npgsql => npgsql
            .UseQuerySplittingBehavior(QuerySplittingBehavior.SingleQuery)) // a root and its parts from one snapshot
        .ConfigureWarnings(IgnoreExpected)
        .ConfigureWarnings(LogNoRefusals)
        .AddInterceptors([ReadDetector.Instance, LockingReads.Instance, .. sources is null ? [] : (DataSources[])[sources]])
        .UseSnakeCaseNamingConvention();

    /// <summary>
    /// Ignores three warnings: a part is only ever read with its root, which the filter on roots hides; the candidates of a search are
    /// ranked in memory, so their query needs no order; and there is one snapshot.
    /// </summary>
    private static void IgnoreExpected(WarningsConfigurationBuilder warnings) => warnings.Ignore(
        CoreEventId.PossibleIncorrectRequiredNavigationWithQueryFilterInteractionWarning,
        CoreEventId.RowLimitingOperationWithoutOrderByWarning,
        CoreEventId.FirstWithoutOrderByAndFilterWarning);

    /// <summary>
    /// Logs failed statements for debugging only. Their exceptions are handled, and a duplicate is the caller's fault: what is unexpected
    /// is logged once, where it is answered.
    /// </summary>
    private static void LogNoRefusals(WarningsConfigurationBuilder warnings) => warnings.Log(
        (CoreEventId.SaveChangesFailed, LogLevel.Debug),
        (CoreEventId.QueryIterationFailed, LogLevel.Debug),
        (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug),
        (RelationalEventId.CommandError, LogLevel.Debug),
        (RelationalEventId.ConnectionError, LogLevel.Debug),
        (RelationalEventId.TransactionError, LogLevel.Debug),
        (RelationalEventId.NonQueryOperationFailed, LogLevel.Debug));

    public static DbContextOptionsBuilder<T> UseTracker<T>(
        this DbContextOptionsBuilder<T> options, string connectionString, DataSources? sources = null)
        where T : DbContext
    {
        UseTracker((DbContextOptionsBuilder)options, connectionString, sources);

        return options;
    }

    /// <summary>Lets the role read and write rows, but not alter tables, and only append to the logs.</summary>
    private static Task GrantRuntimeRole(TrackerDb db, NpgsqlConnectionStringBuilder runtime, CancellationToken cancellation) =>
        runtime.Username == new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString()).Username
            ? Task.CompletedTask
            : db.Database.ExecuteSqlRawAsync(
                $$"""
                DO $do$ BEGIN
                    PERFORM pg_advisory_xact_lock(hashtext('runtime role')); -- one process at a time
                    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {{Literal(runtime.Username)}}) THEN
                        EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L', {{Literal(runtime.Username)}}, {{Literal(runtime.Password)}});
                    END IF;
                    REVOKE CREATE ON SCHEMA public FROM PUBLIC; -- before PostgreSQL 15 every role had it
                    EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', {{Literal(runtime.Username)}});
                    EXECUTE format(
                        'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I', {{Literal(runtime.Username)}});
                    EXECUTE format('REVOKE UPDATE, DELETE ON changes, audit, import_rows FROM %I', {{Literal(runtime.Username)}});
                    EXECUTE format(
                        'REVOKE INSERT, UPDATE, DELETE ON "__EFMigrationsHistory", search_names, known_server FROM %I',
                        {{Literal(runtime.Username)}});
                    EXECUTE format('GRANT UPDATE (timeline) ON known_server TO %I', {{Literal(runtime.Username)}});
                END $do$
                """.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal),
                cancellation);

    private static string Literal(string? text) =>
        $"E'{text?.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'";
}
