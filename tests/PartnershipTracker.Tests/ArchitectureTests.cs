using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;

namespace PartnershipTracker.Tests;

/// <summary>The folders and the dependencies between them. A namespace is a folder.</summary>
public sealed partial class ArchitectureTests
{
    private const string Prefix = "PartnershipTracker.";

    /// <summary>The top folders; each may use those before it. Features do not use OpenApi.</summary>
    private static readonly string[] Layers = ["Data", "Web", "Resources", "Files", "OpenApi", "Features", "Hosting"];

    /// <summary>The old names of the glossary in <c>docs/architecture.md</c>, which no type or namespace may have.</summary>
    private static readonly string[] RetiredNames =
    [
        "Ledger", "Write", "Work", "IAttends", "Attendance", "Record", "Reference", "Mention", "Mentions", "Holding", "Classification",
        "Disclosure", "IDiscloses", "Image", "Figures", "Referrers", "First", "Inclusions", "Relations", "Moment", "Snapshots", "Author",
        "Origin", "Forwarder", "Forwarded", "Rehearsal", "Edge", "Placing", "PlacedCitation", "Passages", "Likeness", "Seating", "Triples",
        "Circle", "Section", "Entry", "Tally", "Table", "Column", "Spool", "Intake", "Followed", "Attempt", "Gathering", "Inquiry",
        "Discretion", "Reticence", "Tie", "Uncovered", "Words", "Flaws", "Patience", "Most", "Conditional", "Furnished", "Crowd", "Crowded",
        "Http",
    ];

    private static readonly Architecture Code = new ArchLoader().LoadAssemblies(typeof(Program).Assembly).Build();

    /// <summary>
    /// Each dependency between two folders, except those of <see cref="TrackerDb"/>, which names the entities of all features.
    /// </summary>
    private static readonly IReadOnlyList<(string From, string To, string Example)> Dependencies =
    [
        .. from type in Code.Types
           let here = FolderOf(type)
           where here is not null && type.FullName.Split('+', '/')[0] != typeof(TrackerDb).FullName
           from other in type.GetTypeDependencies()
           let there = FolderOf(other)
           where there is not null && there != here
           select (here, there, $"{type.FullName} uses {other.FullName}"),
    ];

    [Fact]
    public void A_folder_uses_only_the_folders_below_it() => Assert.Empty(
        from dependency in Dependencies
        let user = Layers.IndexOf(TopOf(dependency.From))
        let used = Layers.IndexOf(TopOf(dependency.To))
        where used > user || (TopOf(dependency.From) is "Features" && TopOf(dependency.To) is "OpenApi")
        select dependency.Example);

    [Fact]
    public void Folders_have_no_cycles_among_them()
    {
        var uses = Dependencies.ToLookup(d => d.From, d => d.To, StringComparer.Ordinal);

        Assert.Empty(Dependencies.Where(d => Reaches(uses, d.To, d.From)).Select(d => d.Example));
    }

    [Fact]
    public void Every_folder_belongs_to_a_layer() => Assert.Equal(
        Layers.Order(StringComparer.Ordinal),
        Code.Types.Select(FolderOf).OfType<string>().Select(TopOf).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void An_entity_does_not_depend_on_Web() => Assert.Empty(Code.Classes
        .Where(t => t.InheritedClasses.Any(c => c.FullName == typeof(Root).FullName))
        .Where(t => t.GetTypeDependencies().Any(d => FolderOf(d) is { } folder && TopOf(folder) is "Web"))
        .Select(t => t.FullName));

    [Fact]
    public void The_local_server_does_not_depend_on_the_application() => Assert.DoesNotContain(
        typeof(LocalPostgres.PostgresServer).Assembly.GetReferencedAssemblies(),
        a => !a.Name!.StartsWith("System", StringComparison.Ordinal) && a.Name != "Microsoft.Win32.Primitives");

    [Fact]
    public void No_type_or_namespace_has_a_retired_name() => Assert.Empty(
        from type in Code.Types.Concat(new ArchLoader().LoadAssemblies(typeof(ArchitectureTests).Assembly).Build().Types)
        where type.FullName.StartsWith(Prefix, StringComparison.Ordinal)
        from name in (string[])[type.Name.Split('`')[0], .. NamespaceOf(type).Split('.')]
        where RetiredNames.Contains(name) || name.StartsWith("Hostile", StringComparison.Ordinal)
        select $"{type.FullName}: {name} is retired");

    [Fact]
    public void Explicit_tests_have_the_trait_by_which_they_are_run() => Assert.Empty(
        from type in typeof(ArchitectureTests).Assembly.GetTypes()
        from method in type.GetMethods()
        where method.GetCustomAttributes(inherit: true).OfType<FactAttribute>()
            .Any(test => test.Explicit && test is not (ProcessFactAttribute or ProcessTheoryAttribute))
        select $"{type.Name}.{method.Name}");

    [Fact]
    public void Files_have_at_most_250_lines() => Assert.Empty(
        from file in SourceFiles("")
        let lines = File.ReadLines(file).Count()
        where lines > 250
        select $"{file}: {lines} lines");

    [Fact]
    public void Lines_are_at_most_140_columns() => Assert.Empty(
        from file in SourceFiles("src")
        from line in File.ReadLines(file).Index()
        where line.Item.Length > 140
        select $"{file}:{line.Index + 1}: {line.Item.Length} columns");

    [Fact]
    public void No_summary_begins_with_a_question_word() => Assert.Empty(
        from file in SourceFiles("")
        from match in Regex.Matches(
            File.ReadAllText(file),
            @"<summary>\s*(///\s*)?(What|Whether|Whoever|How)\b",
            RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(5))
        select $"{file}: {match.Value.ReplaceLineEndings(" ")}");

    /// <summary>The compiler checks the rest of the format, but not this order.</summary>
    [Fact]
    public void Using_directives_are_sorted_with_System_first() => Assert.Empty(
        from file in SourceFiles("")
        let names = File.ReadLines(file).Select(line => UsingDirective().Match(line)).Where(line => line.Success)
            .Select(line => line.Groups["name"].Value).ToList()
        where !names.SequenceEqual(names.OrderBy(SortKey, StringComparer.OrdinalIgnoreCase))
        select file);

    private static List<string> SourceFiles(string folder)
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "Migrations"))
            .ToList();
        Assert.NotEmpty(files);

        return files;
    }

    private static bool Reaches(ILookup<string, string> uses, string from, string to)
    {
        var (seen, ahead) = (new HashSet<string>(StringComparer.Ordinal) { from }, new Queue<string>([from]));

        while (ahead.TryDequeue(out var here))
        {
            if (here == to)
            {
                return true;
            }

            uses[here].Where(seen.Add).ToList().ForEach(ahead.Enqueue);
        }

        return false;
    }

    /// <summary>Returns a text that sorts names, segment by segment, before static members and aliases.</summary>
    private static string SortKey(string name) => (name.Contains('=', StringComparison.Ordinal) ? "3"
        : name.StartsWith("static ", StringComparison.Ordinal) ? "2"
        : name is "System" || name.StartsWith("System.", StringComparison.Ordinal) ? "0"
        : "1") + name.Replace('.', '\u0001');

    [GeneratedRegex(@"^using (?<name>[\w.= <>]+);$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UsingDirective();

    private static string TopOf(string folder) => folder.Split('.')[0];

    private static string NamespaceOf(IType type) => type.Namespace?.FullName ?? "";

    /// <summary>
    /// Returns the folder of a type of the application; null for other types, migrations, the composition root, and type parameters, which
    /// the loader attributes to another type with the same name.
    /// </summary>
    private static string? FolderOf(IType type) =>
        NamespaceOf(type) is var name && name.StartsWith(Prefix, StringComparison.Ordinal)
        && type.FullName.StartsWith(Prefix, StringComparison.Ordinal) && !type.FullName.EndsWith('>')
        && !name.StartsWith("PartnershipTracker.Data.Migrations", StringComparison.Ordinal)
        && !name.StartsWith("PartnershipTracker.LocalPostgres", StringComparison.Ordinal)
            ? name[Prefix.Length..]
            : null;
}
