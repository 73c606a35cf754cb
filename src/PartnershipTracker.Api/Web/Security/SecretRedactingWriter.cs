using System.Text;
using System.Text.RegularExpressions;

namespace PartnershipTracker.Web.Security;

/// <summary>
/// A writer that keeps secrets out of the console, above all out of logs, at every level: a client may put a key or a token where none
/// belongs, such as into a URL.
/// </summary>
public sealed partial class SecretRedactingWriter(TextWriter inner) : TextWriter
{
    private const string Mask = "[secret]";

    private static readonly Lock Once = new();
    private static bool IsOn;

    public override Encoding Encoding => inner.Encoding;

    public static void Install()
    {
        lock (Once)
        {
            if (!IsOn)
            {
#pragma warning disable CA2000 // they live as long as the console
                Console.SetOut(new SecretRedactingWriter(Open(Console.OpenStandardOutput())));
                Console.SetError(new SecretRedactingWriter(Open(Console.OpenStandardError())));
#pragma warning restore CA2000
                IsOn = true;
            }
        }
    }

    /// <summary>
    /// Returns a writer of a console stream. The original writer of the console must not be the inner one: it takes its own lock and then
    /// that of <see cref="Console.Out"/>, the redacting writer takes them in the reverse order, and the two could deadlock. Like the
    /// original one, it writes no byte order mark.
    /// </summary>
    private static StreamWriter Open(Stream stream) => new(
        stream, Console.OutputEncoding is UTF8Encoding ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) : Console.OutputEncoding)
    {
        AutoFlush = true,
    };

    /// <summary>Writes a secret on a line of its own, as the result of a verb.</summary>
    public static void WriteSecret(string secret)
    {
        using var plain = Open(Console.OpenStandardOutput());
        plain.WriteLine(secret);
    }

    /// <summary>Masks the parts of a text that look like the secret of an API key, or like a JSON Web Token.</summary>
    public static string Redact(string text) => Secrets().Replace(text, Mask);

    public override void Write(char value) => inner.Write(value);

    public override void Write(string? value) => inner.Write(value is null ? null : Redact(value));

    public override void WriteLine(string? value) => inner.WriteLine(value is null ? null : Redact(value));

    public override void Flush() => inner.Flush();

    [GeneratedRegex(
        @"pt(_|%5f)[a-z]+(_|%5f)\w{16,}|\bey[\w-]{8,}\.[\w-]*(\.[\w-]*)?",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Secrets();
}
