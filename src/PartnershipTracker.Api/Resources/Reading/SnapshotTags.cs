using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace PartnershipTracker.Resources.Reading;

/// <summary>
/// The second part of a weak ETag, after a full stop: the snapshot that the answer has seen, and a digest of everything else that it
/// depends on. It is encrypted, and new in each answer, because a snapshot would tell of changes that the caller may not see.
/// </summary>
public sealed class SnapshotTags(IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>The contents have the length of a multiple of this, since a snapshot is longer while others write.</summary>
    private const int Block = 128;

    private const int MaxLength = 8 * Block;

    private static readonly string Build = typeof(SnapshotTags).Module.ModuleVersionId.ToString("n");

    private readonly IDataProtector _protector = protection.CreateProtector(nameof(SnapshotTags));

    /// <summary>Returns the tag with the snapshot; without it if it would be too long, or if there is no key to encrypt it.</summary>
    public string Extend(string tag, string snapshot, HttpContext http)
    {
        var content = $"{Dependencies(http)} {snapshot}";
        var length = (content.Length + Block - 1) / Block * Block;

        try
        {
            return length > MaxLength
                ? tag
                : $"{tag[..^1]}.{Base64Url.EncodeToString(_protector.Protect(Encoding.ASCII.GetBytes(content.PadRight(length))))}\"";
        }
        catch (CryptographicException)
        {
            return tag;
        }
    }

    /// <summary>Returns the snapshot in a tag; null if there is none, or if the tag is of another answer, caller, day or release.</summary>
    public string? Read(string tag, HttpContext http)
    {
        var dot = tag.IndexOf('.', StringComparison.Ordinal);

        if (dot < 0 || !Base64Url.IsValid(tag.AsSpan(dot + 1).TrimEnd('"')))
        {
            return null;
        }

        try
        {
            var encrypted = Base64Url.DecodeFromChars(tag.AsSpan(dot + 1).TrimEnd('"'));
            var content = Encoding.ASCII.GetString(_protector.Unprotect(encrypted)).Trim();
            var dependencies = Dependencies(http);

            return content.StartsWith(dependencies, StringComparison.Ordinal) ? content[(dependencies.Length + 1)..] : null;
        }
        catch (CryptographicException)
        {
            return null; // made by nobody here, or with a key that has gone
        }
    }

    /// <summary>
    /// Returns a digest of what an answer depends on besides the register and the name of the caller, which may be in lists of readers.
    /// </summary>
    public string Question(HttpContext http)
    {
        var (caller, request) = (http.RequestServices.GetRequiredService<Caller>(), http.Request);
        string[] all =
        [
            Build, Day.Print(clock.Today()), caller.SeesEverything ? "all" : string.Join(',', caller.Levels), $"{request.Headers.Accept}",
            $"{request.Headers.AcceptLanguage}", $"{request.PathBase}{request.Path}{request.QueryString}",
        ];

        return Digest(all);
    }

    private string Dependencies(HttpContext http)
    {
        var caller = http.RequestServices.GetRequiredService<Caller>();

        return Digest(Question(http), $"{caller.Kind} {caller.Name}");
    }

    private static string Digest(params string[] parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
}
