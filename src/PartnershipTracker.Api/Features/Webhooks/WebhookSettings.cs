using System.Net;
using PartnershipTracker.Web.Configuration;

namespace PartnershipTracker.Features.Webhooks;

public sealed class WebhookSettings : ISettings
{
    public static string Section => "Webhooks";

    /// <summary>The networks to which notifications are sent although they are not public, in CIDR notation (RFC 4632).</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    public IEnumerable<(string Member, string Fault)> Faults() => Networks.Where(text => !IPNetwork.TryParse(text, out _))
        .Select(text => (nameof(Networks), $"'{text}' is no network; 10.20.0.0/16 and fd00:20::/32 would be."));
}
