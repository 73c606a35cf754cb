using System.Text.RegularExpressions;
using Npgsql;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Hosting;

/// <summary>What the executable does for whoever runs it, other than serving.</summary>
/// <param name="Name">One or two words: <c>keys create</c>.</param>
/// <param name="Usage">Its options as they are explained, which is also what is taken: <c>--id power-bi [--expires …]</c>.</param>
/// <param name="Purpose">What it does, in a few words.</param>
/// <param name="Run">Does it, and says how the process ends.</param>
public sealed partial record Verb(
    string Name, string Usage, string Purpose, Func<IServiceProvider, IReadOnlyDictionary<string, string>, Task<int>> Run)
{
    /// <summary>Whether it is of no use without the tables, which Development makes by itself.</summary>
    public bool NeedsTables { get; init; }

    public IEnumerable<string> Options => Option().Matches(Usage).Select(m => m.Groups["name"].Value);

    public IEnumerable<string> Required => Option().Matches(Usage).Where(m => m.Value[0] != '[').Select(m => m.Groups["name"].Value);

    [GeneratedRegex(@"\[?--(?<name>[a-z]+)", RegexOptions.None, 1000)]
    private static partial Regex Option();
}

/// <summary>How the executable is used, for whoever asks, or wrote something that it does not know.</summary>
public sealed class UsageException(string? mistake, IReadOnlyList<Verb> verbs) : Exception(Explain(mistake, verbs))
{
    public bool IsAsked => mistake is null;

    private static string Explain(string? mistake, IReadOnlyList<Verb> verbs) => string.Join(
        Environment.NewLine,
        [
            .. mistake is null ? [] : (string[])[mistake],
            "Usage (with no verb, it serves):",
            .. verbs.Select(v => $"  {$"{v.Name} {v.Usage}".TrimEnd()}{Environment.NewLine}      {v.Purpose}"),
        ]);
}

/// <summary>What the command line asks for, read before anything is started.</summary>
public sealed class Command
{
    private readonly Verb _verb;
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    private Command(Verb verb, IEnumerable<string> arguments)
    {
        _verb = verb;
        var waiting = new Queue<string>(arguments);

        while (waiting.TryDequeue(out var argument))
        {
            var (name, value) = argument.Split('=', 2) is [var before, var after] ? (before, after) : (argument, null);

            if (!IsOption(name) || !verb.Options.Contains(name[2..]))
            {
                throw Mistake($"`{verb.Name}` takes no `{name}`.");
            }

            value ??= waiting.TryPeek(out var next) && !IsOption(next) ? waiting.Dequeue() : throw Mistake($"`{name}` needs a value.");

            if (!_options.TryAdd(name[2..], value))
            {
                throw Mistake($"`{name}` is there twice.");
            }
        }

        if (verb.Required.FirstOrDefault(name => !_options.ContainsKey(name)) is { } missing)
        {
            throw Mistake($"`{verb.Name}` needs `--{missing}`.");
        }
    }

    /// <summary>Nothing is logged: what fails is said in words, and the output is what was asked for.</summary>
    public string[] Settings { get; } = ["--Logging:Console:LogLevel:Default=None"];

    /// <summary>The verb that is asked for; null to serve, with settings for arguments.</summary>
    public static Command? Read(string[] arguments, params IReadOnlyList<Verb> verbs)
    {
        if (arguments is ["help" or "--help" or "-h" or "-?", ..])
        {
            throw new UsageException(null, verbs);
        }

        if (arguments is [] or [['-', ..], ..])
        {
            return null;
        }

        var name = string.Join(' ', arguments.TakeWhile(a => !a.StartsWith('-')));

        return verbs.FirstOrDefault(v => v.Name == name) is { } verb
            ? new(verb, arguments.SkipWhile(a => !a.StartsWith('-')))
            : throw new UsageException($"There is no `{name}`.", verbs);
    }

    public async Task<int> Run(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem("cli");

        try
        {
            if (_verb.NeedsTables)
            {
                await HaveTables(scope.ServiceProvider);
            }

            return await _verb.Run(scope.ServiceProvider, _options);
        }
        catch (Exception e) when (Words(e) is { } words)
        {
            throw new StartupException(words);
        }
    }

    private static async Task HaveTables(IServiceProvider services)
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

    /// <summary>A refusal as the API would say it, with options for members; or what the database said.</summary>
    private string? Words(Exception exception)
    {
        var (code, faults) = ProblemHandler.Explain(exception);
        var fault = exception as NpgsqlException ?? exception.InnerException as NpgsqlException;

        return code is not ("internal_error" or "unavailable")
            ? string.Join(Environment.NewLine, faults.Select(Words).Prepend(Messages.Problems[code].Title))
            : fault is null ? null
            : $"The database cannot be used: {fault.Message}"
                + (fault.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn
                    ? " Run `migrate` first."
                    : "");
    }

    private string Words(Fault fault)
    {
        var member = fault.Pointer?.Split('/').ElementAtOrDefault(1) ?? fault.Parameter ?? "";
        var option = _verb.Options.FirstOrDefault(o => member.StartsWith(o, StringComparison.Ordinal));

        return $"{(option is null ? _verb.Name : $"--{option}")}: {Messages.Fault(fault.Code, fault.Arguments)}";
    }

    private UsageException Mistake(string mistake) => new(mistake, [_verb]);

    private static bool IsOption(string argument) => argument.StartsWith("--", StringComparison.Ordinal);
}
