using Microsoft.AspNetCore.Authentication;

namespace PartnershipTracker.Features.Access;

public static class AccessServices
{
    public static void AddApiKeys(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeyCache>().AddHostedService<ApiKeyListener>();
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(Credentials.ApiKeyScheme, null);
    }
}
