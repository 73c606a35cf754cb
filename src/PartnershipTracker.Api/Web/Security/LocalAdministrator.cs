using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Net.Http.Headers;
using PartnershipTracker.Web.Configuration;

namespace PartnershipTracker.Web.Security;

public sealed class AccessSettings : ISettings
{
    public static string Section => "Access";

    /// <summary>True when only this machine reaches the application, by other means; false for no local administrator.</summary>
    public bool? LocalAdministrator { get; init; }
}

/// <summary>
/// The administrator's rights for callers without credentials: in Development, when only this machine can reach the application, or when
/// a setting tells that other means ensure that (a container that publishes on loopback only). The setting can also turn it off.
/// </summary>
public sealed class LocalAdministrator(IHostEnvironment environment, AccessSettings settings, IServer server)
{
    private bool? _isOn;

    /// <summary>True when callers without credentials are the local administrator; known once the application listens.</summary>
    public bool IsOn => _isOn ??= environment.IsDevelopment() && (settings.LocalAdministrator ?? IsBoundToLoopback);

    /// <summary>The line about it in the start message.</summary>
    public string Notice => IsOn
        ? "Requests from this machine without a credential have the local administrator's rights (Development)."
        : "Every request needs a credential: an API key or a token.";

    private bool IsBoundToLoopback =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses is { Count: > 0 } addresses && addresses.All(IsLoopback);

    public static bool IsLoopback(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && IsLoopbackHost(url.Host);

    public static bool IsLoopbackHost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>The headers that a proxy adds (or leaves, where it is trusted): the request comes from another machine.</summary>
    private static readonly string[] Forwarded = ["Forwarded", "X-Forwarded-For", "X-Original-For"];

    /// <summary>
    /// Returns true when a page of another site made a browser send the request (Fetch Metadata), or a name was pointed at this machine
    /// (DNS rebinding).
    /// </summary>
    public static bool IsForeign(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers[HeaderNames.Origin].ToString();

        return !IsLoopbackHost(request.Host.Host)
            || Array.Exists(Forwarded, request.Headers.ContainsKey)
            || site is not ("" or "same-origin" or "none")
            || (origin is not "" && origin != $"{request.Scheme}://{request.Host}");
    }
}
