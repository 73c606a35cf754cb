using System.Text.Json;
using System.Text.RegularExpressions;

namespace PartnershipTracker.Http;

/// <summary>A value that is JSON but not what it should be; converters throw it.</summary>
public sealed class JsonFaultException(string code, params object?[] arguments) : JsonException(code)
{
    public string Code { get; } = code;

    public object?[] Arguments => arguments;
}

/// <summary>Tells a caller what the JSON reader found, in the words of the API: no type name of ours leaves the house.</summary>
public static partial class JsonFaults
{
    public static Fault Explain(JsonException unreadable)
    {
        var pointer = Pointer(unreadable);

        return unreadable switch
        {
            JsonFaultException fault => Fault.At(pointer, fault.Code, fault.Arguments),
            { Message: var m } when m.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) => Fault.At(pointer, "unknown_member"),
            { Message: var m } when m.Contains("uplicate property", StringComparison.Ordinal) => Fault.At(pointer, "duplicate_member"),
            { Message: var m } when m.Contains("depth", StringComparison.OrdinalIgnoreCase) => Fault.At(pointer, "too_deep"),
            { Message: var m } when Target().Match(m) is { Success: true } target => Fault.At(pointer, "wrong_type", Noun(target.Groups["type"].Value)),
            _ => Fault.At(pointer, "malformed", (unreadable.LineNumber ?? 0) + 1, (unreadable.BytePositionInLine ?? 0) + 1),
        };
    }

    /// <summary>The reader's path ($.participants[0].side) as a JSON pointer in a URI fragment (#/participants/0/side).</summary>
    private static string Pointer(JsonException unreadable)
    {
        var path = Step().Replace(unreadable.Path ?? "$", m => "/" + (m.Groups["name"].Success ? m.Groups["name"] : m.Groups["index"]).Value);
        var member = Named().Match(unreadable.Message) is { Success: true } m && !path.EndsWith("/" + m.Groups["name"].Value, StringComparison.Ordinal)
            ? "/" + m.Groups["name"].Value
            : "";

        return "#" + path.TrimStart('$') + member;
    }

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

    [GeneratedRegex(@"(JSON property|Duplicate property) '(?<name>[^']{1,80})'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"\.(?<name>[^.\[]+)|\['(?<name>[^']*)'\]|\[(?<index>\d+)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Step();
}
