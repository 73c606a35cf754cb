using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PartnershipTracker.Files.Readers;
using PartnershipTracker.Resources.Crud;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Features.Imports;

/// <summary>An item on its way into the register.</summary>
internal sealed class ImportItem<TRequest>
    where TRequest : class
{
    /// <param name="row">Where it comes from.</param>
    /// <param name="item">What it says; null where that cannot be read.</param>
    /// <param name="isRecord">Whether its id is apart from the request.</param>
    public ImportItem(ImportRow row, JsonObject? item, bool isRecord)
    {
        (Row, Item) = (row, item ?? []);
        Refused = row.Faults;

        if (item is null || Refused.Count > 0)
        {
            return;
        }

        Id = Text(item["id"], "#/id");
        ExternalId = isRecord ? Text(item["externalId"], "#/externalId") : null;

        if (isRecord && Refused.Count == 0)
        {
            Content = Id is null && ExternalId is null ? IdOf(item) : null;
            item.Remove("id");
        }
    }

    public ImportRow Row { get; }

    public JsonObject Item { get; }

    /// <summary>The id that it has in the file.</summary>
    public string? Id { get; }

    public string? ExternalId { get; }

    /// <summary>
    /// The id of what has none, nor one that another system gave it: it is known by what it says, so that the same item is the same thing
    /// however often it is taken in (UUIDv8, RFC 9562).
    /// </summary>
    public string? Content { get; }

    /// <summary>The id under which it is in the register, or will be.</summary>
    public string? Address { get; set; }

    /// <summary>Whether it is known that no other item of the file is the same thing.</summary>
    public bool IsEntered { get; set; }

    /// <summary>Whether its id was made just now, so that nothing can have it.</summary>
    public bool IsFresh { get; set; }

    public TRequest? Request { get; set; }

    /// <summary>Why it will not be taken, whatever else happens.</summary>
    public IReadOnlyList<Fault> Refused { get; set; }

    /// <summary>Why it is not taken this time.</summary>
    public IReadOnlyList<Fault> Faults { get; set; } = [];

    public bool Waits { get; set; }

    public ImportOutcome? Outcome { get; set; }

    public bool IsSound => Refused.Count == 0 && Faults.Count == 0 && !Waits;

    /// <summary>An id in few bytes: those of a file are all remembered.</summary>
    public static Guid NumberOf(string address) =>
        Guid.TryParse(address, out var id) ? id : new(SHA256.HashData(Encoding.UTF8.GetBytes(address)).AsSpan(0, 16));

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

        Refused = [Fault.At(pointer, "wrong_type", Messages.Noun("string"))];

        return null;
    }

    private static string IdOf(JsonObject item)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(item.ToJsonString()));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);

        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString();
    }
}
