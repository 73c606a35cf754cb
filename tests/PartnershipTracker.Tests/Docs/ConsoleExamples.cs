using System.Text.RegularExpressions;

namespace PartnershipTracker.Tests.Docs;

/// <summary>
/// The commands of a Markdown document's <c>console</c> blocks, with their outputs. A command starts with <c>$ </c> and continues on the
/// next line after a <c>\</c> or <c>|</c>; the lines up to the next command are its output.
/// </summary>
public static partial class ConsoleExamples
{
    public static IReadOnlyList<ConsoleExample> Read(string document) =>
    [
        .. Blocks().Matches(document)
            .SelectMany(block => Examples().Matches(block.Value))
            .Select(example => new ConsoleExample(example.Groups["command"].Value, example.Groups["output"].Value)),
    ];

    /// <summary>Returns the document with the outputs of these examples, which are its own in their order.</summary>
    public static string Write(string document, IEnumerable<ConsoleExample> examples)
    {
        var next = new Queue<ConsoleExample>(examples);

        return Blocks().Replace(document, block => Examples().Replace(block.Value, _ => next.Dequeue().ToString()));
    }

    [GeneratedRegex("^```console\n(?:.*\n)*?```$", RegexOptions.Multiline, 1000)]
    private static partial Regex Blocks();

    [GeneratedRegex(
        @"^\$ (?<command>(.*[\\|]\n)*.*\n)(?<output>((?!\$ |```).*\n)*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Examples();
}

/// <summary>A command and its output, each of which ends with a line break unless it is empty.</summary>
public sealed record ConsoleExample(string Command, string Output)
{
    public override string ToString() => $"$ {Command}{Output}";
}
