using System.CommandLine;

namespace PartnershipTracker.Hosting;

/// <summary>The command line: settings, and after them a verb with its options. Without a verb, the application serves.</summary>
internal static class CommandLine
{
    /// <summary>Runs a verb's action or the server; answers a request for help and a usage error itself.</summary>
    /// <param name="arguments">The arguments of the executable.</param>
    /// <param name="commands">The verbs, or the groups that they are in.</param>
    /// <param name="run">Composes the application and runs the verb in it; serves, when there is none.</param>
    /// <returns>The exit code: 2 after a usage error.</returns>
    public static async Task<int> Run(string[] arguments, IEnumerable<Command> commands, Func<VerbCall?, Task<int>> run)
    {
        var settings = arguments.TakeWhile(argument => argument is ['-', '-', ..] && argument.Contains('=')).ToArray();
        var call = arguments[settings.Length..];

        if (call is [] or [['-', ..] and not ("--help" or "-h" or "-?" or "--version"), ..])
        {
            return await run(null);
        }

        var root = new RootCommand("Without a command, serves the API; arguments are then settings: --urls=http://localhost:5080.");

        foreach (var command in commands)
        {
            root.Add(command);
        }

        var parsed = root.Parse(
            call is ["help", ..] ? ["--help"] : call,
            new() { ResponseFileTokenReplacer = null }); // a description may begin with @

        if (parsed.Errors.Count == 0 && parsed.Action is null)
        {
            return await run(new(parsed, settings));
        }

        var isUnderstood = parsed.Errors.Count == 0;
        var exit = await parsed.InvokeAsync(new() { Output = isUnderstood ? Console.Out : Console.Error });

        return isUnderstood ? exit : 2;
    }
}
