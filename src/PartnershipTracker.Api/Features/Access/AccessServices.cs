using Microsoft.AspNetCore.Authentication;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Features.Access;

public static class AccessServices
{
    public static void AddApiKeys(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeyCache>().AddSingleton<IListensTo>(provider => provider.GetRequiredService<ApiKeyCache>());
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(Credentials.ApiKeyScheme, null);
    }
}
