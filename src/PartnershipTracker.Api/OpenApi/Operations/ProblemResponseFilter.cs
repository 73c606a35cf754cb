using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Operations;

/// <summary>The problem responses of each operation. They follow from its facts; endpoints do not list them.</summary>
internal sealed class ProblemResponseFilter : IOperationFilter
{
    private static readonly (string Code, Func<OperationFacts, bool> When)[] Known =
    [
        ("malformed_request", o => o.HasBody || o.HasPrecondition),
        ("invalid_request", o => o.IsOfApi),
        ("unauthenticated", o => o.IsOfApi),
        ("forbidden", o => o.IsOfApi),
        ("cross_site", o => o.IsOfApi),
        ("not_found", o => o.HasAddress || o.IsPost), // the stored answer of a replay may have become invisible
        ("already_exists", o => o.HasBody),
        ("still_referred_to", o => o is { IsDelete: true, RemovesPart: false }),
        ("conflict", o => o.IsWrite),
        ("cursor_gone", o => o.IsFeed),
        ("log_pruned", o => o.ReadsLogs),
        ("changed_since", o => o.IsUndo),
        ("nothing_to_undo", o => o.IsUndo),
        ("request_in_progress", o => o.IsPost),
        ("stale_version", o => o.HasPrecondition),
        ("too_large", o => o.HasBody),
        ("unsupported_media_type", o => o.HasBody),
        ("unprocessable", o => o.HasBody || o.RemovesPart || o.IsUndo || o.HasQueryRefusedByData),
        ("import_failed", o => o.TakesFile),
        ("idempotency_key_reused", o => o.IsPost),
        ("precondition_required", o => o.NeedsIfMatch),
        ("rate_limited", _ => true),
        ("internal_error", _ => true),
        ("unavailable", o => o.AsksTheStore),
        ("exports_busy", o => o.File is not null),
        ("interrupted", o => o.TakesFile || o.IsUndo),
        ("issuer_unavailable", o => o.IsOfApi),
        ("outcome_unknown", o => o is { IsOfApi: true, IsWrite: true }),
    ];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var about = new OperationFacts(operation, context);
        var components = context.Document.Components ??= new();
        var responses = components.Responses ??= new Dictionary<string, IOpenApiResponse>(StringComparer.Ordinal);

        foreach (var status in Known.Where(p => p.When(about)).Select(p => p.Code).GroupBy(code => Messages.Problems[code].Status))
        {
            var response = Response([.. status], context);
            var id = Enumerable.Range(1, Known.Length).Select(number => Pascal(status.First()) + (number > 1 ? number : ""))
                .First(id => !responses.TryGetValue(id, out var other) || other.Description == response.Description);
            responses.TryAdd(id, response);
            operation.Responses![status.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponseReference(id, context.Document);
        }

        responses.TryAdd(nameof(Problem), new OpenApiResponse
        {
            Description = "Any other problem.",
            Content = Content(context, ["method_not_allowed"]),
        });
        operation.Responses!["default"] = new OpenApiResponseReference(nameof(Problem), context.Document);

        if (!about.IsWrite && about.CreatedWith is { } call && !operation.Description!.Contains(call, StringComparison.Ordinal))
        {
            operation.Description += $" A new register has none: create one first with `{call}`.";
        }
    }

    private static string Pascal(string code) =>
        string.Concat(code.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static OpenApiResponse Response(string[] codes, OperationFilterContext context) => new()
    {
        Description = string.Join(" Or: ", codes.Select(code => Messages.Problems[code].En)),
        Headers = codes is ["unavailable" or "rate_limited", ..] ? RetryAfter() : null,
        Content = Content(context, codes),
    };

    private static Dictionary<string, IOpenApiMediaType> Content(OperationFilterContext context, string[] codes) =>
        new(StringComparer.Ordinal)
        {
            [ProblemHandler.MediaType] = new OpenApiMediaType
            {
                Schema = context.SchemaGenerator.GenerateSchema(typeof(Problem), context.SchemaRepository),
                Examples = codes.ToDictionary(
                    code => code,
                    code => (IOpenApiExample)new OpenApiExample { Summary = Messages.Problems[code].En, Value = ProblemExamples.Of(code) },
                    StringComparer.Ordinal),
            },
        };

    private static Dictionary<string, IOpenApiHeader> RetryAfter() => new(StringComparer.Ordinal)
    {
        [HeaderNames.RetryAfter] = new OpenApiHeader
        {
            Description = "The number of seconds to wait before the next try.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "3600" },
            Example = 2,
        },
    };
}

/// <summary>The bounds of the members of a problem.</summary>
internal sealed class ProblemSchemaFilter : ISchemaFilter
{
    private static readonly Dictionary<string, Action<OpenApiSchema>> Bounds = new(StringComparer.Ordinal)
    {
        ["type"] = s => (s.MaxLength, s.Format) = (Rules.ShortText, "uri-reference"),
        ["title"] = s => s.MaxLength = Rules.ShortText,
        ["status"] = s => (s.Minimum, s.Maximum) = ("400", "599"),
        ["detail"] = s => s.MaxLength = ListFilter.MaxUrl,
        ["code"] = s => (s.MaxLength, s.Pattern) = (Rules.ShortText, "^[a-z]+(_[a-z]+)*$"),
        ["instance"] = s => (s.MaxLength, s.Format) = (ListFilter.MaxUrl, "uri-reference"),
        ["traceId"] = s => s.MaxLength = Rules.ShortText,
        ["errors"] = s => s.MaxItems = History.ManyFields,
        ["pointer"] = s => s.MaxLength = ListFilter.MaxUrl,
        ["line"] = s => (s.Minimum, s.Maximum) = ("1", "2147483647"),
        ["parameter"] = s => s.MaxLength = ListFilter.MaxUrl,
    };

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.Type == typeof(Problem) || context.Type == typeof(ProblemError))
        {
            foreach (var (name, member) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal))
            {
                Bounds[name]((OpenApiSchema)member);
            }
        }
    }
}
