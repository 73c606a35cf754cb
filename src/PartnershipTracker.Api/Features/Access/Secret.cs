using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace PartnershipTracker.Features.Access;

/// <summary>
/// The secret of an API key (<c>pt_live_…</c>) or of a feed link (<c>pt_feed_…</c>): 256 random bits in 43 letters of base 62, followed by
/// their CRC-32C (RFC 3720) in 6 letters. Scanners for leaked secrets recognise the prefix and the checksum, and a mistyped secret is
/// refused without a query to the database.
/// </summary>
public static class Secret
{
    public const string OfKey = "pt_live_";
    public const string OfFeed = "pt_feed_";
    public const int Length = 8 + BodyLength + ChecksumLength;

    private const int BodyLength = 43;
    private const int ChecksumLength = 6;
    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static string Create(string prefix = OfKey)
    {
        var body = prefix + Base62(new BigInteger(RandomNumberGenerator.GetBytes(32), isUnsigned: true), BodyLength);

        return body + Checksum(body);
    }

    /// <summary>Returns true for a text that has the form of a secret, with the right checksum.</summary>
    public static bool IsWellFormed(string? text, string prefix = OfKey) =>
        text?.Length == Length
        && text.StartsWith(prefix, StringComparison.Ordinal)
        && text[^ChecksumLength..] == Checksum(text[..^ChecksumLength]);

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static string Checksum(string body) =>
        Base62(~Encoding.UTF8.GetBytes(body).Aggregate(uint.MaxValue, BitOperations.Crc32C), ChecksumLength);

    private static string Base62(BigInteger number, int length)
    {
        var letters = new char[length];

        for (var i = length - 1; i >= 0; i--)
        {
            letters[i] = Letters[(int)(number % 62)];
            number /= 62;
        }

        return new(letters);
    }
}
