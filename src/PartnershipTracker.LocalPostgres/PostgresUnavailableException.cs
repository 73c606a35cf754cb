namespace PartnershipTracker.LocalPostgres;

/// <summary>The absence of a server. The message tells the operator of the application the reason and the remedies.</summary>
public sealed class PostgresUnavailableException : Exception
{
    private const string Remedies = $"""
        Any one of these helps:
          - install PostgreSQL {Binaries.OldestMajorText} or newer (https://www.postgresql.org/download/),
            or set {Machine.BinVariable} to the folder that holds its initdb and postgres;
          - run everything in containers: docker compose up;
          - use a PostgreSQL that runs already: set ConnectionStrings__Tracker.
        """;

    public PostgresUnavailableException()
    {
    }

    public PostgresUnavailableException(string message)
        : base(message)
    {
    }

    public PostgresUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static PostgresUnavailableException WithRemedies(string problem) => new($"{problem}{Environment.NewLine}{Remedies}");
}
