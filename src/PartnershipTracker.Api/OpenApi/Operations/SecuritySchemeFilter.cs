using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Operations;

/// <summary>The security schemes, and the scope that each operation needs.</summary>
internal sealed class SecuritySchemeFilter : IOperationFilter, IDocumentFilter
{
    private const string Bearer = "bearer";
    private const string ApiKey = "apiKey";

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.AddComponent<IOpenApiSecurityScheme>(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "`Authorization: Bearer …` with an API key or a token of the configured OpenID Connect issuer (RFC 6750). "
                + "In Development, requests from the same machine need no credential.",
        });
        swaggerDoc.AddComponent<IOpenApiSecurityScheme>(ApiKey, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = Credentials.KeyHeader,
            Description = "An API key, for clients that cannot set `Authorization`. Never put it into a URL.",
        });
    }

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().LastOrDefault()?.Policy is not { } policy)
        {
            operation.Security = []; // none is needed

            return;
        }

        List<string> needed = Scopes.All.Contains(policy) ? [policy] : [];
        operation.Security = [.. new[] { Bearer, ApiKey }.Select(scheme => new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(scheme, context.Document)] = needed,
        })];
        operation.Description += needed.Count > 0 ? $" Scope: `{policy}`." : " Needs a credential with any scope.";
    }
}
