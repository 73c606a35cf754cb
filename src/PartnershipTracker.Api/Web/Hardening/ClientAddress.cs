using System.Net;
using System.Net.Sockets;

namespace PartnershipTracker.Web.Hardening;

/// <summary>The address of a client, as the limits count it.</summary>
public static class ClientAddress
{
    private const int NetworkBytes = 8;

    /// <summary>Returns the address, or the network of an IPv6 address: a client with one address of a network has them all.</summary>
    public static string Of(IPAddress? address) => address switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } wide =>
            $"{new IPAddress([.. wide.GetAddressBytes()[..NetworkBytes], .. new byte[NetworkBytes]])}/64",
        _ => address.ToString(),
    };
}
