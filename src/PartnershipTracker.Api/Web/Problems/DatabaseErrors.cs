using System.Net.Sockets;
using Npgsql;

namespace PartnershipTracker.Web.Problems;

/// <summary>What the database's refusals mean to a caller: SQLSTATE to problem. Validators only explain the same rules earlier.</summary>
public static class DatabaseErrors
{
    /// <summary>Raised by our own trigger that keeps trees free of cycles.</summary>
    public const string Cycle = "PT001";

    private const string IdleTransaction = "25P03";
    private const string LongTransaction = "25P04"; // from PostgreSQL 17 on

    public static (string Code, IReadOnlyList<Fault> Faults) Explain(PostgresException refused) => refused.SqlState switch
    {
        PostgresErrorCodes.UniqueViolation => ("already_exists", [Taken(refused)]),
        PostgresErrorCodes.ForeignKeyViolation => ("unprocessable", [Fault.At("#", "gone_meanwhile")]),
        PostgresErrorCodes.CheckViolation or PostgresErrorCodes.NotNullViolation => ("unprocessable", [Fault.At("#", "rule_broken")]),
        Cycle => ("unprocessable", [Fault.At("#/parent", "cycle")]),
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable =>
            ("conflict", []),
        _ when IsUnavailable(refused.SqlState) => ("unavailable", []),
        _ => ("internal_error", []),
    };

    /// <summary>Whether a deletion was refused because something refers to the row: 23503 and, from PostgreSQL 18 on, 23001.</summary>
    public static bool IsReferredTo(PostgresException refused) =>
        refused.SqlState is PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation;

    /// <summary>
    /// What the driver throws when the database cannot be reached, keeps silent, or goes away under our hands: then some of it comes from
    /// the driver's own state and is no exception of its own kind. A wait that was given up is silence too.
    /// </summary>
    public static bool IsSilence(Exception? exception) => exception switch
    {
        null => false,
        NpgsqlException or SocketException or TimeoutException or OperationCanceledException => true,
        InvalidOperationException or IOException when exception.Source is "Npgsql" => true,
        _ => IsSilence(exception.InnerException),
    };

    /// <summary>
    /// Connection exceptions (08), refused logins (28), insufficient resources (53), operator intervention (57), system errors (58), a
    /// standby that does not write, a database that is not there, a transaction that was ended or that one of these broke.
    /// </summary>
    private static bool IsUnavailable(string state) => state[..2] is "08" or "28" or "53" or "57" or "58"
        || state is PostgresErrorCodes.ReadOnlySqlTransaction
            or PostgresErrorCodes.InvalidCatalogName
            or PostgresErrorCodes.InFailedSqlTransaction
            or IdleTransaction
            or LongTransaction;

    /// <summary>
    /// Unique indexes are named after their table and columns, as EF Core does, so the name says which members are meant: one is pointed
    /// at, several are listed.
    /// </summary>
    private static Fault Taken(PostgresException refused)
    {
        var columns = refused.ConstraintName?.Replace($"ix_{refused.TableName}_", "", StringComparison.Ordinal) ?? "";

        if (refused.TableName is "changes")
        {
            return Fault.At("#/id", "taken", "id"); // two who made the same version of a key that was free
        }

        return columns.Split("_id", StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["external"] => Fault.At("#/externalId", "taken", "externalId"),
            [var column] when column is "url" or "sha256" => Fault.At($"#/{column}", "taken", column),
            [_, _, ..] several => Fault.At("#", "taken", string.Join(", ", several.Select(c => c.Trim('_')))),
            _ => Fault.At("#/id", "taken", "id"),
        };
    }
}
