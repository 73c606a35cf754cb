namespace PartnershipTracker.Files.Readers;

/// <summary>
/// A reader of one JSON object with an array per collection, in any order. It holds the whole file in memory; a large register comes as
/// NDJSON.
/// </summary>
public sealed class JsonBundleReader : ImportFile
{
    private readonly byte[] _json;
    private readonly Dictionary<string, List<(int Line, Range Bytes)>> _collections = new(StringComparer.Ordinal);
    private int _line = 1;
    private int _counted;

    public JsonBundleReader(Stream file, IReadOnlyCollection<string> resources)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        _json = bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;

        try
        {
            Index(resources);
        }
        catch (JsonException unreadable)
        {
            _collections.Clear(); // nothing is imported from half a file
            var line = unreadable.LineNumber is { } before ? (int)before + 1 : _line;
            RefuseLine(line, JsonFaults.Explain(unreadable));
        }
    }

    public override int Total => _collections.Values.Sum(items => items.Count);

    public override bool Has(string resource) => _collections.ContainsKey(resource);

    public override IEnumerable<ImportRow> Of(string resource) => _collections.GetValueOrDefault(resource, [])
        .Select((item, index) => ImportRow.Read(item.Line, $"#/{resource}/{index}", _json.AsSpan(item.Bytes)));

    private void Index(IReadOnlyCollection<string> resources)
    {
        var reader = new Utf8JsonReader(_json, new JsonReaderOptions { MaxDepth = ApiJson.MaxDepth + 2 });
        reader.Read();
        Require(in reader, JsonTokenType.StartObject, "object", "");

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var (name, line) = (StrictJson.String(ref reader, ""), LineOf(in reader));
            var fault = !resources.Contains(name) ? "unknown_member" : _collections.ContainsKey(name) ? "duplicate_member" : null;

            if (fault is not null)
            {
                RefuseLine(line, Fault.At($"#/{JsonFaults.Escape(name)}", fault));
                reader.Skip();

                continue;
            }

            reader.Read();
            Require(in reader, JsonTokenType.StartArray, "array", $"/{name}");
            _collections[name] = Items(ref reader);
        }

        reader.Read(); // throws where something follows the object
    }

    private List<(int Line, Range Bytes)> Items(ref Utf8JsonReader reader)
    {
        var items = new List<(int Line, Range Bytes)>();

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            var (line, start) = (LineOf(in reader), (int)reader.TokenStartIndex);
            reader.Skip();
            items.Add((line, start..(int)reader.BytesConsumed));
        }

        return items;
    }

    private void Require(in Utf8JsonReader reader, JsonTokenType token, string noun, string pointer)
    {
        LineOf(in reader);

        if (reader.TokenType != token)
        {
            throw new JsonFaultException("wrong_type", Messages.Noun(noun)) { Below = pointer };
        }
    }

    /// <summary>Counts the lines up to the current token.</summary>
    private int LineOf(in Utf8JsonReader reader)
    {
        var offset = (int)reader.TokenStartIndex;
        _line += _json.AsSpan(_counted, offset - _counted).Count((byte)'\n');
        _counted = offset;

        return _line;
    }
}
