using System.Text.Json;
using System.Text.RegularExpressions;

namespace PartnershipTracker.Web.Problems;

/// <summary>A value that is JSON but not what it should be; converters throw it.</summary>
public sealed class JsonFaultException(string code, params object?[] arguments) : JsonException(code)
{
    public string Code { get; } = code;

    public object?[] Arguments => arguments;

    /// <summary>Which item of the list that is being read, when it is only seen at the list's end.</summary>
    public int? Item { get; init; }

    /// <summary>Where it is inside the value that is being read, as the rest of a JSON pointer.</summary>
    public string Below { get; init; } = "";
}

/// <summary>Tells a caller what the JSON reader found, in the words of the API: no type name of ours leaves the house.</summary>
public static partial class JsonFaults
{
    public static Fault Explain(JsonException unreadable)
    {
        var pointer = Pointer(unreadable);

        return unreadable switch
        {
            // The reader may have put how far it had come in the list behind the path to the list.
            JsonFaultException { Item: { } item } fault =>
                Fault.At($"{pointer.TrimEnd(Digits).TrimEnd('/')}/{item}", fault.Code, fault.Arguments),
            JsonFaultException fault => Fault.At(pointer + fault.Below, fault.Code, fault.Arguments),
            { InnerException.Message: var m } when m.Contains("UTF-16", StringComparison.Ordinal) => Fault.At(pointer, "lone_surrogate"),
            { Message: var m } when m.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) =>
                Fault.At(pointer, "unknown_member"),
            { Message: var m } when m.Contains("uplicate property", StringComparison.Ordinal) => Fault.At(pointer, "duplicate_member"),
            { Message: var m } when m.Contains("maximum configured depth", StringComparison.Ordinal) => Fault.At(pointer, "too_deep"),
            { Message: var m } when Target().Match(m) is { Success: true } target =>
                Fault.At(pointer, "wrong_type", Noun(target.Groups["type"].Value)),
            _ => Fault.At(pointer, "malformed", (unreadable.LineNumber ?? 0) + 1, (unreadable.BytePositionInLine ?? 0) + 1),
        };
    }

    private const int LongestName = 100;

    private static readonly char[] Digits = [.. "0123456789"];

    /// <summary>The reader's path ($.participants[0].side) as a JSON pointer in a URI fragment (#/participants/0/side).</summary>
    private static string Pointer(JsonException unreadable)
    {
        var path = string.Concat(Step().Matches(unreadable.Path ?? "$").Select(m => "/" + Escape(m.Groups["step"].Value)));
        var member = Named().Match(unreadable.Message) is { Success: true } m ? "/" + Escape(m.Groups["name"].Value) : "";

        return "#" + path + (path.EndsWith(member, StringComparison.Ordinal) ? "" : member);
    }

    /// <summary>A name as a step of a JSON pointer (RFC 6901, section 3). A long one is none of ours: its beginning says which.</summary>
    public static string Escape(string name) => (name.Length > LongestName ? name[..LongestName] + "…" : name)
        .Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static string Noun(string type) => Messages.Noun(type switch
    {
        "System.String" => "string",
        _ when type.Contains("Int32", StringComparison.Ordinal) => "integer",
        _ when type.Contains("Boolean", StringComparison.Ordinal) => "boolean",
        _ when type.Contains("Guid", StringComparison.Ordinal) => "uuid",
        _ when type.Contains("List", StringComparison.Ordinal) || type.EndsWith("[]", StringComparison.Ordinal) => "array",
        _ => "object",
    });

    [GeneratedRegex(@"could not be converted to (?<type>[^\s]+?)\. ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Target();

    [GeneratedRegex(
        @"(JSON property|Duplicate property) '(?<name>.*?)' (could not be mapped|encountered)",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        1000)]
    private static partial Regex Named();

    [GeneratedRegex(
        @"\.(?<step>[^.\[]*)|\['(?<step>.*?)'\](?=[.\[]|$)|\[(?<step>\d+)\]",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        1000)]
    private static partial Regex Step();
}
