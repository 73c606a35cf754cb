using System.Buffers;

namespace PartnershipTracker.Files.Readers;

/// <summary>
/// A reader of one JSON item per line, with its collection in <c>resource</c>. A first pass notes the collection of every line, so that
/// each collection can be read whatever the order of the lines. Memory holds one item and a byte per line.
/// </summary>
public sealed class NdjsonReader : ImportFile
{
    /// <summary>The member that names the collection of an item.</summary>
    public const string Member = "resource";

    private const byte None = byte.MaxValue;

    /// <summary>The length at which a line is cut: it is longer than any item, so its rest does not matter.</summary>
    private const int MaxLine = 2 * 1024 * 1024;

    private static readonly SearchValues<byte> Space = SearchValues.Create(" \t\r"u8);

    private readonly Stream _file;
    private readonly string[] _resources;
    private readonly List<byte> _ofLine = [];

    public NdjsonReader(Stream file, IReadOnlyCollection<string> resources)
    {
        (_file, _resources) = (file, [.. resources]);

        foreach (var (line, json) in Lines())
        {
            if (line > MaxLines)
            {
                RefuseLine(line, Fault.At("#", "too_many_lines", MaxLines));
                _ofLine.Clear(); // nothing is imported from half a file

                return;
            }

            _ofLine.Add(json.IsEmpty ? None : Note(line, json.Span));
        }
    }

    public override int Total => _ofLine.Count(resource => resource != None);

    public override bool Has(string resource) => Array.IndexOf(_resources, resource) is >= 0 and var at && _ofLine.Contains((byte)at);

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
        var (resource, fault) = ResourceOf(json);
        var at = Array.IndexOf(_resources, resource);

        if (fault is null && at < 0)
        {
            fault = Fault.At($"#/{Member}", resource is null ? "required" : "unknown_value", string.Join(", ", _resources));
        }

        if (fault is not null)
        {
            RefuseLine(line, fault);
        }

        return fault is null ? (byte)at : None;
    }

    private static (string? Resource, Fault? Fault) ResourceOf(ReadOnlySpan<byte> json)
    {
        if (ImportRow.Check(json) is { } fault)
        {
            return (null, fault);
        }

        try
        {
            return (Find(json), null);
        }
        catch (JsonException unreadable)
        {
            return (null, JsonFaults.Explain(unreadable));
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
            var isMember = reader.ValueTextEquals(Member);
            reader.Read();

            if (isMember && reader.TokenType is JsonTokenType.String)
            {
                return StrictJson.String(ref reader, $"/{Member}");
            }

            reader.Skip();
        }

        return null;
    }

    /// <summary>Reads the lines, without their ends.</summary>
    private IEnumerable<(int Line, ReadOnlyMemory<byte> Json)> Lines()
    {
        _file.Position = 0;
        var (buffer, start, end, line) = (new byte[64 * 1024], 0, 0, 1);

        while (true)
        {
            if (buffer.AsSpan(start, end - start).IndexOf((byte)'\n') is >= 0 and var length)
            {
                yield return (line, Trimmed(line, buffer.AsMemory(start, length)));
                (start, line) = (start + length + 1, line + 1);

                continue;
            }

            var kept = Math.Min(end - start, MaxLine);
            buffer = WithRoom(buffer.AsSpan(start, kept), buffer);
            (start, end) = (0, kept + _file.Read(buffer, kept, buffer.Length - kept));

            if (end == kept)
            {
                if (kept > 0)
                {
                    yield return (line, Trimmed(line, buffer.AsMemory(0, kept)));
                }

                yield break;
            }
        }
    }

    /// <summary>Moves a part of the buffer to its beginning, or to that of a larger one where it fills more than half.</summary>
    private static byte[] WithRoom(ReadOnlySpan<byte> kept, byte[] buffer)
    {
        var target = kept.Length * 2 > buffer.Length ? new byte[buffer.Length * 2] : buffer;
        kept.CopyTo(target);

        return target;
    }

    /// <summary>Removes white space, and the byte order mark from the first line.</summary>
    private static ReadOnlyMemory<byte> Trimmed(int number, ReadOnlyMemory<byte> line)
    {
        line = number == 1 && line.Span.StartsWith("\uFEFF"u8) ? line[3..] : line;
        var (first, last) = (line.Span.IndexOfAnyExcept(Space), line.Span.LastIndexOfAnyExcept(Space));

        return first < 0 ? ReadOnlyMemory<byte>.Empty : line[first..(last + 1)];
    }
}
