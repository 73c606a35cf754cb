using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using PartnershipTracker.Data.Connections;

namespace PartnershipTracker.Web.Replicas;

/// <summary>
/// The values of the header <c>Tracker-Position</c>: a position in the log of the database, encrypted, because it would tell how much
/// others write.
/// </summary>
public sealed class PositionTokens(IDataProtectionProvider protection)
{
    public const int MaxLength = 500;

    private readonly IDataProtector _protector = protection.CreateProtector(nameof(PositionTokens));

    /// <summary>Returns true for a text that may be a token.</summary>
    public static bool IsWellFormed(string token) => token.Length is > 0 and <= MaxLength && Base64Url.IsValid(token);

    public string Write(LogPosition position) =>
        Base64Url.EncodeToString(_protector.Protect(Encoding.ASCII.GetBytes($"{position.Timeline} {position.Offset}")));

    /// <summary>Returns the position in a token; null where it was made with a key that has gone, or by nobody here.</summary>
    public LogPosition? Read(string token)
    {
        try
        {
            var numbers = Encoding.ASCII.GetString(_protector.Unprotect(Base64Url.DecodeFromChars(token))).Split(' ');

            return new(long.Parse(numbers[0], CultureInfo.InvariantCulture), long.Parse(numbers[1], CultureInfo.InvariantCulture));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
