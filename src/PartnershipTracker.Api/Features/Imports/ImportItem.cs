using System.Security.Cryptography;
using System.Text;
using PartnershipTracker.Files.Readers;

namespace PartnershipTracker.Features.Imports;

/// <summary>An item of a file during its import.</summary>
internal sealed class ImportItem<TRequest>
    where TRequest : class
{
    /// <param name="row">The row of the file.</param>
    /// <param name="json">The item; null when it cannot be read.</param>
    /// <param name="hasUuid">True when the id is a UUID, which is no part of the request.</param>
    public ImportItem(ImportRow row, JsonObject? json, bool hasUuid)
    {
        (Row, Json) = (row, json ?? []);
        FinalFaults = row.Faults;

        if (json is null || FinalFaults.Count > 0)
        {
            return;
        }

        Id = Text(json["id"], "#/id");
        ExternalId = hasUuid ? Text(json["externalId"], "#/externalId") : null;

        if (hasUuid && FinalFaults.Count == 0)
        {
            ContentId = Id is null && ExternalId is null ? IdOf(json) : null;
            json.Remove("id");
        }
    }

    public ImportRow Row { get; }

    public JsonObject Json { get; }

    /// <summary>The id that the file states.</summary>
    public string? Id { get; }

    public string? ExternalId { get; }

    /// <summary>
    /// The id of an item that has neither an id nor an external id. It is computed from the content, so that repeated imports of the same
    /// item find the same resource (UUIDv8, RFC 9562).
    /// </summary>
    public string? ContentId { get; }

    /// <summary>The id in the register, existing or new.</summary>
    public string? IdText { get; set; }

    /// <summary>True when the item has been compared with the other items of the file: no earlier one has the same id.</summary>
    public bool IsCheckedForDuplicates { get; set; }

    /// <summary>True when the id has just been generated, so that no resource can have it.</summary>
    public bool IsIdNew { get; set; }

    public TRequest? Request { get; set; }

    /// <summary>The faults that refuse the item in every attempt.</summary>
    public IReadOnlyList<Fault> FinalFaults { get; set; }

    /// <summary>The faults of the current attempt.</summary>
    public IReadOnlyList<Fault> Faults { get; set; } = [];

    /// <summary>True when the item refers to items of its own collection that do not exist yet.</summary>
    public bool IsWaiting { get; set; }

    public ImportOutcome? Outcome { get; set; }

    public bool IsValid => FinalFaults.Count == 0 && Faults.Count == 0 && !IsWaiting;

    /// <summary>Converts an id to 16 bytes, since the ids of all items of a file are kept in memory.</summary>
    public static Guid HashOf(string id) =>
        Guid.TryParse(id, out var uuid) ? uuid : new(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 16));

    private string? Text(JsonNode? member, string pointer)
    {
        if (member is null)
        {
            return null;
        }

        if (member is JsonValue value && value.TryGetValue<string>(out var text) && Data.Model.Text.TryClean(text, out var clean, out _))
        {
            return clean;
        }

        FinalFaults = [Fault.At(pointer, "wrong_type", Messages.Noun("string"))];

        return null;
    }

    private static string IdOf(JsonObject json)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(json.ToJsonString()));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);

        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString();
    }
}
