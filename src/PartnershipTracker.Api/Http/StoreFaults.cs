using Npgsql;

namespace PartnershipTracker.Http;

/// <summary>What the database's refusals mean to a caller: SQLSTATE to problem. Validators only explain the same rules earlier.</summary>
public static class StoreFaults
{
    /// <summary>Raised by our own triggers, with the pointer as the constraint's name.</summary>
    public const string Cycle = "PT001";

    public static (string Code, IReadOnlyList<Fault> Faults) Explain(PostgresException refused) => refused.SqlState switch
    {
        PostgresErrorCodes.UniqueViolation => ("already_exists", [Fault.At("#", "taken", Columns(refused))]),
        PostgresErrorCodes.ForeignKeyViolation when refused.MessageText.StartsWith("update or delete", StringComparison.Ordinal) =>
            ("still_referred_to", [Fault.At("#", "refers", refused.TableName)]),
        PostgresErrorCodes.ForeignKeyViolation => ("unprocessable", [Fault.At("#", "gone_meanwhile", refused.ConstraintName)]),
        PostgresErrorCodes.CheckViolation or PostgresErrorCodes.NotNullViolation =>
            ("unprocessable", [Fault.At("#", "rule_broken", refused.ConstraintName ?? refused.ColumnName)]),
        Cycle => ("unprocessable", [Fault.At("#/parent", "cycle")]),
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable =>
            ("conflict", []),
        _ when IsUnavailable(refused.SqlState) => ("unavailable", []),
        _ => ("internal_error", []),
    };

    /// <summary>
    /// Connection exceptions (08), insufficient resources (53), operator intervention (57, a cancelled statement apart), and a read-only
    /// standby.
    /// </summary>
    private static bool IsUnavailable(string state) =>
        state is PostgresErrorCodes.ReadOnlySqlTransaction || state[..2] is "08" or "53" or "57" or "58"
        || state is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InvalidPassword;

    private static string Columns(PostgresException refused) => refused.ConstraintName switch
    {
        "pk_keys" => "id",
        { } index when index.EndsWith("_external_id", StringComparison.Ordinal) => "externalId",
        { } index when index.Contains("affiliate_id_company_id", StringComparison.Ordinal) => "affiliate, company, area",
        _ => "id",
    };
}
