using System.Text;

namespace PartnershipTracker.Files.Readers;

/// <summary>The encoding of a text file, by which all of it can be decoded.</summary>
/// <param name="Name">Its usual name.</param>
/// <param name="Encoding">The decoder, which refuses invalid bytes.</param>
/// <param name="Preamble">The length of the byte order mark.</param>
internal sealed record FileEncoding(string Name, Encoding Encoding, int Preamble)
{
    private const int Chunk = 64 * 1024;

    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Code page 949: EUC-KR with the other 8,822 syllables.</summary>
    private static readonly Encoding Korean = CodePagesEncodingProvider.Instance.GetEncoding(
        949, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    private static readonly FileEncoding[] WithMark =
    [
        new("UTF-8", Utf8, 3), new("UTF-16LE", new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true), 2),
        new("UTF-16BE", new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true), 2),
    ];

    /// <summary>Finds the encoding: by the byte order mark, as declared, or by the bytes.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isKorean">True when the sender declared CP949 or EUC-KR, which is a part of it.</param>
    /// <returns>The encoding; or the first line that cannot be decoded, with its fault.</returns>
    public static (FileEncoding? Found, int Line, Fault? Fault) Of(Stream file, bool isKorean)
    {
        var marked = Array.Find(WithMark, encoding => StartsWith(file, encoding.Mark));
        var encoding = marked ?? (isKorean ? new("CP949", Korean, 0) : new FileEncoding("UTF-8", Utf8, 0));
        var line = encoding.FirstInvalidLine(file);

        if (line is null)
        {
            return (encoding, 0, null);
        }

        var other = new FileEncoding("CP949", Korean, 0);

        return marked is null && !isKorean && IsKoreanText(file) && other.FirstInvalidLine(file) is null
            ? (other, 0, null)
            : (null, line.Value, Fault.At("#", "wrong_encoding", marked is null && !isKorean ? "UTF-8, CP949" : encoding.Name));
    }

    private ReadOnlySpan<byte> Mark => Preamble == 3 ? "\uFEFF"u8 : Encoding.Preamble;

    private static bool StartsWith(Stream file, ReadOnlySpan<byte> mark)
    {
        Span<byte> start = stackalloc byte[3];
        file.Position = 0;
        var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);

        return start[..length].StartsWith(mark);
    }

    /// <summary>Returns the first line with bytes that are not of this encoding; null when there is none.</summary>
    private int? FirstInvalidLine(Stream file)
    {
        file.Position = Preamble;
        var (decoder, bytes, chars, line) = (Encoding.GetDecoder(), new byte[Chunk], new char[Chunk + 2], 1);

        while (true)
        {
            var length = file.Read(bytes);

            try
            {
                var text = chars.AsSpan(0, decoder.GetChars(bytes.AsSpan(0, length), chars, flush: length == 0));

                if (NoText(text) is >= 0 and var at)
                {
                    return line + text[..at].Count('\n');
                }

                line += text.Count('\n');
            }
            catch (DecoderFallbackException invalid)
            {
                return line + bytes.AsSpan(0, Math.Clamp(invalid.Index, 0, length)).Count((byte)'\n');
            }

            if (length == 0)
            {
                return null;
            }
        }
    }

    /// <summary>
    /// Returns the place of a NUL, which UTF-16 without a mark has, or of a character into which the code page decodes bytes that mean
    /// nothing; -1 when there is none.
    /// </summary>
    private int NoText(ReadOnlySpan<char> text) =>
        text.IndexOf('\0') is var at && at < 0 && Encoding.Equals(Korean) ? text.IndexOfAnyInRange('\uE000', '\uF8FF') : at;

    /// <summary>
    /// Returns true if nearly all letters of two bytes are the common syllables of KS X 1001. Many bytes of other encodings are valid in
    /// CP949 too, but decode to rare syllables and Chinese characters.
    /// </summary>
    private static bool IsKoreanText(Stream file)
    {
        const int MinShare = 9; // of ten
        file.Position = 0;
        var (bytes, lead, common, others) = (new byte[Chunk], (byte)0, 0L, 0L);

        for (var length = file.Read(bytes); length > 0; length = file.Read(bytes))
        {
            foreach (var next in bytes.AsSpan(0, length))
            {
                if (lead == 0)
                {
                    lead = next > 0x80 ? next : (byte)0;

                    continue;
                }

                var isSymbol = lead is >= 0xA1 and <= 0xAF && next >= 0xA1;
                var isCommon = lead is >= 0xB0 and <= 0xC8 && next >= 0xA1;
                (lead, common, others) = (0, common + (isCommon ? 1 : 0), others + (isCommon || isSymbol ? 0 : 1));
            }
        }

        return common > 0 && common >= MinShare * others;
    }
}
