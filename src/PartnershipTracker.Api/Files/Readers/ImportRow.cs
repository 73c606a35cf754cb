using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Files.Readers;

/// <summary>One item of a file that is taken in.</summary>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Pointer">Where it is in the file, as a JSON pointer; <c>#</c> where the line alone says that.</param>
public sealed record ImportRow(int Line, string Pointer)
{
    /// <summary>The largest item that is read.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>What it says; null where it cannot be read.</summary>
    public JsonObject? Item { get; init; }

    /// <summary>Why it cannot be read.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Of a table, the cells by the names of their columns: what the table does not show stays as it is.</summary>
    public IReadOnlyDictionary<string, string?>? Cells { get; init; }

    /// <summary>Reads an item as strictly as a request is read.</summary>
    public static ImportRow Read(int line, string pointer, ReadOnlySpan<byte> json)
    {
        var row = new ImportRow(line, pointer);

        if (!Utf8.IsValid(json))
        {
            return row with { Faults = [Fault.At("#", "not_utf8")] };
        }

        try
        {
            return StrictJson.Parse(json) is JsonObject item
                ? row with { Item = item }
                : row with { Faults = [Fault.At("#", "wrong_type", Messages.Noun("object"))] };
        }
        catch (JsonException unreadable)
        {
            return row with { Faults = [JsonFaults.Explain(unreadable)] };
        }
    }

    /// <summary>Where in the file something is that is there in the item.</summary>
    public string Place(string pointer) => Pointer is "#" ? pointer : Pointer + pointer.TrimStart('#');
}

/// <summary>A file of items, each of a collection, that is read from its beginning for one collection after the other.</summary>
public abstract class ImportFile
{
    /// <summary>How many items there are.</summary>
    public abstract int Total { get; }

    /// <summary>What is wrong with the file itself, and with items that are of no collection.</summary>
    public abstract IReadOnlyList<ImportRow> InvalidRows { get; }

    /// <summary>The items of a collection, in their order. One pass at a time.</summary>
    public abstract IEnumerable<ImportRow> Of(string resource);

    public abstract bool Has(string resource);
}
