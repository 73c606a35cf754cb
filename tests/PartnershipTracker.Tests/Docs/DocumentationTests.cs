using System.Text.RegularExpressions;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Tests.Docs;

/// <summary>README.md and docs/: the printed commands, run against a new register, and the links.</summary>
public sealed partial class DocumentationTests(TestServer server)
{
    private const string Address = "localhost:5080"; // in every example

    public static TheoryData<string> WithExamples => [.. Documents().Where(path => ConsoleExamples.Read(ReadText(path)).Count > 0)];

    public static TheoryData<string> All => [.. Documents()];

    [Theory]
    [MemberData(nameof(WithExamples))]
    public async Task Every_console_example_prints_what_the_document_shows(string path)
    {
        Assert.SkipWhen(Shell.Missing.Count > 0, $"Install {string.Join(", ", Shell.Missing)} to run the examples of {path}.");

        var document = ReadText(path);
        var printed = ConsoleExamples.Read(document);
        var actual = await Run(printed);

        if (CommittedFile.IsToBeUpdated)
        {
            await File.WriteAllTextAsync(Place(path), ConsoleExamples.Write(document, actual), TestContext.Current.CancellationToken);
        }

        Assert.Equal(string.Join('\n', printed), string.Join('\n', actual));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_console_block_starts_at_the_margin_and_with_a_command(string path) =>
        Assert.Equal(Fences().Count(ReadText(path)), FencesWithCommand().Count(ReadText(path)));

    [Theory]
    [MemberData(nameof(All))]
    public void Every_relative_link_leads_to_a_file(string path)
    {
        var folder = Path.GetDirectoryName(Place(path))!;
        var targets = Links().Matches(ReadText(path)).Select(link => link.Groups["target"].Value.Split('#')[0]);
        var broken = targets.Where(target => target.Length > 0 && !target.Contains(':', StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(folder, target)));

        Assert.Empty(broken);
    }

    [Fact]
    public void The_readme_has_at_most_150_lines() => Assert.InRange(File.ReadLines(Place("README.md")).Count(), 1, 150);

    private async Task<IReadOnlyList<ConsoleExample>> Run(IReadOnlyList<ConsoleExample> examples)
    {
        await using var app = new TrackerApp(server);
        await app.InitializeAsync();
        using var shell = new Shell();
        var address = app.Client.BaseAddress!.Authority;
        var outputs = await shell.Run(
            examples.Select(example => example.Command.Replace(Address, address, StringComparison.Ordinal)),
            TestContext.Current.CancellationToken);

        return [.. examples.Zip(outputs, (example, output) => example with { Output = Lines(output) })];
    }

    /// <summary>Ends the output with one line break, as the document has it, unless it is empty.</summary>
    private static string Lines(string output) =>
        output.ReplaceLineEndings("\n").TrimEnd('\n') is { Length: > 0 } text ? text + "\n" : "";

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Place("docs"), "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Prepend("README.md");

    private static string ReadText(string path) => File.ReadAllText(Place(path));

    private static string Place(string path) => Path.Combine(Repository.Root, path);

    [GeneratedRegex("^ *```console", RegexOptions.Multiline, 1000)]
    private static partial Regex Fences();

    [GeneratedRegex("^```console\n\\$ ", RegexOptions.Multiline, 1000)]
    private static partial Regex FencesWithCommand();

    /// <summary>A Markdown link or an image's source.</summary>
    [GeneratedRegex("""(\]\(|src=")(?<target>[^)"\s]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Links();
}
