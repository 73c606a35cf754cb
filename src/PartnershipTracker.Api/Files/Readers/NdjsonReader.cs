using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Files.Readers;

/// <summary>
/// An item a line, each of which says in <c>resource</c> what it is. A first pass notes that of every line, so that the collections can be
/// read one after the other whatever their order.
/// </summary>
public sealed class NdjsonReader : ImportFile
{
    private const string Member = "resource";
    private const byte None = byte.MaxValue;

    private readonly Stream _file;
    private readonly string[] _resources;
    private readonly List<byte> _ofLine = [];
    private readonly List<ImportRow> _strays = [];

    public NdjsonReader(Stream file, IReadOnlyCollection<string> resources)
    {
        (_file, _resources) = (file, [.. resources]);

        foreach (var (line, json) in Lines())
        {
            _ofLine.Add(json.IsEmpty ? None : Note(line, json.Span));
        }
    }

    public override int Total => _ofLine.Count(resource => resource != None);

    public override IReadOnlyList<ImportRow> InvalidRows => _strays;

    public override bool Has(string resource) => _ofLine.Contains((byte)Array.IndexOf(_resources, resource));

    public override IEnumerable<ImportRow> Of(string resource)
    {
        var wanted = (byte)Array.IndexOf(_resources, resource);

        foreach (var (line, json) in Lines())
        {
            if (_ofLine[line - 1] == wanted)
            {
                var row = ImportRow.Read(line, "#", json.Span);
                row.Item?.Remove(Member);

                yield return row;
            }
        }
    }

    private byte Note(int line, ReadOnlySpan<byte> json)
    {
        var (resource, faults) = json.Length > ImportRow.MaxBytes ? (null, [Fault.At("#", "item_too_large")]) : ResourceOf(json);
        var at = Array.IndexOf(_resources, resource);

        if (faults.Count == 0 && at < 0)
        {
            faults = [Fault.At($"#/{Member}", resource is null ? "required" : "unknown_value", string.Join(", ", _resources))];
        }

        if (faults.Count > 0)
        {
            _strays.Add(new(line, "#") { Faults = faults });
        }

        return faults.Count > 0 ? None : (byte)at;
    }

    private static (string? Resource, IReadOnlyList<Fault> Faults) ResourceOf(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return (null, [Fault.At("#", "not_utf8")]);
        }

        try
        {
            return (Find(json), []);
        }
        catch (JsonException unreadable)
        {
            return (null, [JsonFaults.Explain(unreadable)]);
        }
    }

    private static string? Find(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = ApiJson.MaxDepth });

        if (reader.Read() && reader.TokenType is not JsonTokenType.StartObject)
        {
            throw new JsonFaultException("wrong_type", Messages.Noun("object"));
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(Member);
            reader.Read();

            if (isIt && reader.TokenType is JsonTokenType.String)
            {
                return reader.GetString();
            }

            reader.Skip();
        }

        return null;
    }

    /// <summary>The lines, without their ends; one that is longer than any item is cut.</summary>
    private IEnumerable<(int Line, ReadOnlyMemory<byte> Json)> Lines()
    {
        _file.Position = 0;
        JsonBundleReader.SkipMark(_file);
        var (buffer, start, end, line) = (new byte[64 * 1024], 0, 0, 1);

        while (true)
        {
            if (buffer.AsSpan(start, end - start).IndexOf((byte)'\n') is >= 0 and var length)
            {
                yield return (line++, Trimmed(buffer.AsMemory(start, length)));
                start += length + 1;

                continue;
            }

            var kept = end - start <= 2 * ImportRow.MaxBytes ? end - start : ImportRow.MaxBytes + 1; // too long, however it goes on
            var target = kept * 2 > buffer.Length ? new byte[buffer.Length * 2] : buffer;
            buffer.AsSpan(start, kept).CopyTo(target);
            (buffer, start) = (target, 0);
            end = kept + _file.Read(buffer, kept, buffer.Length - kept);

            if (end == kept)
            {
                if (kept > 0)
                {
                    yield return (line, Trimmed(buffer.AsMemory(0, kept)));
                }

                yield break;
            }
        }
    }

    private static readonly SearchValues<byte> Space = SearchValues.Create(" \t\r"u8);

    private static ReadOnlyMemory<byte> Trimmed(ReadOnlyMemory<byte> line)
    {
        var (first, last) = (line.Span.IndexOfAnyExcept(Space), line.Span.LastIndexOfAnyExcept(Space));

        return first < 0 ? ReadOnlyMemory<byte>.Empty : line[first..(last + 1)];
    }
}
