using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Drills;

/// <summary>Makes requests from the document and from earlier answers, some of them invalid.</summary>
internal sealed partial class RequestGenerator
{
    /// <summary>Share of requests with an invalid path, query or header, for each of them, in hundredths.</summary>
    private const int Invalid = 4;

    private readonly DocumentReader _document;
    private readonly RequestMemory _memory;
    private readonly Choices _choices;
    private readonly ValueGenerator _values;
    private readonly BodyGenerator _bodies;
    private readonly List<DocumentedOperation> _operations;

    public RequestGenerator(DocumentReader document, RequestMemory memory, Choices choices, int mutated)
    {
        (_document, _memory, _choices) = (document, memory, choices);
        _values = new(document, memory, choices, 1);
        _bodies = new(document, memory, choices, mutated);

        // State builds up only if more is written than deleted, and mutated bodies are the purpose of a run with many of them
        var writes = mutated > 50 ? 20 : 3;
        _operations = [.. document.Operations.SelectMany(o => Enumerable.Repeat(o, o.Method is "post" or "put" or "patch" ? writes : 1))];
    }

    /// <summary>Returns first the documented request of each GET, then as many random requests.</summary>
    public IEnumerable<GeneratedRequest> Requests(int count) =>
        _document.Operations.Where(o => o.Method is "get").Select(AsDocumented).Concat(Enumerable.Range(0, count).Select(_ => Random()));

    private static GeneratedRequest AsDocumented(DocumentedOperation operation)
    {
        var address = operation.FilledIn().Split('?', 2);

        return new(operation, address[0], address is [_, var query] ? $"?{query}" : "", [], null, null);
    }

    private GeneratedRequest Random()
    {
        var operation = _choices.Of(_operations);
        var path = Path(operation);
        var (type, body) = _bodies.Body(operation, path);

        return new(operation, path, Query(operation, type), [.. Headers(operation, path)], type, body);
    }

    /// <summary>Returns the address of a known resource, or below it.</summary>
    private string Path(DocumentedOperation operation)
    {
        var end = operation.Path.LastIndexOf('}') + 1;

        return _memory.Paths(operation.Path[..end]) is { Count: > 0 } known && !_choices.Percent(2 * Invalid)
            ? _choices.Of(known) + operation.Path[end..]
            : PathParameter().Replace(operation.Path, p => Uri.EscapeDataString(PathValue(operation, p.Groups["name"].Value)));
    }

    private string PathValue(DocumentedOperation operation, string name)
    {
        var parameter = operation.Parameters.First(p => (string?)p["name"] == name);
        var value = parameter["example"] is { } example && _choices.Percent(50)
            ? $"{example}"
            : _values.Text(name, _document.Resolve(parameter["schema"]!), 10);

        return value is "" or "." or ".." ? "x" : value;
    }

    private string Query(DocumentedOperation operation, string? type)
    {
        var parameters = operation.Parameters.Where(p => (string?)p["in"] == "query").ToList();
        var share = Math.Min(25, 200 / Math.Max(1, parameters.Count));
        var isTable = type is TableGenerator.Csv or TableGenerator.Xlsx;
        var pairs = parameters
            .Where(p => (bool?)p["required"] is true || IsOfTable(p) ? !_choices.Percent(Invalid) : _choices.Percent(share))
            .SelectMany(p => (IsOfTable(p) ? [TableGenerator.Resource] : Values(p)).Select(v => $"{p["name"]}={Uri.EscapeDataString(v)}"))
            .ToList();

        return pairs.Count == 0 ? "" : $"?{string.Join('&', pairs)}";

        bool IsOfTable(JsonObject parameter) => isTable && (string?)parameter["name"] is "resource";
    }

    private List<string> Values(JsonObject parameter)
    {
        var (name, schema) = ($"{parameter["name"]}", _document.Resolve(parameter["schema"]!));

        return parameter["example"] is { } example && name is not "dryRun" && _choices.Percent(40) ? [$"{example}"]
            : schema["items"] is not { } items ? [_values.Text(name, schema, Invalid)]
            : [.. Enumerable.Range(0, _choices.Draw(Gen.Int[1, 2])).Select(_ => _values.Text(name, _document.Resolve(items), Invalid))];
    }

    private IEnumerable<(string Name, string Value)> Headers(DocumentedOperation operation, string path)
    {
        foreach (var parameter in operation.Parameters.Where(p => (string?)p["in"] == "header"))
        {
            var name = $"{parameter["name"]}";
            var isWritten = (bool?)parameter["required"] is true ? !_choices.Percent(Invalid) : _choices.Percent(10);

            if (isWritten || (name is "If-Match" && _memory.IsKnown(path) && !_choices.Percent(Invalid)))
            {
                var value = _choices.Percent(Invalid) ? _values.Text(name, _document.Resolve(parameter["schema"]!), 20) : name switch
                {
                    "If-Match" => _choices.Percent(20) ? "*" : _memory.Version(path) ?? "*",
                    "If-None-Match" => _choices.Percent(50) ? "*" : _memory.Version(path) ?? "*",
                    "Idempotency-Key" => $"{_choices.Draw(Gen.Guid)}",
                    _ => _values.Text(name, _document.Resolve(parameter["schema"]!), Invalid),
                };

                yield return (name, string.Concat(value.Where(c => c is >= ' ' and <= '~')));
            }
        }
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PathParameter();
}
