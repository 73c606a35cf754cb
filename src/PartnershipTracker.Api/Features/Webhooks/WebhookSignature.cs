using System.Security.Cryptography;
using System.Text;

namespace PartnershipTracker.Features.Webhooks;

/// <summary>The secrets and signatures of the Standard Webhooks specification 1.0.0 (symmetric, HMAC-SHA256).</summary>
public static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>The length of a secret, in characters: the prefix, and 32 bytes in Base64.</summary>
    public const int SecretLength = 6 + 44;

    private const string Prefix = "whsec_";

    public static string CreateSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>Returns the value of the header with a signature for each secret.</summary>
    /// <param name="secrets">The secrets.</param>
    /// <param name="id">The id of the message.</param>
    /// <param name="timestamp">The instant of the attempt, in seconds since 1970.</param>
    /// <param name="body">The body.</param>
    public static string Sign(IEnumerable<string> secrets, string id, long timestamp, string body)
    {
        var content = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}"));

        return string.Join(' ', secrets.Select(secret =>
            "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), content))));
    }
}
