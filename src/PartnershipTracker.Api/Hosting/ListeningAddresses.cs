using System.Net;
using System.Net.Sockets;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Hosting;

/// <summary>The addresses to listen on.</summary>
internal static class ListeningAddresses
{
    /// <summary>Refuses to start, before anything is created, if another program listens on one of the addresses.</summary>
    public static void RequireFreeAddresses(this WebApplicationBuilder builder)
    {
        foreach (var url in Urls(builder.Configuration))
        {
            if (BindingAddress.Parse(url) is { IsUnixPipe: false, IsNamedPipe: false, Port: > 0 } address && !IsFree(address))
            {
                throw new StartupException(
                    $"{url}: another program listens there. End it, or set ASPNETCORE_URLS to serve at another address.");
            }
        }
    }

    /// <summary>Returns the addresses that are set, with the precedence of Kestrel.</summary>
    private static IEnumerable<string> Urls(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>();
        string?[] ports = [configuration[WebHostDefaults.HttpPortsKey], configuration[WebHostDefaults.HttpsPortsKey]];

        return endpoints.Any() ? endpoints
            : configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls ? Split(urls)
            : ports.OfType<string>().SelectMany(Split).Select(port => $"http://*:{port}");
    }

    private static string[] Split(string list) =>
        list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsFree(BindingAddress address) =>
        (address.Host is "localhost" ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
            : IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) ? [ip]
            : (IPAddress[])[IPAddress.Any, IPAddress.IPv6Any])
        .All(ip => IsFree(new IPEndPoint(ip, address.Port)));

    /// <summary>Tries to listen. Other failures, such as a missing right, are for Kestrel to tell.</summary>
    private static bool IsFree(IPEndPoint place)
    {
        try
        {
            using var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(place);
            socket.Listen();

            return true;
        }
        catch (SocketException problem)
        {
            return problem.SocketErrorCode is not SocketError.AddressAlreadyInUse;
        }
    }
}
