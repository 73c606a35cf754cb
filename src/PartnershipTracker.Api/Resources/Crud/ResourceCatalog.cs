namespace PartnershipTracker.Resources.Crud;

/// <summary>The definitions of all resources, each after those that it refers to.</summary>
public sealed class ResourceCatalog(params IReadOnlyList<Resource> all)
{
    public IReadOnlyList<Resource> All => all;

    public IReadOnlyList<Resource> Importable { get; } = [.. all.Where(r => r.Import is not null)];

    /// <summary>The names of the tables that can be imported: collections, each before the tables of its parts.</summary>
    public IReadOnlyList<string> Tables { get; } = [.. TablesOf(all).Select(table => table.Name)];

    public IReadOnlyList<Resource> Restorable { get; } = [.. all.Where(r => r.Restore is not null)];

    public Resource Find(string collection) => all.Single(r => r.Collection == collection);

    /// <summary>Returns the columns of a table.</summary>
    public IReadOnlyList<string> ColumnsOf(string table) => TablesOf(all).Single(t => t.Name == table).Columns;

    private static IEnumerable<(string Name, IReadOnlyList<string> Columns)> TablesOf(IEnumerable<Resource> resources) =>
        resources.SelectMany(r => r.Import?.Tables ?? []);
}

public static class ResourceServices
{
    /// <summary>Registers the catalog, and the includes of each resource.</summary>
    public static void AddResources(this IServiceCollection services, ResourceCatalog catalog)
    {
        services.AddSingleton(catalog);
        services.AddSingleton(new ResourceNouns(catalog.All.ToDictionary(r => r.Collection, r => r.Noun, StringComparer.Ordinal)));
        var includes = catalog.All.SelectMany(r => r.IncludedIn).ToList();

        foreach (var resource in catalog.All)
        {
            resource.Register(services, includes);
        }
    }
}
