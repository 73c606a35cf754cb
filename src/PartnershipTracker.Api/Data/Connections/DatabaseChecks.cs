using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace PartnershipTracker.Data.Connections;

/// <summary>The faults of the database, as seen by the role that the application runs with.</summary>
/// <param name="Faults">A line for each fault, with its remedy.</param>
/// <param name="HasKeys">True when there is an API key; null when that cannot be known.</param>
public sealed record DatabaseChecks(IReadOnlyList<string> Faults, bool? HasKeys)
{
    /// <summary>The seconds to wait for an absent database: a start must fail within 5, and this is only part of it.</summary>
    private const int ConnectTimeoutSeconds = 3;

    private const string Hangul =
        """
        SELECT cardinality(show_trgm('최태원')) > 0, normalize(U&'\1112\1161\11AB', NFC) = '한', EXISTS (SELECT FROM api_keys)
        """;

    /// <summary>The assembly's migrations. The applied ones are read with plain SQL: EF Core takes a second of the five to start.</summary>
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
            await using var connection = await Open(connections, cancellation);
            faults.AddRange(await RoleChecks.Faults(connection, cancellation));
            var pending = Migrations.Except(await Applied(connection, cancellation), StringComparer.Ordinal).ToList();

            if (pending.Count > 0)
            {
                faults.Add($"ConnectionStrings__Owner: {pending.Count} migrations are pending, {pending[0]} the first of them. "
                    + "Run `migrate` with the owner's connection string: outside Development nothing migrates by itself.");

                return new(faults, HasKeys: null);
            }

            var (misfits, hasKeys) = await Contents(connection, cancellation);

            return new([.. faults, .. misfits], hasKeys);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or ArgumentException or InvalidOperationException)
        {
            var reason = e is TimeoutException || e.InnerException is TimeoutException ? "it does not answer."
                : RefusedServerException.In(e)?.Message ?? e.Message;
            faults.Add($"ConnectionStrings__Tracker: the database cannot be used: {reason.ReplaceLineEndings(" ")}");

            return new(faults, HasKeys: null);
        }
    }

    /// <summary>Refuses a database that cannot handle Hangul, in Development too: searches would find nothing, without an error.</summary>
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

    /// <summary>Opens a connection. Only its own timeout ends the wait for a silent host: Npgsql ignores the token then.</summary>
    private static async Task<NpgsqlConnection> Open(DatabaseConnections connections, CancellationToken cancellation)
    {
        var place = new NpgsqlConnectionStringBuilder(connections.Tracker);
        place.Timeout = Math.Max(2, ConnectTimeoutSeconds / (place.Host ?? "").Split(',').Length); // several hosts are tried in turn

        return await connections.Sources.Of(place.ToString()).OpenConnectionAsync(cancellation);
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
