using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace PartnershipTracker.Web.Security;

/// <summary>Bearer tokens of an OpenID Connect issuer (RFC 7519, RFC 8725, RFC 9068).</summary>
public static class JwtAuthentication
{
    public const string Scheme = JwtBearerDefaults.AuthenticationScheme;

    /// <summary>The accepted token types; an issuer signs others too, such as logout tokens.</summary>
    private static readonly string[] Types = ["JWT", "at+jwt", "application/at+jwt"];

    public static void AddJwt(this AuthenticationBuilder schemes, JwtSettings settings)
    {
        schemes.Services.AddSingleton<TokenIssuer>();
        schemes.AddJwtBearer(Scheme, options =>
        {
            options.MapInboundClaims = false;
            options.IncludeErrorDetails = false;
            options.TokenValidationParameters = Expected(settings);
            options.Events = new() { OnMessageReceived = Receive, OnTokenValidated = Introduce };
        });

        if (settings.IsOn)
        {
            schemes.Services.AddOptions<JwtBearerOptions>(Scheme)
                .Configure<TokenIssuer>((options, issuer) => options.ConfigurationManager = issuer.Keys);
        }
    }

    /// <summary>
    /// Returns exact expectations: by default the library accepts a slash at the end, other issuers, and keys that the token does not name.
    /// </summary>
    private static TokenValidationParameters Expected(JwtSettings settings) => new()
    {
        IssuerValidator = (issuer, _, _) => issuer == settings.Issuer ? issuer : throw new SecurityTokenInvalidIssuerException(),
        ValidAudience = settings.Audience,
        IgnoreTrailingSlashWhenValidatingAudience = false,
        ValidAlgorithms = settings.AcceptedAlgorithms,
        ValidTypes = Types,
        ClockSkew = TimeSpan.FromSeconds(settings.ClockSkew),
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        TryAllIssuerSigningKeys = false,
    };

    /// <summary>Refuses what cannot be a token of the issuer without asking the issuer for its keys.</summary>
    private static async Task Receive(MessageReceivedContext context)
    {
        var services = context.HttpContext.RequestServices;
        var settings = services.GetRequiredService<JwtSettings>();
        context.Token = Credentials.Of(context.Request);

        if (!settings.IsOn || JwtPayload.Read(context.Token)?.Text("iss") != settings.Issuer)
        {
            context.Fail("This is no token of the issuer, or there are two credentials.");

            return;
        }

        await services.GetRequiredService<TokenIssuer>().WaitForKeys(context.HttpContext.RequestAborted);
    }

    private static Task Introduce(TokenValidatedContext context)
    {
        var settings = context.HttpContext.RequestServices.GetRequiredService<JwtSettings>();
        var signed = (JsonWebToken)context.SecurityToken;
        var token = JwtPayload.Read(signed.EncodedToken)!;

        if (token.Name(settings.NameClaim) is not { } name)
        {
            context.Fail("The token names no user.");

            return Task.CompletedTask;
        }

        var scopes = token.Words(settings.ScopeClaim).Intersect(Scopes.All);
        var level = token.Text(settings.ClearanceClaim);
        var clearance = Enum.GetValues<Confidentiality>().FirstOrDefault(c => EnumNames.Write(c) == level); // public by default
        context.Principal = Claims
            .Ticket(Scheme, CallerKind.User, $"user:{name}", scopes, clearance, new DateTimeOffset(signed.ValidTo))
            .Principal;

        return Task.CompletedTask;
    }
}
