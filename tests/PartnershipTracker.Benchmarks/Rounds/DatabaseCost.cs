using System.Diagnostics;
using System.Globalization;
using PartnershipTracker.Benchmarks.Data;
using PartnershipTracker.Benchmarks.Servers;

namespace PartnershipTracker.Benchmarks.Rounds;

/// <summary>
/// The mean number of SQL commands and of 8 kB buffers that a request takes, as pg_stat_statements counts them. BEGIN and COMMIT are left
/// out: it does not count those that a server prepares.
/// </summary>
internal sealed record DatabaseCost(double Commands, double Resets, double Buffers)
{
    private const int Requests = 100;

    /// <summary>The time after which no further request is counted: a question over the whole register can take a second.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Sends requests one after the other, with the counting on; it is off during the rounds, which it would slow down.</summary>
    public static async Task<DatabaseCost> Of(Register register, ServerProcess server, IReadOnlyList<Target> targets)
    {
        using var client = server.Client();
        await Track(register, "top");
        await Sql.Execute(register.Owner, "SELECT pg_stat_statements_reset()");

        var clock = Stopwatch.StartNew();
        var sent = 0;

        while (sent < Requests && clock.Elapsed < Limit)
        {
            await Target.SendNext(client, targets);
            sent++;
        }

        var counts = await Sql.Query<string>(
            register.Owner,
            """
            SELECT concat_ws(' ',
                sum(calls) FILTER (WHERE NOT is_reset), coalesce(sum(calls) FILTER (WHERE is_reset), 0),
                sum(shared_blks_hit + shared_blks_read))
            FROM (
                SELECT *, query ~ '^(DISCARD|RESET|SET SESSION AUTHORIZATION|UNLISTEN|CLOSE|DEALLOCATE|SELECT pg_advisory_unlock_all)'
                    AS is_reset
                FROM pg_stat_statements(true)
                WHERE userid = 'tracker_app'::regrole AND query !~ '^(BEGIN|COMMIT)') statements
            """);
        await Track(register, "none");
        var numbers = counts[0].Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture) / sent).ToArray();

        return numbers is [var commands, var resets, var buffers] ? new(commands, resets, buffers) : new(0, 0, 0);
    }

    /// <summary>Switches the counting. Open connections read the setting before their next statement.</summary>
    /// <param name="register">The register.</param>
    /// <param name="statements">`top` for all statements of clients, `none` for no counting.</param>
    public static async Task Track(Register register, string statements)
    {
        await Sql.Execute(register.Owner, $"ALTER SYSTEM SET pg_stat_statements.track = '{statements}'");
        await Sql.Execute(register.Owner, "SELECT pg_reload_conf()");
        await Task.Delay(TimeSpan.FromMilliseconds(200));
    }
}
