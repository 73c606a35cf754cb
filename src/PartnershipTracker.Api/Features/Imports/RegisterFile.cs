using System.Text;
using PartnershipTracker.Files.Readers;
using PartnershipTracker.Files.Writers;

namespace PartnershipTracker.Features.Imports;

/// <summary>
/// The register as NDJSON, which is sent while it is read: a line per item, by collection and id. Equal registers give equal bytes.
/// </summary>
internal sealed class RegisterFile : ExportedFile
{
    private const int Buffer = 64 * 1024;

    private readonly IReadOnlyList<(string Name, ExportRows<JsonObject> Items)> _collections;

    public RegisterFile(TrackerDb db, ResourceCatalog catalog)
        : this(
        [
            .. from collection in ImportCollection.In(catalog)
               let items = collection.Items(db)
               where items is not null
               select (collection.Name, items),
        ])
    {
    }

    private RegisterFile(IReadOnlyList<(string Name, ExportRows<JsonObject> Items)> collections)
        : base("register", [.. collections.SelectMany(collection => collection.Items.Reads)]) => _collections = collections;

    /// <summary>Returns an item as an import reads it: the id first, without null members and empty lists.</summary>
    public static JsonObject Item(string id, JsonObject item)
    {
        item.Remove("id");
        Prune(item);
        item.Insert(0, "id", id);

        return item;
    }

    protected override async Task Write(Stream body, FileFormat format, HttpContext http)
    {
        await using var lines = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Buffer, leaveOpen: true);

        foreach (var (name, items) in _collections)
        {
            await foreach (var item in items.Items.WithCancellation(http.RequestAborted))
            {
                item.Insert(0, NdjsonReader.Member, name);
                await lines.WriteAsync($"{item.ToJsonString(ApiJson.Options)}\n".AsMemory(), http.RequestAborted);
            }
        }
    }

    private static bool Prune(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                members.Where(m => !Prune(m.Value)).Select(m => m.Key).ToList().ForEach(name => members.Remove(name));

                return members.Count > 0;
            case JsonArray items:
                items.ToList().ForEach(item => Prune(item));

                return items.Count > 0;
            default:
                return node is not null;
        }
    }
}

/// <summary>A table to fill in: its header and an example row.</summary>
internal sealed class CsvTemplate(string resource, string csv) : ExportedFile(resource, [])
{
    protected override async Task Write(Stream body, FileFormat format, HttpContext http)
    {
        await using var text = new StreamWriter(body, leaveOpen: true);
        await text.WriteAsync(csv.AsMemory(), http.RequestAborted);
    }
}
