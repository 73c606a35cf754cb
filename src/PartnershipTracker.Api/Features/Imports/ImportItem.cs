using System.Security.Cryptography;
using System.Text;
using PartnershipTracker.Files.Readers;

namespace PartnershipTracker.Features.Imports;

/// <summary>An item of a file during its import.</summary>
internal sealed class ImportItem<TRequest>
    where TRequest : class
{
    private readonly Func<JsonObject?> _read;
    private readonly bool _hasUuid;
    private readonly bool _isNamed;

    /// <param name="row">The row of the file.</param>
    /// <param name="read">Reads the item from its row; null when it cannot be read.</param>
    /// <param name="hasUuid">True when the id is a UUID, which is no part of the request.</param>
    /// <param name="keyed">The collection of a row that gets a key when it states none; null for other items.</param>
    public ImportItem(ImportRow row, Func<JsonObject?> read, bool hasUuid, string? keyed = null)
    {
        (_read, _hasUuid, Row, FinalFaults) = (read, hasUuid, row, row.Faults);
        var json = read();
        (IsParsed, Json) = (json is not null, json ?? []);

        if (!IsParsed)
        {
            return;
        }

        Id = Text(Json["id"], "#/id");

        if (keyed is not null && Id is null
            && (row.ReportedId ?? KeyProposals.Of(Text(Json["name"]?["en"], "#/name/en"), keyed)) is { } key)
        {
            (Id, IsKeyProposed) = (key, true);
        }

        Id ??= hasUuid ? row.ReportedId : null;

        ExternalId = hasUuid ? Text(Json["externalId"], "#/externalId") : null;
        _isNamed = Json["id"] is not null || ExternalId is not null;
        ContentId = hasUuid && FinalFaults.Count == 0 && Id is null && ExternalId is null ? IdOf(Json) : null;
    }

    /// <summary>True when at least a part of the item is known.</summary>
    public bool IsParsed { get; }

    public ImportRow Row { get; }

    public JsonObject Json { get; private set; }

    /// <summary>
    /// The cells of a table row by column. In a row without an id, an empty cell says nothing: the sender may not know what the resource
    /// has that the other cells lead to.
    /// </summary>
    public IReadOnlyDictionary<string, string?>? Cells => Row.Cells is null || _isNamed ? Row.Cells
        : Row.Cells!.Where(cell => cell.Value is not null).ToDictionary(cell => cell.Key, cell => cell.Value, StringComparer.Ordinal);

    /// <summary>The id that the file states.</summary>
    public string? Id { get; }

    /// <summary>
    /// True when the file states no key, and the id was made from the English name, now or by the import of which it is the report.
    /// </summary>
    public bool IsKeyProposed { get; }

    public string? ExternalId { get; }

    /// <summary>
    /// The id of an item that has neither an id nor an external id. It is computed from the content, so that repeated imports of the same
    /// item find the same resource (UUIDv8, RFC 9562).
    /// </summary>
    public string? ContentId { get; }

    /// <summary>The id in the register, existing or new.</summary>
    public string? IdText { get; set; }

    /// <summary>The id in the register with which the item was last compared with the earlier items of the file.</summary>
    public string? ComparedIdText { get; set; }

    /// <summary>True when the id has just been generated, so that no resource can have it.</summary>
    public bool IsIdNew { get; set; }

    /// <summary>The label of the existing resource; null when there is none.</summary>
    public AccessLabel? Label { get; set; }

    /// <summary>The request, without members that cannot be read; null when nothing of the item can be read.</summary>
    public TRequest? Request { get; set; }

    /// <summary>The faults that refuse the item in every attempt.</summary>
    public IReadOnlyList<Fault> FinalFaults { get; set; }

    /// <summary>The faults of the current attempt.</summary>
    public IReadOnlyList<Fault> Faults { get; set; } = [];

    /// <summary>True when the item refers to items of its own collection that do not exist yet.</summary>
    public bool IsWaiting { get; set; }

    public ImportOutcome? Outcome { get; set; }

    /// <summary>True when the item can be checked, though it may have faults already.</summary>
    public bool IsReadable => Request is not null;

    public bool IsValid => FinalFaults.Count == 0 && Faults.Count == 0 && !IsWaiting;

    /// <summary>
    /// Begins an attempt. It finds everything anew, the id in the register too: another request may have created the resource meanwhile.
    /// </summary>
    public void Begin()
    {
        (Faults, IsWaiting, Outcome, IdText, IsIdNew) = ([], false, null, null, false);
        Json = _read() ?? [];

        if (_hasUuid)
        {
            Json.Remove("id");
        }
        else if (IsKeyProposed)
        {
            Json["id"] = Id;
        }
    }

    /// <summary>Refuses the item in every attempt.</summary>
    public void Refuse(Fault fault) => FinalFaults = [.. FinalFaults, fault];

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

        Refuse(Fault.At(pointer, "wrong_type", Messages.Noun("string")));

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
