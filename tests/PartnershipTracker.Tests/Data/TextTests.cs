using System.Text;
using CsCheck;
using PartnershipTracker.Data.Model;

namespace PartnershipTracker.Tests.Data;

public sealed class TextTests
{
    private const int Iterations = 1_000;

    /// <summary>Texts with composed, decomposed, wide, white-space, broken and forbidden characters.</summary>
    private static readonly Gen<string> AnyText = Gen.OneOf<string>(
        Gen.String,
        Gen.OneOf<string>(
            Gen.OneOf(" ", "\t", "\n", "\r", "\r\n", "\u00A0", "\u3000", "\u2000", "\u0085", "\u200B", "\u200E", "\u202E", "\u2066"),
            Gen.OneOf("한", "\u1112\u1161\u11AB", "ㅎ", "e\u0301", "é", "\u0301", "Å", "\u212B", "ﬁ", "😀", "👩‍💻", "\uD83D", "\uDE00"),
            Gen.Select(Gen.Int[0x0, 0x10], Gen.Int[0xFFFC, 0xFFFF]).Select((plane, low) => char.ConvertFromUtf32((plane << 16) + low)),
            Gen.Char[' ', '\u00FF'].Select(c => c.ToString()),
            Gen.Char[char.MinValue, char.MaxValue].Select(c => c.ToString())).Array[0, 6].Select(string.Concat));

    private static readonly Gen<string> AcceptedText = AnyText.Where(text => !HoldsRefused(text) && IsWhole(text));

    [Theory]
    [InlineData("  최태원 ", "최태원")]
    [InlineData("\u3000\u00A0\u2003SK\u2029", "SK")]
    [InlineData("\u1112\u1161\u11AB", "한")]
    [InlineData("e\u0301", "é")]
    [InlineData("\u212B", "Å")]
    [InlineData("ﬁ", "ﬁ")]
    [InlineData("one\r\ntwo\rthree\n\r\nfour\tfive", "one\ntwo\nthree\n\nfour\tfive")]
    [InlineData("a\u200Eb\u200Fc\u061Cd", "a\u200Eb\u200Fc\u061Cd")]
    [InlineData("👩‍💻", "👩‍💻")]
    [InlineData(" \r\n\t ", "")]
    [InlineData("", "")]
    public void A_text_is_stored_in_one_form(string raw, string expected)
    {
        Assert.True(Text.TryClean(raw, out var clean, out var fault));
        Assert.Equal((expected, TextFault.None), (clean, fault));
    }

    public static TheoryData<string, TextFault> RefusedTexts => new()
    {
        { "a\uD83D", TextFault.LoneSurrogate },
        { "\uDE00a", TextFault.LoneSurrogate },
        { "\uDE00\uD83D", TextFault.LoneSurrogate },
        { "a\0b", TextFault.ControlCharacter },
        { "a\u001Bb", TextFault.ControlCharacter },
        { "a\u007Fb", TextFault.ControlCharacter },
        { "a\u009Fb", TextFault.ControlCharacter },
        { "\u0085a", TextFault.ControlCharacter },
        { "a\v", TextFault.ControlCharacter },
        { "\uFFFE", TextFault.ControlCharacter },
        { "\uFFFF", TextFault.ControlCharacter },
        { "\uFDD0", TextFault.ControlCharacter },
        { "\U0010FFFF", TextFault.ControlCharacter },
        { "a\u202Eb", TextFault.BidiControl },
        { "a\u202Ab", TextFault.BidiControl },
        { "a\u2066b", TextFault.BidiControl },
        { "a\u2069b", TextFault.BidiControl },
        { "a\u202Eb\uD83D", TextFault.BidiControl },
    };

    [Theory]
    [MemberData(nameof(RefusedTexts), DisableDiscoveryEnumeration = true)]
    public void A_deceptive_or_broken_character_is_refused_at_any_position(string raw, TextFault expected)
    {
        Assert.False(Text.TryClean(raw, out var clean, out var fault));
        Assert.Equal(("", expected), (clean, fault));
    }

    [Fact]
    public void A_clean_text_is_returned_without_a_copy()
    {
        var ascii = new string("SK hynix, HBM3E\nand more".AsSpan());

        Assert.True(Text.TryClean(ascii, out var clean, out _));
        Assert.Same(ascii, clean);
    }

    [Fact]
    public void A_text_is_refused_only_if_it_contains_a_refused_character() => AnyText.Sample(raw =>
        Assert.Equal(!HoldsRefused(raw) && IsWhole(raw), Text.TryClean(raw, out _, out _)), iter: 5 * Iterations);

    [Fact]
    public void Cleaning_a_clean_text_changes_nothing() => AcceptedText.Sample(raw =>
    {
        var clean = Clean(raw);
        Assert.Equal(clean, Clean(clean));
        Assert.False(HoldsRefused(clean));
        Assert.DoesNotContain('\r', clean);
        Assert.Equal(clean.Trim(), clean);
        Assert.True(clean.IsNormalized(NormalizationForm.FormC));
    }, iter: Iterations);

    [Fact]
    public void Composed_and_decomposed_texts_are_stored_alike() => AcceptedText.Sample(raw =>
    {
        Assert.Equal(Clean(raw.Normalize(NormalizationForm.FormC)), Clean(raw.Normalize(NormalizationForm.FormD)));
        Assert.Equal(Clean(raw), Clean(raw.Normalize(NormalizationForm.FormD)));
    }, iter: Iterations);

    [Fact]
    public void Hangul_composes_on_this_machine() => Assert.True(Text.NormalizationWorks);

    [Theory]
    [InlineData("SK하이닉스, 2024", true)]
    [InlineData("", true)]
    [InlineData("a\nb", false)]
    [InlineData("a\rb", false)]
    [InlineData("a\u2028b", false)]
    [InlineData("a\u2029b", false)]
    [InlineData("a\u0085b", false)]
    [InlineData("a\tb", false)]
    public void A_single_line_text_has_no_line_breaks_or_tabs(string text, bool isSingleLine) =>
        Assert.Equal(isSingleLine, Text.IsSingleLine(text));

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData(" \u3000", null)]
    [InlineData(" hynix ", "%hynix%")]
    [InlineData("100%_\\", @"%100\%\_\\%")]
    [InlineData("\u1112\u1161\u11AB", "%한%")]
    public void A_search_pattern_escapes_wildcards(string? part, string? pattern) => Assert.Equal(pattern, Text.Containing(part));

    [Theory]
    [MemberData(nameof(RefusedTexts), DisableDiscoveryEnumeration = true)]
    public void A_search_for_a_text_that_cannot_be_stored_matches_nothing(string part, TextFault fault)
    {
        var pattern = Text.Containing(part)!;

        Assert.DoesNotContain('%', pattern);
        Assert.False(Text.TryClean(pattern, out _, out _), $"{fault} finds a text that could be stored");
    }

    private static string Clean(string raw)
    {
        Assert.True(Text.TryClean(raw, out var clean, out var fault), fault.ToString());
        return clean;
    }

    /// <summary>Returns true if UTF-8 can encode the text, which fails for a lone surrogate.</summary>
    private static bool IsWhole(string text)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text) >= 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static bool HoldsRefused(string text) => text.EnumerateRunes().Any(rune =>
        (Rune.IsControl(rune) && !"\t\n\r".Contains(rune.ToString(), StringComparison.Ordinal))
        || "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069".Contains(rune.ToString(), StringComparison.Ordinal)
        || rune.Value % 0x10000 is 0xFFFE or 0xFFFF
        || rune.Value is >= 0xFDD0 and <= 0xFDEF);
}
