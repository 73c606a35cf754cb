using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace PartnershipTracker.Web.Security;

/// <summary>
/// The issuer's keys from its discovery document: fetched for the first token, again every hour, and when a token names an unknown key,
/// because the issuer may have changed them. A key that the issuer has withdrawn is not accepted any more.
/// </summary>
public sealed class TokenIssuer : IDisposable
{
    /// <summary>The longest wait of a token for the issuer.</summary>
    private static readonly TimeSpan KeyTimeout = TimeSpan.FromSeconds(3);

    /// <summary>The time after a failure in which tokens are refused without waiting for the issuer.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http = new() { Timeout = KeyTimeout, MaxResponseContentBufferSize = 1024 * 1024 };
    private readonly TimeProvider _clock;
    private DateTimeOffset _unavailableUntil;

    public TokenIssuer(JwtSettings settings, TimeProvider clock)
    {
        _clock = clock;
        Keys = new(
            $"{settings.Issuer?.TrimEnd('/')}/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(_http) { RequireHttps = !LocalAdministrator.IsLoopback(settings.Issuer ?? "") })
        {
            AutomaticRefreshInterval = TimeSpan.FromHours(1),
            RefreshInterval = TimeSpan.FromSeconds(10), // unknown keys cannot make us ask more often than this
            UseLastKnownGoodConfiguration = false,
        };
    }

    public ConfigurationManager<OpenIdConnectConfiguration> Keys { get; }

    /// <summary>Waits for the issuer's keys, without which a token can be neither accepted nor refused.</summary>
    public async Task WaitForKeys(CancellationToken cancellation)
    {
        if (_clock.GetUtcNow() < _unavailableUntil)
        {
            throw new ProblemException("issuer_unavailable");
        }

        try
        {
            await Keys.GetConfigurationAsync(cancellation).WaitAsync(KeyTimeout, cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            _unavailableUntil = _clock.GetUtcNow() + Pause;

            throw new ProblemException("issuer_unavailable");
        }
    }

    public void Dispose() => _http.Dispose();
}
