using System.CommandLine;
using Npgsql;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Hosting;

/// <summary>A task of the executable other than serving, such as <c>keys create</c>.</summary>
/// <param name="run">Does the task in the application's services and returns the exit code.</param>
internal sealed class Verb(string name, string purpose, Func<IServiceProvider, ParseResult, Task<int>> run) : Command(name, purpose)
{
    /// <summary>True when the verb needs the tables; Development makes them by itself.</summary>
    public bool NeedsTables { get; init; }

    public Task<int> Run(IServiceProvider services, ParseResult options) => run(services, options);

    /// <summary>Refuses to alter the logs without the connection string of the role that owns them.</summary>
    public static void RequireOwner(DatabaseConnections connections)
    {
        if (connections.Owner is null)
        {
            throw new StartupException(
                "ConnectionStrings__Owner: it is not set. Name the role that owns the tables: only it may alter the logs.");
        }
    }
}

/// <summary>A verb as the command line calls it.</summary>
internal sealed class VerbCall(ParseResult parsed, string[] settings)
{
    private readonly Verb _verb = (Verb)parsed.CommandResult.Command;

    /// <summary>
    /// The settings before the verb, and no logs: a failure is explained on the error stream, and the output is only the verb's result.
    /// </summary>
    public string[] Settings { get; } = [.. settings, "--Logging:Console:LogLevel:Default=None"];

    public async Task<int> Run(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem("cli");

        try
        {
            if (_verb.NeedsTables)
            {
                await RequireTables(scope.ServiceProvider);
            }

            return await _verb.Run(scope.ServiceProvider, parsed);
        }
        catch (Exception e) when (Explain(e) is { } explanation)
        {
            throw new StartupException(explanation);
        }
    }

    private static async Task RequireTables(IServiceProvider services)
    {
        var connections = services.GetRequiredService<DatabaseConnections>();

        if (services.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            await connections.Prepare();
        }
        else if (connections.Faults.Count > 0)
        {
            throw new StartupException(string.Join(Environment.NewLine, connections.Faults));
        }
    }

    /// <summary>Explains a refusal as the API does, with options in place of members, or a fault of the database.</summary>
    private string? Explain(Exception exception)
    {
        var (code, faults) = ProblemHandler.Explain(exception);
        var fault = RefusedServerException.In(exception) ?? exception as NpgsqlException ?? exception.InnerException as NpgsqlException;

        return code is not ("internal_error" or "unavailable")
            ? string.Join(Environment.NewLine, faults.Select(Explain).Prepend(Messages.Problems[code].Title))
            : fault is null ? null
            : $"The database cannot be used: {fault.Message}"
                + (fault.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn
                    ? " Run `migrate` first."
                    : "");
    }

    private string Explain(Fault fault)
    {
        var member = fault.Pointer?.Split('/').ElementAtOrDefault(1) ?? fault.Parameter ?? "";
        var option = _verb.Options.FirstOrDefault(o => member.StartsWith(o.Name[2..], StringComparison.Ordinal));

        return $"{option?.Name ?? _verb.Name}: {Messages.Fault(fault.Code, fault.Arguments)}";
    }
}
