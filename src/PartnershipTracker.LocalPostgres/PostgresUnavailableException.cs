namespace PartnershipTracker.LocalPostgres;

/// <summary>There is no server to be had. The message is for whoever started the application: what is wrong, and the ways out.</summary>
public sealed class PostgresUnavailableException : Exception
{
    private const string WaysOut = $"""
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

    internal static PostgresUnavailableException WithWaysOut(string problem) => new($"{problem}{Environment.NewLine}{WaysOut}");
}
