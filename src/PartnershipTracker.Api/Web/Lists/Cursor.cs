using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Web.Lists;

/// <summary>
/// The keys of the last row shown, with a digest over them and what was asked. It is no secret and grants nothing (what a caller may
/// see is in the query), so the digest is there to tell an altered or misplaced cursor, and needs no key that replicas would share.
/// </summary>
public static class Cursor
{
    private const int DigestLength = 12;

    public static string Write(IReadOnlyList<object?> keys, string scope)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(keys);

        return WebEncoders.Base64UrlEncode([.. Digest(body, scope), .. body]);
    }

    public static object?[] Read(string text, string scope, IReadOnlyList<Type> types)
    {
        try
        {
            var bytes = WebEncoders.Base64UrlDecode(text);

            // Base64 leaves spare bits in its last letter: only the one spelling that was given out counts.
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
            // falls through to the one refusal
        }

        throw new ProblemException("invalid_request", Fault.Of("cursor", "invalid_cursor"));
    }

    /// <summary>
    /// A key that the database can compare with. Whoever computes the digest writes what they like, so nothing is taken on trust.
    /// </summary>
    private static object Key(JsonElement key, Type type) => key.Deserialize(type) switch
    {
        string text when !Data.Model.Text.TryClean(text, out _, out _) => throw new JsonException("A text that nothing has."),
        DateTimeOffset instant => instant.ToUniversalTime(),
        null => throw new JsonException("No key is null."),
        var value => value,
    };

    private static byte[] Digest(ReadOnlySpan<byte> body, string scope) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(scope), 0, .. body])[..DigestLength];
}
