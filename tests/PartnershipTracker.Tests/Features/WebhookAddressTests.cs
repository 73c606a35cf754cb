using System.Net;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Features.Webhooks;

namespace PartnershipTracker.Tests.Features;

/// <summary>The addresses to which notifications of webhooks are sent.</summary>
public sealed class WebhookAddressTests(WebhookApp app) : IClassFixture<WebhookApp>
{
    [Theory]
    [InlineData("http://10.1.2.3/changes", "private_address")]
    [InlineData("https://169.254.169.254/latest/meta-data", "private_address")]
    [InlineData("http://[::1]/changes", "private_address")]
    [InlineData("http://93.184.216.34/changes", "not_encrypted")]
    [InlineData("https://receiver.invalid/changes", "unreachable")]
    public async Task A_receiver_where_none_may_be_is_not_connected_to(string url, string outcome)
    {
        var (id, _, _) = await app.Webhook(url);

        var test = (await app.Post($"webhooks/{id}/test", null)).Is(HttpStatusCode.OK).Body;

        Assert.Equal((outcome, null), ($"{test["outcome"]}", (int?)test["status"]));
    }

    [Theory]
    [InlineData("127.0.0.1", "private_address")]
    [InlineData("0.0.0.0", "private_address")]
    [InlineData("10.20.0.1", null)] // allowed
    [InlineData("10.21.0.1", "private_address")]
    [InlineData("172.31.255.255", "private_address")]
    [InlineData("172.32.0.0", null)]
    [InlineData("192.168.0.1", "private_address")]
    [InlineData("100.64.0.1", "private_address")]
    [InlineData("169.254.169.254", "private_address")]
    [InlineData("224.0.0.1", "private_address")]
    [InlineData("255.255.255.255", "private_address")]
    [InlineData("8.8.8.8", null)]
    [InlineData("::ffff:127.0.0.1", "private_address")]
    [InlineData("::ffff:8.8.8.8", null)]
    [InlineData("::1", "private_address")]
    [InlineData("fe80::1", "private_address")]
    [InlineData("fd00:20::1", null)] // allowed
    [InlineData("fd00:21::1", "private_address")]
    [InlineData("64:ff9b::7f00:1", "private_address")]
    [InlineData("2002:7f00:1::", "private_address")]
    [InlineData("2001:db8::1", "private_address")]
    [InlineData("2606:4700::1111", null)]
    public void Only_public_addresses_and_allowed_networks_are_permitted(string address, string? refusal)
    {
        var networks = new ReceiverNetworks(new() { Networks = ["10.20.0.0/16", "fd00:20::/32"] });

        var outcome = networks.Refusal(IPAddress.Parse(address), isEncrypted: true);

        Assert.Equal(refusal, outcome is { } given ? EnumNames.Write(given) : null);
    }
}
