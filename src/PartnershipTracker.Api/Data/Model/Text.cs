using System.Buffers;
using System.Globalization;
using System.Text;

namespace PartnershipTracker.Data.Model;

/// <summary>Why a text is not stored.</summary>
public enum TextFault
{
    None,

    /// <summary>Half a character, which is none.</summary>
    LoneSurrogate,

    /// <summary>A control character, or a code point that Unicode has set aside as no character.</summary>
    ControlCharacter,

    /// <summary>It would make a reader see the text in another order than it is stored.</summary>
    BidiControl,
}

/// <summary>The form in which every text is stored and searched for, so that what looks the same is the same.</summary>
public static class Text
{
    /// <summary>Whatever holds a refused character is stored nowhere: as a pattern, this finds nothing.</summary>
    private const string FindsNothing = "\u0001";

    private static readonly SearchValues<char> NotOfOneLine = SearchValues.Create("\t\n\v\f\r\u0085\u2028\u2029");

    /// <summary>
    /// Whether Hangul really composes. Under InvariantGlobalization it silently does not, and one name would be stored as two.
    /// </summary>
    public static bool NormalizationWorks => "\u1112\u1161\u11AB".Normalize(NormalizationForm.FormC) == "\uD55C";

    /// <summary>
    /// The text without white space around it, in NFC and with <c>\n</c> for every line break. A refused character is refused wherever
    /// it stands; the clean text is then empty.
    /// </summary>
    public static bool TryClean(string raw, out string clean, out TextFault fault)
    {
        // First, because normalising throws on half a character
        fault = FaultIn(raw);

        // Each step hands back the text it was given when there is nothing to do
        clean = fault is not TextFault.None
            ? ""
            : raw.Trim().Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Normalize(NormalizationForm.FormC);
        return fault is TextFault.None;
    }

    /// <summary>Whether nothing of it can be seen: white space, format characters and Hangul fillers at most.</summary>
    public static bool IsBlank(string text) => text.EnumerateRunes().All(rune =>
        Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format
        || rune.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0);

    /// <summary>Whether a field of one line may hold it: no line break of any script, and no tab.</summary>
    public static bool IsSingleLine(string text) => !text.AsSpan().ContainsAny(NotOfOneLine);

    /// <summary>The LIKE pattern for texts that contain this one, whatever it contains itself.</summary>
    public static string? Containing(string? part)
    {
        if (string.IsNullOrWhiteSpace(part))
        {
            return null;
        }

        return TryClean(part, out var clean, out _) ? $"%{Escaped(clean)}%" : FindsNothing;
    }

    /// <summary>The LIKE pattern for nothing but this text.</summary>
    public static string Escaped(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal);

    private static TextFault FaultIn(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) is not OperationStatus.Done)
            {
                return TextFault.LoneSurrogate;
            }

            var fault = FaultOf(rune);
            if (fault is not TextFault.None)
            {
                return fault;
            }

            text = text[length..];
        }

        return TextFault.None;
    }

    private static TextFault FaultOf(Rune rune) => rune.Value switch
    {
        '\n' or '\r' or '\t' => TextFault.None,
        < 0x20 or (>= 0x7F and <= 0x9F) => TextFault.ControlCharacter,
        (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => TextFault.BidiControl,
        >= 0xFDD0 and <= 0xFDEF => TextFault.ControlCharacter,
        // The last two of every plane
        var code when (code & 0xFFFE) == 0xFFFE => TextFault.ControlCharacter,
        _ => TextFault.None,
    };
}
