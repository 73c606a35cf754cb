using System.Net;
using System.Net.Sockets;

namespace PartnershipTracker.Features.Webhooks;

/// <summary>The refusal to connect to the address of a receiver.</summary>
public sealed class RefusedReceiverException(DeliveryOutcome outcome) : Exception
{
    public DeliveryOutcome Outcome => outcome;
}

/// <summary>
/// The networks in which receivers may be: public ones over TLS, and those of the settings. The address is checked that is connected to,
/// because a name can have another address at each look-up.
/// </summary>
public sealed class ReceiverNetworks(WebhookSettings settings)
{
    /// <summary>The networks without public receivers (IANA's registries of special-purpose addresses, RFC 6890).</summary>
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <summary>The only network that public addresses of version 6 have been given out of.</summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private readonly IPNetwork[] _allowed = [.. settings.Networks.Select(network => IPNetwork.Parse(network))];

    /// <summary>Connects to the first address of the receiver that is permitted and accepts.</summary>
    public async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var isEncrypted = context.InitialRequestMessage.RequestUri!.Scheme == Uri.UriSchemeHttps;
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        var permitted = Array.FindAll(addresses, address => Refusal(address, isEncrypted) is null);

        if (addresses.Length > 0 && permitted.Length == 0)
        {
            throw new RefusedReceiverException(Refusal(addresses[0], isEncrypted)!.Value);
        }

        Socket? socket = null;

        try
        {
            socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(permitted, context.DnsEndPoint.Port, cancellation);
            var stream = new NetworkStream(socket, ownsSocket: true);
            socket = null;

            return stream;
        }
        finally
        {
            socket?.Dispose();
        }
    }

    /// <summary>Returns the reason for which nothing is sent to an address; null if it is permitted.</summary>
    public DeliveryOutcome? Refusal(IPAddress given, bool isEncrypted)
    {
        var address = given.IsIPv4MappedToIPv6 ? given.MapToIPv4() : given;

        return Array.Exists(_allowed, network => network.Contains(address)) ? null
            : !IsPublic(address) ? DeliveryOutcome.PrivateAddress
            : isEncrypted ? null : DeliveryOutcome.NotEncrypted;
    }

    private static bool IsPublic(IPAddress address) =>
        (address.AddressFamily is AddressFamily.InterNetwork || GlobalUnicast.Contains(address))
        && !Array.Exists(Special, network => network.Contains(address));
}
