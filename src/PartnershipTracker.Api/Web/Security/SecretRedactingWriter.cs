using System.Text;
using System.Text.RegularExpressions;

namespace PartnershipTracker.Web.Security;

/// <summary>
/// Keeps secrets out of what the application says on the console, its logs above all, at every level: whoever puts a key or a token where
/// none belongs, such as in a URL, would find it there.
/// </summary>
public sealed partial class SecretRedactingWriter(TextWriter inner) : TextWriter
{
    private const string Mask = "[secret]";

    private static readonly Lock Once = new();
    private static bool IsOn;
    private static TextWriter? Plain;

    public override Encoding Encoding => inner.Encoding;

    public static void Install()
    {
        lock (Once)
        {
            if (!IsOn)
            {
                Plain = Console.Out;
#pragma warning disable CA2000 // as long as the console
                Console.SetOut(new SecretRedactingWriter(Console.Out));
                Console.SetError(new SecretRedactingWriter(Console.Error));
#pragma warning restore CA2000
                IsOn = true;
            }
        }
    }

    /// <summary>Says a secret to the one who asked for it: a verb, on a line of its own.</summary>
    public static void WriteSecret(string secret) => (Plain ?? Console.Out).WriteLine(secret);

    /// <summary>The text without what looks like the secret of an API key, or like a JSON Web Token.</summary>
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
