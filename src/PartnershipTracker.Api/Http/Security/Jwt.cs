using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using PartnershipTracker.Data;

namespace PartnershipTracker.Http.Security;

/// <summary>Which OpenID Connect issuer vouches for users, and how its claims are read: the section <c>Authentication:Jwt</c>.</summary>
public sealed class JwtSettings
{
    public const string Section = "Authentication:Jwt";

    /// <summary>The issuer's URL, whose <c>/.well-known/openid-configuration</c> names its keys. Without it no token is taken.</summary>
    public string? Issuer { get; init; }

    /// <summary>Whom its tokens must be for.</summary>
    public string? Audience { get; init; }

    /// <summary>The signature algorithms that are taken (RFC 7518); none of them symmetric.</summary>
    public string[] Algorithms { get; init; } = [];

    public string NameClaim { get; init; } = "sub";

    public string ScopeClaim { get; init; } = "scope";

    public string ClearanceClaim { get; init; } = "clearance";

    /// <summary>How far the issuer's clock and ours may differ, in seconds.</summary>
    public int ClockSkew { get; init; } = 30;

    public bool IsOn => !string.IsNullOrEmpty(Issuer);

    public static JwtSettings Of(IConfiguration configuration) => configuration.GetSection(Section).Get<JwtSettings>() ?? new();
}

/// <summary>Bearer tokens of an OpenID Connect issuer (RFC 7519, RFC 8725).</summary>
public static class Jwt
{
    public const string Scheme = JwtBearerDefaults.AuthenticationScheme;

    private static readonly string[] DefaultAlgorithms = ["RS256", "PS256", "ES256"];

    public static void AddJwt(this AuthenticationBuilder schemes, IConfiguration configuration)
    {
        var settings = JwtSettings.Of(configuration);

        schemes.AddJwtBearer(Scheme, options =>
        {
            options.MapInboundClaims = false;
            options.IncludeErrorDetails = false;
            options.Authority = settings.Issuer;
            options.RequireHttpsMetadata = !LocalAdministrator.IsLoopback(settings.Issuer ?? "");
            options.TokenValidationParameters.ValidIssuer = settings.Issuer;
            options.TokenValidationParameters.ValidAudience = settings.Audience;
            options.TokenValidationParameters.ValidAlgorithms = settings.Algorithms is { Length: > 0 } ? settings.Algorithms : DefaultAlgorithms;
            options.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(settings.ClockSkew);
            options.TokenValidationParameters.RequireExpirationTime = true;
            options.TokenValidationParameters.RequireSignedTokens = true;
            options.Events = new()
            {
                OnMessageReceived = context =>
                {
                    if (!settings.IsOn || context.Request.Headers.ContainsKey(Credentials.KeyHeader))
                    {
                        context.Fail("No issuer is configured, or there are two credentials.");
                    }

                    return Task.CompletedTask;
                },
                OnTokenValidated = context =>
                {
                    Introduce(context, settings);

                    return Task.CompletedTask;
                },
            };
        });
    }

    private static void Introduce(TokenValidatedContext context, JwtSettings settings)
    {
        var token = (JsonWebToken)context.SecurityToken;
        var name = context.Principal!.FindFirstValue(settings.NameClaim);

        if (string.IsNullOrWhiteSpace(name) || name.Length > Rules.ShortText || !Text.IsSingleLine(name))
        {
            context.Fail("The token names nobody.");

            return;
        }

        var scopes = context.Principal!.FindAll(settings.ScopeClaim).SelectMany(c => c.Value.Split(' ')).Intersect(Scopes.All);
        var level = context.Principal!.FindFirstValue(settings.ClearanceClaim);
        var clearance = Enum.GetValues<Confidentiality>().FirstOrDefault(c => EnumNames.Write(c) == level); // public, unless it says more
        context.Principal = Claims.Ticket(Scheme, CallerKind.User, $"user:{name}", scopes, clearance, new DateTimeOffset(token.ValidTo)).Principal;
    }
}
