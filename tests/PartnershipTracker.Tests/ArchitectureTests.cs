using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using PartnershipTracker.Data;

namespace PartnershipTracker.Tests;

/// <summary>The rooms and the doors between them.</summary>
public sealed class ArchitectureTests
{
    private const string House = "PartnershipTracker.";

    private static readonly Architecture Code = new ArchLoader().LoadAssemblies(typeof(Program).Assembly).Build();

    /// <summary>Each feature, and the features upstream that it may know; sorted so that each comes after what it knows.</summary>
    private static readonly Dictionary<string, string[]> Features = new(StringComparer.Ordinal)
    {
        ["Organizations"] = [],
        ["Companies"] = ["Organizations"],
        ["Affiliates"] = ["Organizations"],
        ["Areas"] = [],
        ["People"] = ["Organizations"],
        ["Trips"] = ["People"],
        ["Meetings"] = ["Organizations", "Areas", "People", "Trips"],
        ["Collaborations"] = ["Organizations", "Companies", "Affiliates", "Areas", "Meetings"],
        ["Sources"] = [],
        ["Citations"] = ["People", "Trips", "Meetings", "Collaborations", "Sources"],
        ["Insights"] = ["Organizations", "Companies", "Affiliates", "Areas", "People", "Trips", "Meetings", "Collaborations"],
        ["Search"] = ["Meetings"],
        ["Inclusions"] = ["Companies", "Affiliates", "Areas", "People", "Trips", "Meetings", "Collaborations", "Sources", "Citations"],
        ["Access"] = [],
        ["Feeds"] = ["Access"],
        ["Audit"] = [],
        ["Imports"] =
            ["Organizations", "Companies", "Affiliates", "Areas", "People", "Trips", "Meetings", "Collaborations", "Sources", "Citations", "Search"],
        ["Restorations"] =
            ["Companies", "Affiliates", "Areas", "People", "Trips", "Meetings", "Collaborations", "Sources", "Citations", "Imports"],
    };

    /// <summary>
    /// Inclusions, imports and restorations speak the wire format of everything, and companies and affiliates share theirs.
    /// </summary>
    private static readonly string[] SharesContracts = ["Citations", "Inclusions", "Imports", "Restorations", "Companies", "Affiliates"];

    private static readonly string[] ContractSuffixes = ["Request", "Response", "Filter", "Validator", "Endpoints", "Contracts"];

    [Fact]
    public void A_feature_knows_only_the_features_upstream() => Assert.Empty(
        from type in Code.Types
        let here = FeatureOf(type)
        where here is not null
        from other in type.GetTypeDependencies().Select(FeatureOf).OfType<string>().Distinct()
        where other != here && !Features[here].Contains(other)
        select $"{type.FullName} knows {other}");

    [Fact]
    public void A_feature_knows_the_entities_of_another_but_not_its_contracts() => Assert.Empty(
        from type in Code.Types
        let here = FeatureOf(type)
        where here is not null && !SharesContracts.Contains(here)
        from other in type.GetTypeDependencies()
        where FeatureOf(other) is { } there && there != here
            && Array.Exists(ContractSuffixes, s => other.Name.EndsWith(s, StringComparison.Ordinal))
        select $"{type.FullName} knows {other.FullName}");

    [Theory]
    [InlineData("Http", "Features")]
    [InlineData("Data", "Http")]
    public void A_room_does_not_know(string room, string stranger) => Assert.Empty(
        from type in Code.Types
        where NamespaceOf(type).StartsWith(House + room, StringComparison.Ordinal)
            && type.FullName.Split('+', '/')[0] != typeof(TrackerDb).FullName
        from other in type.GetTypeDependencies()
        where other.FullName.StartsWith(House + stranger, StringComparison.Ordinal)
            && !other.FullName.EndsWith('>') // a type parameter, which the reader takes for that of another type with its name
        select $"{type.FullName} knows {other.FullName}");

    [Fact]
    public void In_the_store_only_its_table_of_contents_names_features() => Assert.Empty(Code.Types
        .Where(t => NamespaceOf(t) == House + "Data" && t.FullName.Split('+', '/')[0] != typeof(TrackerDb).FullName)
        .Select(t => (t.FullName, Known: t.GetTypeDependencies()
            .Where(d => FeatureOf(d) is not null && !d.FullName.EndsWith('>')) // as above
            .Select(d => d.FullName).Distinct()))
        .Where(t => t.Known.Any())
        .Select(t => $"{t.FullName} knows {string.Join(", ", t.Known)}"));

    [Fact]
    public void An_entity_knows_nothing_of_http() => Assert.Empty(Code.Classes
        .Where(t => t.InheritedClasses.Any(c => c.FullName == typeof(Root).FullName))
        .Where(t => t.GetTypeDependencies().Any(d => NamespaceOf(d).StartsWith(House + "Http", StringComparison.Ordinal)))
        .Select(t => t.FullName));

    [Fact]
    public void The_local_server_knows_nothing_of_the_application() => Assert.DoesNotContain(
        typeof(LocalPostgres.PostgresServer).Assembly.GetReferencedAssemblies(),
        a => !a.Name!.StartsWith("System", StringComparison.Ordinal) && a.Name != "Microsoft.Win32.Primitives");

    [Fact]
    public void Every_feature_is_listed() =>
        Assert.Equal(Features.Keys.Order(), Code.Types.Select(FeatureOf).OfType<string>().Distinct().Order());

    [Fact]
    public void The_features_are_listed_in_the_order_of_what_they_know() => Assert.All(
        Features.Index(), f => Assert.Empty(f.Item.Value.Except(Features.Keys.Take(f.Index))));

    [Fact]
    public void Files_are_short() => Assert.Empty(
        from file in Directory.EnumerateFiles(Source.Root, "*.cs", SearchOption.AllDirectories)
        where !file.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj" or "Migrations")
        let lines = File.ReadLines(file).Count()
        where lines > 250
        select $"{file}: {lines} lines");

    [Fact]
    public void Lines_are_at_most_140_columns() => Assert.Empty(
        from file in Directory.EnumerateFiles(Path.Combine(Source.Root, "src"), "*.cs", SearchOption.AllDirectories)
        where !file.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj" or "Migrations")
        from line in File.ReadLines(file).Index()
        where line.Item.Length > 140
        select $"{file}:{line.Index + 1}: {line.Item.Length} columns");

    private static string NamespaceOf(IType type) => type.Namespace?.FullName ?? "";

    /// <summary>Of a generic type of .NET over one of ours, the namespace that is read may be ours.</summary>
    private static string? FeatureOf(IType type) => type.FullName.StartsWith(House, StringComparison.Ordinal)
        && NamespaceOf(type).Split('.') is ["PartnershipTracker", "Features", var feature, ..] ? feature : null;
}
