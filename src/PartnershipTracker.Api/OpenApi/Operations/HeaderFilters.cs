using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using PartnershipTracker.Resources.Idempotency;
using PartnershipTracker.Web.Replicas;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Operations;

/// <summary>The schemas of request and response headers.</summary>
internal static class HeaderSchemas
{
    private const string ETag = "(\\*|(W/)?\"[^\"]*\")";

    /// <summary>The pattern of `*` or entity tags separated by commas (RFC 9110, section 13.1.1).</summary>
    private const string ETagList = $"^{ETag}([ \\t]*,[ \\t]*{ETag})*$";

    public static OpenApiSchema Text(int max) => new() { Type = JsonSchemaType.String, MinLength = 1, MaxLength = max };

    public static OpenApiSchema ETags()
    {
        var schema = Any();
        schema.Pattern = ETagList;

        return schema;
    }

    /// <summary>Returns the schema of a header that only the size of all headers limits.</summary>
    public static OpenApiSchema Any() => Text(Web.Hardening.RequestLimits.MaxHeaders);

    public static OpenApiSchema Url() => new() { Type = JsonSchemaType.String, Format = "uri-reference", MaxLength = ListFilter.MaxUrl };
}

/// <summary>
/// The request headers that an operation reads. None has an example, because Swagger UI would send it: with a prefilled `If-Match`, one
/// careless click would change or delete something.
/// </summary>
internal sealed class RequestHeaderFilter : IOperationFilter
{
    private static readonly (Func<OperationFacts, bool> When, string Name, string Description, Func<OpenApiSchema> Schema)[] Known =
    [
        (o => o.MustSendIfMatch, HeaderNames.IfMatch,
            "The ETag of the version that you read last, or `*` for any version.",
            HeaderSchemas.ETags),
        (o => o.MayCreateAtAddress, HeaderNames.IfMatch,
            "Required to replace an existing resource: the ETag of the version that you read last, or `*` for any version.",
            HeaderSchemas.ETags),
        (o => o is { HasPrecondition: true, NeedsIfMatch: false }, HeaderNames.IfMatch,
            "The ETag of the version that you read last, or `*` for any version. Optional; checked when sent.",
            HeaderSchemas.ETags),
        (o => o.MayCreateAtAddress, HeaderNames.IfNoneMatch,
            "`*`: create only; 412 if the resource exists.", () => new() { Type = JsonSchemaType.String, Enum = ["*"] }),
        (o => o is { HasETag: true, IsWrite: false }, HeaderNames.IfNoneMatch,
            "The ETags of the versions that you have, separated by commas. If one of them is current, the answer is 304 without a body.",
            HeaderSchemas.Any),
        (o => o.IsStream, ApiHeaders.LastEventId,
            "For a stream: the `id` of the last event. The stream goes on after it, whatever `after` says.",
            HeaderSchemas.Any),
        (o => o.IsPost, ApiHeaders.IdempotencyKey,
            "A key of your choice for this request, such as a UUID. If you send the same request with the same key again within 24 hours, "
            + "nothing is done again and you get the first answer. Where the answer shows a secret, the key needs at least 20 characters.",
            () => new()
            {
                Type = JsonSchemaType.String,
                MinLength = 1,
                MaxLength = IdempotencyKey.MaxLength,
                Pattern = IdempotencyKey.Pattern,
            }),
        (o => o is { IsOfApi: true, IsWrite: true }, ApiHeaders.ChangeReason,
            "The reason for the change, shown in the history. UTF-8; percent-encoded if the client can send ASCII only.",
            () => HeaderSchemas.Text(Change.MaxReason)),
        (o => o.MayBeOfReplica, ApiHeaders.Position,
            "The `Tracker-Position` of an answer: this one shows at least what was committed by then, also where replicas answer reads.",
            () => HeaderSchemas.Text(PositionTokens.MaxLength)),
        (o => o.IsOfApi, HeaderNames.AcceptLanguage,
            "The language of error messages: `en` (the default) or `ko`.",
            HeaderSchemas.Any),
    ];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var about = new OperationFacts(operation, context);
        operation.Parameters ??= [];

        foreach (var (_, name, description, schema) in Known.Where(header => header.When(about)))
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Header,
                Required = name is "If-Match" && about.MustSendIfMatch,
                Description = description,
                Schema = schema(),
            });
        }
    }
}

/// <summary>The headers of successful responses, and the 304 of conditional reads.</summary>
internal sealed class ResponseHeaderFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var about = new OperationFacts(operation, context);

        if (about is { HasETag: true, IsWrite: false })
        {
            operation.Responses!["304"] = new OpenApiResponse
            {
                Description = "Not modified: the current ETag is one of those in `If-None-Match`.",
            };
        }

        foreach (var (status, response) in operation.Responses!.Where(r => r.Key is ['2', ..] or "304"))
        {
            var headers = Headers(about, status).ToDictionary(h => h.Name, h => (IOpenApiHeader)h.Header, StringComparer.Ordinal);
            ((OpenApiResponse)response).Headers = headers.Count > 0 ? headers : null;
        }
    }

    private static IEnumerable<(string Name, OpenApiHeader Header)> Headers(OperationFacts about, string status)
    {
        if (about.HasETag)
        {
            yield return (HeaderNames.ETag, new()
            {
                Description = about.IsPage
                    ? "Changes with anything that the page shows."
                    : about.HasView
                    ? "The version, for `If-Match` and `If-None-Match`. With `include` or `fields`, a weak ETag of what is shown."
                    : "The version, for `If-Match` and `If-None-Match`.",
                Schema = HeaderSchemas.Text(200),
                Example = JsonValue.Create(about.IsPage ? "W/\"8f434346648f6b96df89dda9\"" : "\"1\""),
            });
        }

        if (status is "201" or "202")
        {
            yield return (HeaderNames.Location, new() { Description = "The URL of the new resource.", Schema = HeaderSchemas.Url() });
        }

        if (about.IsPost)
        {
            yield return (ApiHeaders.IdempotentReplayed, new()
            {
                Description = "`true` if this is the stored answer to an earlier request with the same key. Absent otherwise.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["true"] },
            });
        }

        if (about.ShowsPosition)
        {
            yield return (ApiHeaders.Position, new()
            {
                Description = "The position of the write, for reads that must show it. Absent where no replicas answer reads.",
                Schema = HeaderSchemas.Text(PositionTokens.MaxLength),
            });
        }

        if (about.IsRegister)
        {
            yield return (ApiHeaders.ChangesCursor, new()
            {
                Description = "The cursor after which the feed of changes goes on from the file.",
                Schema = HeaderSchemas.Text(Cursor.MaxOfFeed),
            });
        }

        if (about.IsPage && status is "200")
        {
            yield return (HeaderNames.Link, new()
            {
                Description = "The next page (RFC 8288), the same as `next`. Absent on the last page.",
                Schema = HeaderSchemas.Text(ListFilter.MaxUrl),
            });
        }
    }
}
