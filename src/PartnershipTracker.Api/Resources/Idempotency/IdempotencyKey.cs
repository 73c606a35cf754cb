using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PartnershipTracker.Resources.Idempotency;

/// <summary>
/// The name that a client gives to a POST, so that the POST is executed once, even when it is sent again. It also encrypts the recorded
/// answer, and is not stored itself: the database has a hash of it.
/// </summary>
public sealed class IdempotencyKey
{
    public const int MaxLength = 200;
    public const string Pattern = "^[ -~]{1,200}$";

    private const string Example = "5b1c0d52-6f3f-4e0e-9a57-2f7d8b7d9f11";

    /// <summary>The least length of a key that encrypts a secret: that of a UUID is enough.</summary>
    public const int MinLengthForSecrets = 20;

    private const int Nonce = 12;
    private const int Tag = 16;

    private readonly byte[] _key;

    private IdempotencyKey(string key, byte[] bodyHash) =>
        (_key, Hash, BodyHash) = (Encoding.ASCII.GetBytes(key), SHA256.HashData(Encoding.ASCII.GetBytes(key)), bodyHash);

    public byte[] Hash { get; }

    /// <summary>The SHA-256 of the body, byte for byte.</summary>
    public byte[] BodyHash { get; }

    public bool IsStrong => _key.Length >= MinLengthForSecrets;

    /// <summary>Reads the key, and the body before anything else does. The header is ignored on other methods than POST.</summary>
    public static async Task ReadKey(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;

        if (HttpMethods.IsPost(request.Method) && request.Headers.TryGetValue(ApiHeaders.IdempotencyKey, out var values))
        {
            var key = values is [{ Length: > 0 and <= MaxLength } one] && one.All(letter => letter is >= ' ' and <= '~')
                ? one
                : throw new ProblemException("invalid_request", Fault.Of(ApiHeaders.IdempotencyKey, "pattern", Pattern, Example));
            context.Features.Set(new IdempotencyKey(key, await HashOf(context)));
        }

        await next(context);
    }

    private static async Task<byte[]> HashOf(HttpContext context)
    {
        if (context.Features.Get<BufferedUpload>() is { } upload)
        {
            return await upload.Hash(context.RequestAborted);
        }

        var body = new MemoryStream(); // no longer than the server allows
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        body.Position = 0;
        context.Request.Body = body;

        return SHA256.HashData(body.GetBuffer().AsSpan(0, (int)body.Length));
    }

    /// <summary>Returns the number of the database lock for a request of this caller with this key and path.</summary>
    public long Claim(string caller, string path) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData([.. Scope(caller, path), .. Hash]));

    public byte[] Encrypt(byte[] plain, string caller, string path)
    {
        var kept = new byte[Nonce + Tag + plain.Length];
        var (nonce, tag, text) = Parts(kept);
        RandomNumberGenerator.Fill(nonce.Span);
        using var cipher = Cipher(caller, path);
        cipher.Encrypt(nonce.Span, plain, text.Span, tag.Span);

        return kept;
    }

    public byte[] Decrypt(byte[] kept, string caller, string path)
    {
        var (nonce, tag, text) = Parts(kept);
        var plain = new byte[text.Length];
        using var cipher = Cipher(caller, path);
        cipher.Decrypt(nonce.Span, text.Span, tag.Span, plain);

        return plain;
    }

    private AesGcm Cipher(string caller, string path) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, 32, salt: null, info: Scope(caller, path)), Tag);

    private static byte[] Scope(string caller, string path) => Encoding.UTF8.GetBytes($"{caller}\n{path}\n");

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Text) Parts(byte[] kept) =>
        (kept.AsMemory(0, Nonce), kept.AsMemory(Nonce, Tag), kept.AsMemory(Nonce + Tag));
}
