namespace PartnershipTracker.Resources.Crud;

/// <summary>The definitions of all resources, each after those that it refers to.</summary>
public sealed class ResourceCatalog(params IReadOnlyList<Resource> all)
{
    public IReadOnlyList<Resource> All => all;

    public IReadOnlyList<Resource> Importable { get; } = [.. all.Where(r => r.Import is not null)];

    /// <summary>The names of the collections that can be imported as a CSV table.</summary>
    public IReadOnlyList<string> Tables { get; } = [.. all.Where(r => r.Import is { Columns.Count: > 0 }).Select(r => r.Collection)];

    public IReadOnlyList<Resource> Restorable { get; } = [.. all.Where(r => r.Restore is not null)];

    public Resource Find(string collection) => all.Single(r => r.Collection == collection);
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
