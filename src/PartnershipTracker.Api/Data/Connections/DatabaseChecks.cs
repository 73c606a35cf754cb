using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using PartnershipTracker.Data.Model;

namespace PartnershipTracker.Data.Connections;

/// <summary>What is wrong with the database, as the role sees it that the application runs with: a line each, with what to do.</summary>
/// <param name="Faults">The lines; none when all is well.</param>
/// <param name="HasKeys">Whether there is an API key; null when that cannot be known.</param>
public sealed record DatabaseChecks(IReadOnlyList<string> Faults, bool? HasKeys)
{
    /// <summary>How many seconds to wait for a database that may not be there: a start is given up within 5, and this is not all.</summary>
    private const int ConnectTimeoutSeconds = 3;

    private const string Hangul =
        """
        SELECT cardinality(show_trgm('최태원')) > 0, normalize(U&'\1112\1161\11AB', NFC) = '한', EXISTS (SELECT FROM api_keys)
        """;

    /// <summary>Those of the assembly; the applied ones are read with plain SQL: EF Core takes a second of the five to get ready.</summary>
    private static readonly string[] Migrations =
        [.. typeof(TrackerDb).Assembly.GetTypes().Select(t => t.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().Order()];

    public static async Task<DatabaseChecks> Of(DatabaseConnections connections, CancellationToken cancellation)
    {
        List<string> faults = [.. Globalization(), .. connections.Faults];

        if (connections.Faults.Count > 0)
        {
            return new(faults, connections.Faults.Contains(DatabaseConnections.Unnamed) ? false : null); // no database, no key
        }

        try
        {
            await using var connection = await Open(connections.Tracker, cancellation);
            faults.AddRange(await RoleChecks.Faults(connection, cancellation));
            var pending = Migrations.Except(await Applied(connection, cancellation), StringComparer.Ordinal).ToList();

            if (pending.Count > 0)
            {
                faults.Add($"ConnectionStrings__Owner: {pending.Count} migrations are pending, {pending[0]} the first of them. "
                    + "Run `migrate` with the owner's connection string: outside Development nothing migrates by itself.");

                return new(faults, HasKeys: null);
            }

            var (fit, hasKeys) = await Contents(connection, cancellation);

            return new([.. faults, .. fit], hasKeys);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or ArgumentException or InvalidOperationException)
        {
            var reason = e is TimeoutException || e.InnerException is TimeoutException ? "it does not answer." : e.Message;

            return new(
                [.. faults, $"ConnectionStrings__Tracker: the database cannot be used: {reason.ReplaceLineEndings(" ")}"], HasKeys: null);
        }
    }

    /// <summary>On what does not read and write Hangul, searches find nothing, in silence: that is refused in Development too.</summary>
    public static async Task RequireHangul(TrackerDb db, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        var (fit, _) = await Contents((NpgsqlConnection)db.Database.GetDbConnection(), cancellation);

        if (fit.Count > 0)
        {
            throw new StartupException(string.Join(Environment.NewLine, fit));
        }
    }

    public static IEnumerable<string> Globalization() => Text.NormalizationWorks ? [] :
    [
        "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: Unicode normalisation does not work: .NET runs in invariant globalization mode. "
            + "Unset it, and install ICU (Debian: libicu72, Alpine: icu-libs icu-data-full).",
    ];

    /// <summary>A host that is silent is given up by its own limit alone: Npgsql does not look at a token then.</summary>
    private static async Task<NpgsqlConnection> Open(string connectionString, CancellationToken cancellation)
    {
        var place = new NpgsqlConnectionStringBuilder(connectionString);
        place.Timeout = Math.Max(2, ConnectTimeoutSeconds / (place.Host ?? "").Split(',').Length); // of several, each has its turn
        var connection = new NpgsqlConnection(place.ToString());

        try
        {
            await connection.OpenAsync(cancellation);

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();

            throw;
        }
    }

    private static async Task<List<string>> Applied(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var applied = new List<string>();

        try
        {
            await using var command = new NpgsqlCommand("SELECT migration_id FROM \"__EFMigrationsHistory\"", connection);
            await using var row = await command.ExecuteReaderAsync(cancellation);

            while (await row.ReadAsync(cancellation))
            {
                applied.Add(row.GetString(0));
            }
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable)
        {
            // nothing has been migrated yet
        }

        return applied;
    }

    private static async Task<(List<string> Faults, bool HasKeys)> Contents(
        NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Hangul, connection);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        var (trigrams, composes, hasKeys) = (row.GetBoolean(0), row.GetBoolean(1), row.GetBoolean(2));
        var why = !trigrams ? "pg_trgm finds no trigrams in Hangul" : !composes ? "normalisation to NFC does not compose" : null;

        return (why is null ? [] :
        [
            $"ConnectionStrings__Tracker: this database cannot handle Hangul ({why}). "
                + "Create it with ENCODING 'UTF8' and LC_CTYPE 'C.UTF-8' (or another UTF-8 locale).",
        ], hasKeys);
    }
}
