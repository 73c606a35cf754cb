using System.Buffers.Text;

namespace PartnershipTracker.Web.Security;

/// <summary>
/// The payload of a JSON Web Token, before its signature is checked: enough to refuse a wrong token without asking its issuer. A member
/// that occurs twice may be read in two ways, so such a token is refused (RFC 8725, section 2.4).
/// </summary>
public sealed class JwtPayload
{
    /// <summary>The longest accepted token, longer than those of any issuer; all the headers of a request may have 32 KiB.</summary>
    private const int MaxLength = 16 * 1024;

    /// <summary>The longest principal, less its prefix <c>user:</c>.</summary>
    private const int MaxName = 195;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private readonly JsonElement _payload;

    private JwtPayload(JsonElement payload) => _payload = payload;

    public static JwtPayload? Read(string? text)
    {
        if (text is null || text.Length > MaxLength || text.Split('.') is not [var header, var payload, _])
        {
            return null;
        }

        // No critical header member is understood here, so such a token is refused (RFC 7515, section 4.1.11)
        return Open(header) is { } members && !members.TryGetProperty("crit", out _) && Open(payload) is { } claims ? new(claims) : null;
    }

    /// <summary>Returns a claim that is one text.</summary>
    public string? Text(string claim) =>
        _payload.TryGetProperty(claim, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    /// <summary>Returns a claim that is a list of words: separated by spaces in one text, or an array of texts.</summary>
    public IEnumerable<string> Words(string claim) => !_payload.TryGetProperty(claim, out var value) ? [] : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Split(' '),
        JsonValueKind.Array => value.EnumerateArray()
            .Where(v => v.ValueKind is JsonValueKind.String)
            .SelectMany(v => v.GetString()!.Split(' ')),
        _ => [],
    };

    /// <summary>Returns the user's name for logs; null when a log could not show it unchanged.</summary>
    public string? Name(string claim) =>
        Text(claim) is { } name && Data.Model.Text.TryClean(name, out var clean, out _) && clean == name && !Data.Model.Text.IsBlank(name)
        && Data.Model.Text.IsSingleLine(name) && name.EnumerateRunes().Count() <= MaxName
            ? name : null;

    private static JsonElement? Open(string part)
    {
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(part), Strict);

            return json.RootElement.ValueKind is JsonValueKind.Object && AreTexts(json.RootElement) ? json.RootElement.Clone() : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Returns true when all texts can be read: JSON can escape half a character.</summary>
    private static bool AreTexts(JsonElement value)
    {
        try
        {
            foreach (var member in value.EnumerateObject().Where(m => m.Value.ValueKind is JsonValueKind.String))
            {
                member.Value.GetString();
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
