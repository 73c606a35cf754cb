using System.Text.Json;
using System.Text.Json.Nodes;
using PartnershipTracker.Files.Writers;
using PartnershipTracker.Resources.Crud;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Routing;

namespace PartnershipTracker.Features.Imports;

/// <summary>The register as one JSON object, which is written while it is read: two that hold the same are the same to the byte.</summary>
internal sealed class RegisterFile(ExportSession store, ResourceCatalog catalog) : ExportedFile("register")
{
    /// <summary>How many items the document says that a collection may have.</summary>
    public const int MaxItems = 10_000_000;

    private const int Buffer = 64 * 1024;

    /// <summary>An item as a bundle has it: its id first, and nothing that is nothing.</summary>
    public static JsonObject Item(string address, JsonObject item)
    {
        item.Remove("id");
        Prune(item);
        item.Insert(0, "id", address);

        return item;
    }

    protected override async Task Write(Stream body, FileFormat format, HttpContext http)
    {
        await using var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = ApiJson.Options.Encoder, SkipValidation = true });
        json.WriteStartObject();

        foreach (var section in ImportCollection.In(catalog))
        {
            json.WriteStartArray(section.Name);

            await foreach (var item in section.Items(store.Db).WithCancellation(http.RequestAborted))
            {
                item.WriteTo(json, ApiJson.Options);

                if (json.BytesPending > Buffer)
                {
                    await json.FlushAsync(http.RequestAborted);
                }
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        await json.FlushAsync(http.RequestAborted);
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

/// <summary>A table to fill in: its header, and a row that shows what belongs where.</summary>
internal sealed class CsvTemplate(string resource, string csv) : ExportedFile(resource)
{
    protected override async Task Write(Stream body, FileFormat format, HttpContext http)
    {
        await using var text = new StreamWriter(body, leaveOpen: true);
        await text.WriteAsync(csv.AsMemory(), http.RequestAborted);
    }
}
