using System.Net.Sockets;
using System.Text.RegularExpressions;
using Npgsql;

namespace PartnershipTracker.Web.Problems;

/// <summary>The mapping from the database's SQLSTATE to a problem. Validators only explain the same rules earlier.</summary>
public static partial class DatabaseErrors
{
    /// <summary>The SQLSTATE that our own trigger raises for a cycle in a tree.</summary>
    public const string Cycle = "PT001";

    private const string IdleTransaction = "25P03";
    private const string LongTransaction = "25P04"; // from PostgreSQL 17 on

    public static (string Code, IReadOnlyList<Fault> Faults) Explain(PostgresException refused) => refused.SqlState switch
    {
        PostgresErrorCodes.UniqueViolation => ("already_exists", [Taken(refused)]),
        PostgresErrorCodes.ForeignKeyViolation => ("unprocessable", [Fault.At("#", "gone_meanwhile")]),
        PostgresErrorCodes.CheckViolation or PostgresErrorCodes.NotNullViolation => ("unprocessable", [Fault.At("#", "rule_broken")]),
        Cycle => ("unprocessable", [Fault.At("#/parent", "cycle")]),
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => ("conflict", Conflicting(refused)),
        PostgresErrorCodes.LockNotAvailable => Conflicting(refused) is { Count: > 0 } row ? ("conflict", row) : ("unavailable", []),
        _ when IsUnavailable(refused.SqlState) => ("unavailable", []),
        _ => ("internal_error", []),
    };

    /// <summary>Returns true if another row has an external id, as the name of the index says.</summary>
    public static bool IsExternalIdTaken(Exception refused) =>
        (refused as PostgresException ?? refused.InnerException as PostgresException)
            is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: { } name }
        && name.EndsWith("_external_id", StringComparison.Ordinal);

    /// <summary>Returns true if another row refers to a row to be deleted: 23503 and, from PostgreSQL 18 on, 23001.</summary>
    public static bool IsReferredTo(PostgresException refused) =>
        refused.SqlState is PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation;

    /// <summary>
    /// Returns true if the database could not be reached, did not answer, or closed the connection. In the last case, the driver may throw
    /// exceptions about its own state, which are not of its own type. A cancelled wait counts as no answer.
    /// </summary>
    public static bool IsConnectionFailure(Exception? exception) => exception switch
    {
        null => false,
        NpgsqlException or SocketException or TimeoutException or OperationCanceledException => true,
        InvalidOperationException or IOException when exception.Source is "Npgsql" => true,
        _ => IsConnectionFailure(exception.InnerException),
    };

    /// <summary>Returns in a sentence why the database could not be used; null if something else failed.</summary>
    public static string? FailureOf(Exception? exception) => exception switch
    {
        null => null,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } full => $"the disk of its server is full ({full.MessageText}).",
        PostgresException refused when IsUnavailable(refused.SqlState) => $"{refused.MessageText}.",
        PostgresException => null,
        NpgsqlException failed => $"{failed.Message.TrimEnd('.')}.",
        SocketException or TimeoutException or InvalidOperationException or IOException when IsConnectionFailure(exception) =>
            $"{exception.Message.TrimEnd('.')}.",
        _ => FailureOf(exception.InnerException),
    };

    /// <summary>
    /// Returns true for connection exceptions (08), refused logins (28), insufficient resources (53), operator intervention (57), system
    /// errors (58), a standby that does not write, a missing database, and a transaction that was ended or that one of these aborted.
    /// </summary>
    private static bool IsUnavailable(string state) => state[..2] is "08" or "28" or "53" or "57" or "58"
        || state is PostgresErrorCodes.ReadOnlySqlTransaction
            or PostgresErrorCodes.InvalidCatalogName
            or PostgresErrorCodes.InFailedSqlTransaction
            or IdleTransaction
            or LongTransaction;

    /// <summary>Names the collection of the row that another transaction has locked, from the context that PostgreSQL gives.</summary>
    private static IReadOnlyList<Fault> Conflicting(PostgresException refused) =>
        LockedRow().Match(refused.Where ?? "") is { Success: true } row
            ? [Fault.At("#", "locked_by_another", row.Groups["table"].Value)]
            : [];

    [GeneratedRegex("tuple \\(\\d+,\\d+\\) in relation \"(?<table>\\w+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LockedRow();

    /// <summary>
    /// Names the members whose values must be unique. EF Core names a unique index after its table and columns, so the members follow from
    /// the name. A single member becomes the pointer; several are listed in the text.
    /// </summary>
    private static Fault Taken(PostgresException refused)
    {
        var columns = refused.ConstraintName?.Replace($"ix_{refused.TableName}_", "", StringComparison.Ordinal) ?? "";

        if (refused.TableName is "changes")
        {
            return Fault.At("#/id", "taken", "id"); // two requests created the same version of an unused key
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
