using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace PartnershipTracker.Data;

/// <summary>
/// Makes the database ready at start: migrated, with a runtime role that can do no more than it needs, and fit for Hangul.
/// </summary>
public static class StorePreparation
{
    public static async Task Prepare(this StoreConnections connections, CancellationToken cancellation = default)
    {
        if (!Text.NormalizationWorks)
        {
            throw new StartupException(
                "Unicode normalisation does not work: .NET runs in invariant globalization mode. Install ICU "
                + "(Debian: libicu72, Alpine: icu-libs icu-data-full) and unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.");
        }

        try
        {
            await using var db = new TrackerDb(
                new DbContextOptionsBuilder<TrackerDb>().UseTracker(connections.Owner ?? connections.Tracker).Options,
                Caller.System("start"));
            await db.Database.MigrateAsync(cancellation);

            if (connections.Owner is not null)
            {
                await GrantRuntimeRole(db, new NpgsqlConnectionStringBuilder(connections.Tracker), cancellation);
            }

            await RequireHangul(db, cancellation);
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

    /// <summary>A part is only ever read with its root, which the filter on roots hides.</summary>
    private static void Expected(WarningsConfigurationBuilder warnings) =>
        warnings.Ignore(CoreEventId.PossibleIncorrectRequiredNavigationWithQueryFilterInteractionWarning);

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
                    EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', {{Literal(runtime.Username)}});
                    EXECUTE format(
                        'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I', {{Literal(runtime.Username)}});
                    EXECUTE format('REVOKE UPDATE, DELETE ON changes, audit FROM %I', {{Literal(runtime.Username)}});
                    EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON "__EFMigrationsHistory" FROM %I', {{Literal(runtime.Username)}});
                END $do$
                """.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal),
                cancellation);

    private static string Literal(string? text) =>
        $"E'{text?.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'";

    /// <summary>On a database whose ctype is C, trigrams skip Hangul in silence and searches find nothing.</summary>
    private static async Task RequireHangul(TrackerDb db, CancellationToken cancellation)
    {
        var trigrams = await db.Database.SqlQuery<bool>($"SELECT cardinality(show_trgm('최태원')) > 0 AS \"Value\"").SingleAsync(cancellation);
        var composes = await db.Database
            .SqlQuery<bool>($"SELECT normalize(U&'\\1112\\1161\\11AB', NFC) = '한' AS \"Value\"")
            .SingleAsync(cancellation);

        if (!trigrams || !composes)
        {
            throw new StartupException(
                "This database cannot handle Hangul: create it with ENCODING 'UTF8' and LC_CTYPE 'C.UTF-8' (or another UTF-8 locale). "
                + (trigrams ? "Normalisation to NFC does not compose." : "pg_trgm finds no trigrams in Hangul."));
        }
    }
}
