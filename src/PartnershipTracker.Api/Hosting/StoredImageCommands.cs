using System.CommandLine;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Hosting;

/// <summary>The verbs for the images: the bodies of GETs that the writes store beside each row.</summary>
internal static class StoredImageCommands
{
    public static Command Images => new("images", "Checks the stored images, the bodies of GETs.")
    {
        new Verb("verify", "Compares each stored image with what its rows give, and lists those that differ.", Verify)
        {
            NeedsTables = true,
        },
    };

    /// <summary>Renders the images that are missing or have another shape, as the owner.</summary>
    /// <returns>A sentence; none when there was nothing to render.</returns>
    public static async Task<IReadOnlyList<string>> Rebuild(DatabaseConnections connections)
    {
        await using var db = await connections.OpenAsOwner();
        var count = 0;

        foreach (var resource in Catalog.Resources.All)
        {
            count += await resource.RebuildImages(db, CancellationToken.None);
        }

        return count == 0 ? [] : [$"Stored images rendered: {count}."];
    }

    private static async Task<int> Verify(IServiceProvider services, ParseResult options)
    {
        var db = services.GetRequiredService<TrackerDb>();
        var differing = 0;

        foreach (var resource in Catalog.Resources.All)
        {
            await foreach (var id in resource.DifferingImages(db, CancellationToken.None))
            {
                differing++;
                Console.WriteLine($"{resource.Collection}/{id} differs.");
            }
        }

        Console.WriteLine(differing == 0 ? "Every stored image is what its rows give." : $"Stored images that differ: {differing}.");

        return differing == 0 ? 0 : 1;
    }
}
