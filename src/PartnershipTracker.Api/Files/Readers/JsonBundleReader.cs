using System.Text.Json;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Files.Readers;

/// <summary>
/// One JSON object with an array for each collection, in whichever order: a first pass finds where each begins, so that what is referred
/// to can be read before what refers to it, and never more than an item at a time.
/// </summary>
public sealed class JsonBundleReader : ImportFile
{
    private readonly Stream _file;
    private readonly Dictionary<string, (long Offset, int Line, int Items)> _sections = new(StringComparer.Ordinal);
    private readonly List<ImportRow> _strays = [];

    public JsonBundleReader(Stream file, IReadOnlyCollection<string> resources)
    {
        _file = file;
        SkipMark(file);
        var scan = new JsonScanner(file, 1);

        try
        {
            Index(scan, resources);
        }
        catch (JsonException unreadable)
        {
            _sections.Clear(); // of half a file nothing is taken
            _strays.Add(new(Line(scan, unreadable), "#") { Faults = [JsonFaults.Explain(unreadable)] });
        }
    }

    public override int Total => _sections.Values.Sum(s => s.Items);

    public override IReadOnlyList<ImportRow> InvalidRows => _strays;

    public override bool Has(string resource) => _sections.ContainsKey(resource);

    public override IEnumerable<ImportRow> Of(string resource)
    {
        if (!_sections.TryGetValue(resource, out var section))
        {
            yield break;
        }

        _file.Position = section.Offset;
        var scan = new JsonScanner(_file, section.Line);
        scan.Next();

        for (var at = 0; scan.Value(); at++)
        {
            yield return ImportRow.Read(scan.Line, $"#/{resource}/{at}", scan.Bytes.Span);
        }
    }

    internal static void SkipMark(Stream file)
    {
        Span<byte> mark = stackalloc byte[3];

        if (file.Read(mark) < mark.Length || !mark.SequenceEqual("\uFEFF"u8))
        {
            file.Position = 0;
        }
    }

    private void Index(JsonScanner scan, IReadOnlyCollection<string> resources)
    {
        if (scan.Next() is not JsonTokenType.StartObject)
        {
            throw new JsonFaultException("wrong_type", Messages.Noun("object"));
        }

        while (scan.Next() is JsonTokenType.PropertyName)
        {
            var (name, line) = (scan.Name, scan.Line);
            var fault = !resources.Contains(name) ? "unknown_member" : _sections.ContainsKey(name) ? "duplicate_member" : null;

            if (fault is not null)
            {
                _strays.Add(new(line, "#") { Faults = [Fault.At($"#/{JsonFaults.Escape(name)}", fault)] });
                scan.Value();
            }
            else if (scan.Next() is JsonTokenType.StartArray)
            {
                var (offset, first) = (scan.Offset, scan.Line);
                var items = 0;

                for (; scan.Value(); items++)
                {
                    // each is read when its turn comes
                }

                _sections[name] = (offset, first, items);
            }
            else
            {
                throw new JsonFaultException("wrong_type", Messages.Noun("array")) { Below = $"/{name}" };
            }
        }

        while (scan.Next() is not JsonTokenType.None)
        {
            // the reader refuses whatever comes after the end
        }
    }

    private static int Line(JsonScanner scan, JsonException unreadable) =>
        unreadable is JsonFaultException ? scan.Line : (int)(unreadable.LineNumber ?? 0) + 1;
}
