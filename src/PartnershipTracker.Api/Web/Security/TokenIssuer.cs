using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Web.Security;

/// <summary>
/// The issuer's keys, as its discovery document names them: asked for when the first token comes, again every hour, and when a token
/// names a key that is not known, for the issuer may have changed them. A key that it has withdrawn is not taken any more.
/// </summary>
public sealed class TokenIssuer : IDisposable
{
    /// <summary>How long a token may wait for the issuer.</summary>
    private static readonly TimeSpan KeyTimeout = TimeSpan.FromSeconds(3);

    /// <summary>After it did not answer, how long nobody waits for it again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http = new() { Timeout = KeyTimeout, MaxResponseContentBufferSize = 1024 * 1024 };
    private readonly TimeProvider _clock;
    private DateTimeOffset _awayUntil;

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

    /// <summary>Without its keys nothing can be said of a token, neither good nor bad.</summary>
    public async Task Reach(CancellationToken cancellation)
    {
        if (_clock.GetUtcNow() < _awayUntil)
        {
            throw new ProblemException("issuer_unavailable");
        }

        try
        {
            await Keys.GetConfigurationAsync(cancellation).WaitAsync(KeyTimeout, cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            _awayUntil = _clock.GetUtcNow() + Pause;

            throw new ProblemException("issuer_unavailable");
        }
    }

    public void Dispose() => _http.Dispose();
}
