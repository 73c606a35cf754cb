using System.Text.RegularExpressions;

namespace PartnershipTracker.Web.Problems;

/// <summary>The fault of a value that is JSON but not of the expected type or form; converters throw it.</summary>
public sealed class JsonFaultException(string code, params object?[] arguments) : JsonException(code)
{
    public string Code { get; } = code;

    public object?[] Arguments => arguments;

    /// <summary>The index of the faulty item of a list, where the fault is found at the list's end.</summary>
    public int? Item { get; init; }

    /// <summary>The place inside the value that is being read, as the rest of a JSON pointer.</summary>
    public string Below { get; init; } = "";
}

/// <summary>
/// The faults that the JSON reader finds, with codes and texts of the API. Their place is the exception's path; their kind follows from the
/// message where .NET has no type for it. No name of a .NET type is sent to a client.
/// </summary>
public static partial class JsonFaults
{
    private const int LongestName = 100;

    private static readonly char[] Digits = [.. "0123456789"];

    public static Fault Explain(JsonException unreadable)
    {
        var pointer = Pointer(unreadable);

        return unreadable switch
        {
            // The reader may have put how far it had come in the list behind the path to the list.
            JsonFaultException { Item: { } item } fault =>
                Fault.At($"{pointer.TrimEnd(Digits).TrimEnd('/')}/{item}", fault.Code, fault.Arguments),
            JsonFaultException fault => Fault.At(pointer + fault.Below, fault.Code, fault.Arguments),
            { InnerException: InvalidOperationException text } when text.Message.Contains("UTF-16", StringComparison.Ordinal) =>
                Fault.At(pointer, CodeOf(text)),
            { Message: var m } when m.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) =>
                Fault.At(pointer, "unknown_member"),
            { Message: var m } when m.Contains("uplicate property", StringComparison.Ordinal) => Fault.At(pointer, "duplicate_member"),
            { Message: var m } when m.Contains("maximum configured depth", StringComparison.Ordinal) => Fault.At(pointer, "too_deep"),
            { Message: var m } when Target().Match(m) is { Success: true } target =>
                Fault.At(pointer, "wrong_type", Messages.Noun(target.Groups["list"].Success ? "array" : "object")),
            _ => Fault.At(pointer, "malformed", (unreadable.LineNumber ?? 0) + 1, (unreadable.BytePositionInLine ?? 0) + 1),
        };
    }

    /// <summary>Returns the code of a text that cannot be decoded: bytes that are not UTF-8, or an escape of half a pair.</summary>
    public static string CodeOf(InvalidOperationException text) =>
        text.Message.Contains("invalid UTF-8", StringComparison.Ordinal) ? "not_utf8" : "lone_surrogate";

    /// <summary>Converts the reader's path ($.participants[0].side) to a JSON pointer in a URI fragment (#/participants/0/side).</summary>
    private static string Pointer(JsonException unreadable) =>
        "#" + string.Concat(Step().Matches(unreadable.Path ?? "$").Select(m => "/" + Escape(m.Groups["step"].Value)));

    /// <summary>Escapes a name as a step of a JSON pointer (RFC 6901, section 3). Of a long name, only the beginning is kept.</summary>
    public static string Escape(string name) => (name.Length > LongestName ? name[..LongestName] + "…" : name)
        .Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>Returns the name that a step of a JSON pointer stands for.</summary>
    public static string Unescape(string step) =>
        step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    /// <summary>The type of an array or object. Scalars have converters that name their type themselves.</summary>
    [GeneratedRegex(@"could not be converted to ((?<list>\S*(List`1|\[\])\S*)|\S+)\. ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Target();

    [GeneratedRegex(
        @"\.(?<step>[^.\[]*)|\['(?<step>.*?)'\](?=[.\[]|$)|\[(?<step>\d+)\]",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        1000)]
    private static partial Regex Step();
}
