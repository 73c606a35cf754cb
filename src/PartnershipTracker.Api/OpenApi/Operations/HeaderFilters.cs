using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Resources.Idempotency;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Routing;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Operations;

/// <summary>What the headers of requests and responses may be.</summary>
internal static class HeaderSchemas
{
    public static OpenApiSchema Text(int max) => new() { Type = JsonSchemaType.String, MinLength = 1, MaxLength = max };

    public static OpenApiSchema Url() => new() { Type = JsonSchemaType.String, Format = "uri-reference", MaxLength = ListFilter.MaxUrl };
}

/// <summary>The request headers that an operation reads. An optional one has no example: Swagger UI would send it.</summary>
internal sealed class RequestHeaderFilter : IOperationFilter
{
    private static readonly (Func<OperationFacts, bool> When, string Name, string Description, Func<OpenApiSchema> Schema)[] Known =
    [
        (o => o.MustSendIfMatch, HeaderNames.IfMatch,
            "The ETag of the version that you read last, or `*` for whichever.",
            () => HeaderSchemas.Text(200)),
        (o => o.MayCreateAtAddress, HeaderNames.IfMatch,
            "To replace what is there: the ETag of the version that you read last, or `*` for whichever.",
            () => HeaderSchemas.Text(200)),
        (o => o is { HasPrecondition: true, NeedsIfMatch: false }, HeaderNames.IfMatch,
            "The ETag of the version that you read last, or `*` for whichever. Optional, and checked when sent.",
            () => HeaderSchemas.Text(200)),
        (o => o.MayCreateAtAddress, HeaderNames.IfNoneMatch,
            "`*`: only create it, and refuse when it is there (412).", () => new() { Type = JsonSchemaType.String, Enum = ["*"] }),
        (o => o is { HasETag: true, IsWrite: false }, HeaderNames.IfNoneMatch,
            "The ETags that you have already, with commas between; the answer is a 304 when one of them is the present one.",
            () => HeaderSchemas.Text(2000)),
        (o => o.IsPost, ApiHeaders.IdempotencyKey,
            "A name of your choice for this request, such as a UUID: sent again with it within 24 hours, and with the same body, it is "
            + "not done again but answered as it was. An answer that shows a secret needs one of 20 characters or more.",
            () => new()
            {
                Type = JsonSchemaType.String,
                MinLength = 1,
                MaxLength = IdempotencyKey.MaxLength,
                Pattern = IdempotencyKey.Pattern,
            }),
        (o => o is { IsOfApi: true, IsWrite: true }, ApiHeaders.ChangeReason,
            "Why: the history shows it. UTF-8, percent-encoded where a client can only send ASCII.",
            () => HeaderSchemas.Text(Change.MaxReason)),
        (o => o.IsOfApi, HeaderNames.AcceptLanguage,
            "The language of error messages: `en` (the default) or `ko`.",
            () => HeaderSchemas.Text(200)),
    ];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var about = new OperationFacts(operation, context);
        operation.Parameters ??= [];

        foreach (var (_, name, description, schema) in Known.Where(header => header.When(about)))
        {
            var isRequired = name is "If-Match" && about.MustSendIfMatch;
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Header,
                Required = isRequired,
                Description = description,
                Schema = schema(),
                Example = isRequired ? JsonValue.Create("\"1\"") : null,
            });
        }
    }
}

/// <summary>The response headers of success, and the 304 of those who have the answer already.</summary>
internal sealed class ResponseHeaderFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var about = new OperationFacts(operation, context);

        if (about is { HasETag: true, IsWrite: false })
        {
            operation.Responses!["304"] = new OpenApiResponse { Description = "You have it already: the ETag is one of If-None-Match." };
        }

        foreach (var (status, response) in operation.Responses!.Where(r => r.Key is ['2', ..] or "304"))
        {
            var headers = Headers(about, status).ToDictionary(h => h.Name, h => (IOpenApiHeader)h.Header, StringComparer.Ordinal);
            ((OpenApiResponse)response).Headers = headers.Count > 0 ? headers : null;
        }
    }

    /// <summary>Of a caller who is limited, which the local administrator is not.</summary>
    private static readonly (string Name, string Description)[] RateLimit =
    [
        (ApiHeaders.RateLimit, "How many requests a minute the caller may make; absent for callers who are not limited."),
        (ApiHeaders.RateLimitRemaining, "How many of them are left now."),
        (ApiHeaders.RateLimitReset, "In how many seconds all of them are there again."),
    ];

    private static IEnumerable<(string Name, OpenApiHeader Header)> Headers(OperationFacts about, string status)
    {
        if (about.HasETag)
        {
            yield return (HeaderNames.ETag, new()
            {
                Description = about.IsPage
                    ? "Moves with anything that the page shows."
                    : about.HasView
                    ? "The version, to be sent back as If-Match or If-None-Match; with `include` or `fields`, a weak one of what is shown."
                    : "The version, to be sent back as If-Match or If-None-Match.",
                Schema = HeaderSchemas.Text(200),
                Example = JsonValue.Create(about.IsPage ? "W/\"8f434346648f6b96df89dda9\"" : "\"1\""),
            });
        }

        if (status is "201" or "202")
        {
            yield return (HeaderNames.Location, new() { Description = "Where it is from now on.", Schema = HeaderSchemas.Url() });
        }

        if (about.IsPost)
        {
            yield return (ApiHeaders.IdempotentReplayed, new()
            {
                Description = "That this was answered before, and nothing was done now; absent otherwise.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["true"] },
            });
        }

        foreach (var (name, description) in about.IsOfApi ? RateLimit : [])
        {
            yield return (name, new()
            {
                Description = description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0", Maximum = "1000000" },
            });
        }

        if (about.IsPage && status is "200")
        {
            yield return (HeaderNames.Link, new()
            {
                Description = "The next page (RFC 8288), as `next` has it; absent on the last one.",
                Schema = HeaderSchemas.Text(ListFilter.MaxUrl),
            });
        }
    }
}
