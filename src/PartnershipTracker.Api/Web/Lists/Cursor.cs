using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace PartnershipTracker.Web.Lists;

/// <summary>
/// The keys of the last row of a page, with a digest over them and the request. A cursor is not secret and grants nothing, because the
/// database query applies the caller's visibility. The digest only detects an altered or misplaced cursor, so replicas need no shared key.
/// </summary>
public static class Cursor
{
    /// <summary>The pattern of Base64 in its alphabet for URLs (RFC 4648, section 5).</summary>
    public const string Pattern = "^[A-Za-z0-9_-]+$";

    /// <summary>The largest length of a cursor of the feed of changes.</summary>
    public const int MaxOfFeed = 600;

    private const int DigestLength = 12;

    public static string Write(IReadOnlyList<object?> keys, string scope)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(keys);

        return WebEncoders.Base64UrlEncode([.. Digest(body, scope), .. body]);
    }

    public static bool IsBase64Url(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    public static object?[] Read(string text, string scope, IReadOnlyList<Type> types)
    {
        try
        {
            var bytes = WebEncoders.Base64UrlDecode(text);

            // Base64 leaves spare bits in its last letter, so only the spelling that the API issued is accepted.
            if (bytes.Length > DigestLength
                && bytes.AsSpan(0, DigestLength).SequenceEqual(Digest(bytes.AsSpan(DigestLength), scope))
                && WebEncoders.Base64UrlEncode(bytes) == text)
            {
                var keys = JsonSerializer.Deserialize<JsonElement[]>(bytes.AsSpan(DigestLength)) ?? [];

                if (keys.Length == types.Count)
                {
                    return [.. keys.Zip(types, Key)];
                }
            }
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // the refusal below covers this case too
        }

        throw new ProblemException("invalid_request", Fault.Of("cursor", "invalid_cursor"));
    }

    /// <summary>
    /// Reads a key that the database can compare with. A client can compute the digest of any content, so each key is checked.
    /// </summary>
    private static object Key(JsonElement key, Type type) => key.Deserialize(type) switch
    {
        string text when !Data.Model.Text.TryClean(text, out _, out _) => throw new JsonException("No stored text contains this."),
        DateTimeOffset instant => instant.ToUniversalTime(),
        null => throw new JsonException("A key must not be null."),
        var value => value,
    };

    private static byte[] Digest(ReadOnlySpan<byte> body, string scope) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(scope), 0, .. body])[..DigestLength];
}
