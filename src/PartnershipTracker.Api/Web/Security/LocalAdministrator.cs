using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Net.Http.Headers;

namespace PartnershipTracker.Web.Security;

/// <summary>
/// Whether who sends no credentials is whoever sits at the machine: in Development, when only this machine can reach the application, or
/// when a switch says that something outside sees to that (a container that publishes on loopback only). The switch can also say no.
/// </summary>
public sealed class LocalAdministrator(IHostEnvironment environment, IConfiguration configuration, IServer server)
{
    public const string Switch = "Access:LocalAdministrator";

    private bool? _isOn;

    /// <summary>Known once the application listens.</summary>
    public bool IsOn => _isOn ??= environment.IsDevelopment() && (configuration.GetValue<bool?>(Switch) ?? IsBoundToLoopback);

    /// <summary>What the start says of it.</summary>
    public string Notice => IsOn
        ? "Whoever asks this machine without a credential is the local administrator (Development)."
        : "Every request needs a credential: an API key or a token.";

    private bool IsBoundToLoopback =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses is { Count: > 0 } addresses && addresses.All(IsLoopback);

    public static bool IsLoopback(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && IsLoopbackHost(url.Host);

    public static bool IsLoopbackHost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>What a proxy adds (and, where it is trusted, what becomes of it): somebody asks from further away.</summary>
    private static readonly string[] Forwarded = ["Forwarded", "X-Forwarded-For", "X-Original-For"];

    /// <summary>
    /// Whether a page of another site made a browser send it (Fetch Metadata), or a name that was bent to this machine (DNS rebinding).
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
