using System.Buffers;
using System.Text;

namespace PartnershipTracker.Data.Model;

/// <summary>The reason why a text is refused.</summary>
public enum TextFault
{
    None,

    /// <summary>One half of a surrogate pair.</summary>
    LoneSurrogate,

    /// <summary>A control character, or a code point that Unicode reserves as a noncharacter.</summary>
    ControlCharacter,

    /// <summary>A bidirectional control, which shows the text in another order than it is stored.</summary>
    BidiControl,
}

/// <summary>The normal form of stored and searched texts, in which equal looks mean equal text.</summary>
public static class Text
{
    /// <summary>A pattern that matches nothing, because no stored text contains a refused character.</summary>
    private const string FindsNothing = "\u0001";

    private static readonly SearchValues<char> LineBreaks = SearchValues.Create("\t\n\v\f\r\u0085\u2028\u2029");

    /// <summary>
    /// True if Hangul is composed. Under InvariantGlobalization it silently is not, and one name could be stored in two forms.
    /// </summary>
    public static bool NormalizationWorks => "\u1112\u1161\u11AB".Normalize(NormalizationForm.FormC) == "\uD55C";

    /// <summary>
    /// Returns the text in NFC, trimmed, and with <c>\n</c> for every line break. If it contains a refused character anywhere, the clean
    /// text is empty.
    /// </summary>
    public static bool TryClean(string raw, out string clean, out TextFault fault)
    {
        // First, because normalizing throws on half a surrogate pair
        fault = FaultIn(raw);

        // Each step returns the same instance if there is nothing to do
        clean = fault is not TextFault.None
            ? ""
            : raw.Trim().Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Normalize(NormalizationForm.FormC);
        return fault is TextFault.None;
    }

    /// <summary>Returns texts in the form in which they are stored, to compare them with stored ones.</summary>
    public static string[] Clean(IEnumerable<string> texts) =>
        [.. texts.Select(text => TryClean(text, out var clean, out _) ? clean : FindsNothing)];

    /// <summary>Returns true if the text is invisible: only white space, format characters and Hangul fillers.</summary>
    public static bool IsBlank(string text) => text.EnumerateRunes().All(rune =>
        Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format
        || rune.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0);

    /// <summary>Returns true if the text fits a single-line field: no line break of any script, and no tab.</summary>
    public static bool IsSingleLine(string text) => !text.AsSpan().ContainsAny(LineBreaks);

    /// <summary>Returns the LIKE pattern for texts that contain this one.</summary>
    public static string? Containing(string? part)
    {
        if (string.IsNullOrWhiteSpace(part))
        {
            return null;
        }

        return TryClean(part, out var clean, out _) ? $"%{Escaped(clean)}%" : FindsNothing;
    }

    /// <summary>Escapes the special characters of LIKE.</summary>
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
        // The last two code points of every plane
        var code when (code & 0xFFFE) == 0xFFFE => TextFault.ControlCharacter,
        _ => TextFault.None,
    };
}
