using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using PartnershipTracker.OpenApi.Schemas;
using PartnershipTracker.Resources.Views;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Examples;

/// <summary>
/// What the application answers on the opening data, as <c>Examples.json</c> keeps it for each GET. Of those, the writes have theirs:
/// the same answer, and for a request the answer cut down to what can be written.
/// </summary>
public sealed class ExampleFilter : IDocumentFilter
{
    private readonly JsonObject _answers;
    private readonly JsonObject _patches;
    private readonly JsonObject _writes;

    public ExampleFilter()
    {
        using var json = typeof(ExampleFilter).Assembly.GetManifestResourceStream("Examples.json")!;
        var kept = JsonNode.Parse(json)!;
        (_answers, _patches, _writes) = (kept["answers"]!.AsObject(), kept["patches"]!.AsObject(), kept["writes"]!.AsObject());
    }

    /// <summary>What an operation that answers a text answers on the opening data.</summary>
    internal static string AnswerOf(string operation) => (string)new ExampleFilter()._answers[operation]!;

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var operations = swaggerDoc.Paths.Values.SelectMany(path => path.Operations!).ToList();
        var known = Show([.. operations.Select(o => o.Value)]);
        ShowIncluded(context.SchemaRepository.Schemas, known);

        foreach (var (method, operation) in operations)
        {
            var request = new RequestExamples(context.SchemaRepository.Schemas, isNew: method == HttpMethod.Post);

            foreach (var media in Media(operation.RequestBody?.Content))
            {
                if (media.Schema is OpenApiSchema { Type: JsonSchemaType.String, Format: { } format })
                {
                    media.Example = _patches[$"{operation.OperationId}.{format}"]?.DeepClone();

                    continue;
                }

                var shown = known.GetValueOrDefault(NameOf(media.Schema)?.Replace("Request", "", StringComparison.Ordinal) ?? "");
                media.Example = _patches[operation.OperationId!]?.DeepClone() ?? request.Cut(shown, media.Schema);
            }
        }
    }

    /// <summary>What is related is shown as its own answers show it.</summary>
    private static void ShowIncluded(Dictionary<string, IOpenApiSchema> schemas, Dictionary<string, JsonNode> known)
    {
        foreach (var (_, included) in schemas.Where(s => s.Key.EndsWith(nameof(Included), StringComparison.Ordinal)))
        {
            ((OpenApiSchema)included).Examples = [new JsonObject(
                from collection in included.Properties
                let one = known.GetValueOrDefault(NameOf(collection.Value.AdditionalProperties) ?? "")
                where one is not null
                select KeyValuePair.Create(collection.Key, (JsonNode?)new JsonObject { [(string)one["id"]!] = one.DeepClone() }))];
        }
    }

    /// <summary>Gives every answer its example.</summary>
    /// <returns>What is shown of each schema.</returns>
    private Dictionary<string, JsonNode> Show(IReadOnlyList<OpenApiOperation> operations)
    {
        var known = new Dictionary<string, JsonNode>(StringComparer.Ordinal);

        foreach (var (id, media) in operations.SelectMany(o => Answers(o, accepted: false).Select(media => (o.OperationId!, media))))
        {
            if ((_answers[id] ?? _writes[id]) is { } answer)
            {
                media.Example = answer.DeepClone();
                known.TryAdd(NameOf(media.Schema) ?? id, answer);
            }
        }

        foreach (var media in operations.SelectMany(o => Answers(o, accepted: true)).Where(media => media.Example is null))
        {
            media.Example = known.GetValueOrDefault(NameOf(media.Schema) ?? "")?.DeepClone();
        }

        return known;
    }

    /// <param name="operation">The operation.</param>
    /// <param name="accepted">Whether the answer that it goes on is meant too, which is not that of the operation itself.</param>
    private static IEnumerable<OpenApiMediaType> Answers(OpenApiOperation operation, bool accepted) => (operation.Responses ?? [])
        .Where(r => r.Key is ['2', ..] && (accepted || r.Key is not "202")).SelectMany(r => Media(r.Value.Content));

    private static IEnumerable<OpenApiMediaType> Media(IDictionary<string, IOpenApiMediaType>? content) =>
        (content?.Values ?? []).OfType<OpenApiMediaType>();

    private static string? NameOf(IOpenApiSchema? schema) => ViewSchemaFilter.Whole((schema as OpenApiSchemaReference)?.Reference.Id);
}
