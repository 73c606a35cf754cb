using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace PartnershipTracker.Features.Changes;

/// <summary>A place in the log: the last change that was read.</summary>
/// <param name="Transaction">The transaction that made it; 0 before the first one.</param>
/// <param name="Sequence">Its number.</param>
/// <param name="Mark">Its mark; empty for a change without one.</param>
/// <param name="Log">The mark of the whole log.</param>
/// <param name="Pruned">The number of the last change that was deleted with all before it when the reading began; 0 if none was.</param>
public sealed record ChangePosition(ulong Transaction, long Sequence, Guid Mark, Guid Log, long Pruned);

/// <summary>
/// The cursors of the feed. They are encrypted and of one length, because a position tells of changes that the caller may not see, and they
/// are valid only for a caller who sees the same.
/// </summary>
public sealed class ChangeCursors(IDataProtectionProvider protection)
{
    private const int MarkLength = 16;
    private const int LogAt = 8 + 8 + MarkLength;
    private const int PrunedAt = LogAt + MarkLength;
    private const int SightAt = PrunedAt + 8;
    private const int Length = SightAt + SHA256.HashSizeInBytes;

    private readonly IDataProtector _protector = protection.CreateProtector(nameof(ChangeCursors));

    public string Write(ChangePosition position, Caller caller)
    {
        var content = new byte[Length];
        BinaryPrimitives.WriteUInt64BigEndian(content, position.Transaction);
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(8), position.Sequence);
        position.Mark.TryWriteBytes(content.AsSpan(16));
        position.Log.TryWriteBytes(content.AsSpan(LogAt));
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(PrunedAt), position.Pruned);
        DigestOf(caller).CopyTo(content.AsSpan(SightAt));

        return Base64Url.EncodeToString(_protector.Protect(content));
    }

    /// <summary>Returns the position of a cursor; null if it was made by nobody here, or for a caller who sees something else.</summary>
    public ChangePosition? Read(string cursor, Caller caller)
    {
        try
        {
            var content = _protector.Unprotect(Base64Url.DecodeFromChars(cursor));

            return content.Length == Length && content.AsSpan(SightAt).SequenceEqual(DigestOf(caller))
                ? new(
                    BinaryPrimitives.ReadUInt64BigEndian(content), BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(8)),
                    new(content.AsSpan(16, MarkLength)), new(content.AsSpan(LogAt, MarkLength)),
                    BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(PrunedAt)))
                : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Returns the levels that a caller sees, in a text.</summary>
    internal static string LevelsOf(Caller caller) => caller.SeesEverything ? "all" : string.Join(',', caller.Levels);

    /// <summary>Returns a digest of what a caller sees by: the clearance, and the name that lists of readers may have.</summary>
    private static byte[] DigestOf(Caller caller) => SHA256.HashData(Encoding.UTF8.GetBytes($"{LevelsOf(caller)}\n{caller.Name}"));
}
