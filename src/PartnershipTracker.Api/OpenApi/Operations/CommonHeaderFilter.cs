using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Operations;

/// <summary>The headers that every response may have: those of the rate limit, and of pages of other origins.</summary>
internal sealed class CommonHeaderFilter : IDocumentFilter
{
    private static readonly (string Name, string Description, Func<OpenApiSchema> Schema)[] Common =
    [
        (ApiHeaders.RateLimit, "The number of requests per minute that the caller may make. Absent for callers without a limit.", Count),
        (ApiHeaders.RateLimitRemaining, "The number of requests left.", Count),
        (ApiHeaders.RateLimitReset, "The number of seconds until the full number is available again.", Count),
        (HeaderNames.AccessControlAllowOrigin, "The origin of the page that asks, if the operator has allowed it. Absent otherwise.",
            HeaderSchemas.Url),
    ];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context) => new OpenApiWalker(new Responses()).Walk(swaggerDoc);

    private static OpenApiSchema Count() => new() { Type = JsonSchemaType.Integer, Minimum = "0", Maximum = "2147483647" };

    private sealed class Responses : OpenApiVisitorBase
    {
        public override void Visit(IOpenApiResponse response)
        {
            if (response is not OpenApiResponse whole)
            {
                return;
            }

            whole.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);

            foreach (var (name, description, schema) in Common)
            {
                whole.Headers[name] = new OpenApiHeader { Description = description, Schema = schema() };
            }
        }
    }
}
