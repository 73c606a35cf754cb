using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Drills;

/// <summary>Makes requests from the document and from earlier answers, some of them invalid.</summary>
internal sealed partial class RequestGenerator
{
    /// <summary>Share of requests with an invalid path, header or body, for each of them, in hundredths.</summary>
    private const int Invalid = 4;

    private readonly DocumentReader _document;
    private readonly RequestMemory _memory;
    private readonly Choices _choices;
    private readonly ValueGenerator _values;
    private readonly List<DocumentedOperation> _operations;

    public RequestGenerator(DocumentReader document, RequestMemory memory, Choices choices)
    {
        (_document, _memory, _choices, _values) = (document, memory, choices, new(document, memory, choices));
        Unused = [.. document.Operations.Select(o => o.ToString())];

        // State builds up only if more is written than deleted
        _operations = [.. document.Operations.SelectMany(o => Enumerable.Repeat(o, o.Method is "post" or "put" or "patch" ? 3 : 1))];
    }

    /// <summary>Operations that no request was made for yet.</summary>
    public HashSet<string> Unused { get; }

    public GeneratedRequest Next()
    {
        var operation = _choices.Of(_operations);
        Unused.Remove(operation.ToString());
        var path = PathParameter().Replace(operation.Path, p => Uri.EscapeDataString(PathValue(operation, p.Groups["name"].Value)));
        var (type, body) = Body(operation);

        return new(operation, path, Query(operation), [.. Headers(operation, path)], type, body);
    }

    private string PathValue(DocumentedOperation operation, string name)
    {
        var collection = RequestMemory.Collection(operation.Path.Split($"/{{{name}}}")[0]);
        var known = _memory.For(collection);
        var parameter = operation.Parameters.First(p => (string?)p["name"] == name);
        var value = known.Count > 0 && !_choices.Percent(2 * Invalid)
            ? _choices.Of(known)
            : _values.Text(name, _document.Resolve(parameter["schema"]!), 10);

        return value is "" or "." or ".." ? "x" : value;
    }

    private string Query(DocumentedOperation operation)
    {
        var parameters = operation.Parameters.Where(p => (string?)p["in"] == "query").ToList();
        var share = Math.Min(25, 200 / Math.Max(1, parameters.Count));
        var pairs = parameters
            .Where(p => (bool?)p["required"] is true ? !_choices.Percent(Invalid) : _choices.Percent(share))
            .SelectMany(p => Values($"{p["name"]}", _document.Resolve(p["schema"]!)).Select(v => $"{p["name"]}={Uri.EscapeDataString(v)}"))
            .ToList();

        return pairs.Count == 0 ? "" : $"?{string.Join('&', pairs)}";
    }

    private IEnumerable<string> Values(string name, JsonObject schema) => schema["items"] is { } items
        ? Enumerable.Range(0, _choices.Draw(Gen.Int[1, 2])).Select(_ => _values.Text(name, _document.Resolve(items), Invalid)).ToList()
        : [_values.Text(name, schema, Invalid)];

    private IEnumerable<(string Name, string Value)> Headers(DocumentedOperation operation, string path)
    {
        foreach (var parameter in operation.Parameters.Where(p => (string?)p["in"] == "header"))
        {
            var name = $"{parameter["name"]}";
            var isWritten = (bool?)parameter["required"] is true ? !_choices.Percent(Invalid) : _choices.Percent(10);

            if (isWritten || (operation.Method is "put" && name is "If-Match" && _choices.Percent(50)))
            {
                var value = _choices.Percent(Invalid) ? _values.Text(name, _document.Resolve(parameter["schema"]!), 20) : name switch
                {
                    "If-Match" => _memory.Version(path) ?? "*",
                    "If-None-Match" => _choices.Percent(50) ? "*" : _memory.Version(path) ?? "*",
                    "Idempotency-Key" => $"{_choices.Draw(Gen.Guid)}",
                    _ => _values.Text(name, _document.Resolve(parameter["schema"]!), Invalid),
                };

                yield return (name, string.Concat(value.Where(c => c is >= ' ' and <= '~')));
            }
        }
    }

    private (string? Type, string? Body) Body(DocumentedOperation operation)
    {
        if (operation.Said["requestBody"] is not { } documented || _document.Resolve(documented)["content"] is not JsonObject content)
        {
            return (null, null);
        }

        var (type, media) = _choices.Of(content.ToList());
        var schema = _document.Resolve(media!["schema"]!);
        var sent = _choices.Percent(Invalid) ? _choices.Of(["text/plain", "application/json", "application/xml"]) : type;

        if (_choices.Percent(Invalid))
        {
            return (sent, _choices.Of(["", "{", "[]", "null", "\"x\"", "{\"id\":1,\"id\":2}", "\uFEFF{}", "1e999"]));
        }

        if (media["example"] is JsonValue text)
        {
            return (sent, Mutated((string)text!));
        }

        var example = media["example"] ?? media["examples"]?.AsObject().Select(e => _document.Resolve(e.Value!)["value"]).FirstOrDefault();

        return schema["type"]?.ToString() is "string"
            ? (sent, _values.Text("text", schema, Invalid))
            : (sent, (_choices.Percent(20) && example is not null ? example : _values.Value("", schema, 0))?.ToJsonString() ?? "null");
    }

    /// <summary>Returns a text with a few characters changed, or as it is.</summary>
    private string Mutated(string text)
    {
        var (at, removed) = _choices.Draw(Gen.Select(Gen.Int[0, text.Length], Gen.Int[0, 3]));

        return _choices.Percent(50)
            ? text
            : string.Concat(text.AsSpan(0, at), _choices.Of(ValueGenerator.Awkward), text.AsSpan(Math.Min(text.Length, at + removed)));
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PathParameter();
}
