using System.Text.Json.Serialization;

namespace PartnershipTracker.Web.Problems;

/// <summary>A single error in a request: in the body at a pointer, or in a query parameter or header.</summary>
public sealed record Fault(string Code, params object?[] Arguments)
{
    private const string Root = "#";

    public string? Pointer { get; init; }

    public string? Parameter { get; init; }

    /// <summary>A further sentence about the correction, in the language of the caller.</summary>
    public string? Hint { get; init; }

    /// <summary>The error and its correction in the language of the caller, with the place named.</summary>
    public string Detail => Messages.FaultOf(Parameter ?? (Pointer is null or Root ? null : Pointer[2..]), Code, Arguments) + Hint;

    public override string ToString() => $"{Pointer ?? Parameter} {Detail}";

    public static Fault At(string pointer, string code, params object?[] arguments) => new(code, arguments) { Pointer = pointer };

    public static Fault Of(string parameter, string code, params object?[] arguments) => new(code, arguments) { Parameter = parameter };
}

/// <summary>A refusal that code at any depth may throw. The caller receives it as a problem (RFC 9457).</summary>
public sealed class ProblemException(string code, params IReadOnlyList<Fault> faults)
    : Exception(string.Join(' ', faults.Take(MaxErrors).Select(f => f.ToString()).Prepend(code)))
{
    /// <summary>A small body can have very many errors. The limit keeps the response small.</summary>
    public const int MaxErrors = 100;

    public string Code { get; } = code;

    public IReadOnlyList<Fault> Faults { get; } = [.. faults.Take(MaxErrors)];

    /// <summary>The resource that exists but is hidden from the caller, who receives a 404. Only the audit log names it.</summary>
    public AuditedRead? Hidden { get; init; }

    /// <summary>The resources that the refusal names. The caller may see them, and the audit log has an entry about each.</summary>
    public IReadOnlyList<AuditedRead> Shown { get; init; } = [];

    /// <summary>
    /// Finds the resources that are hidden from the caller and have the ids that the refusal names as taken. It is for the time after the
    /// transaction, which the refusal has aborted.
    /// </summary>
    public Func<TrackerDb, CancellationToken, Task<IReadOnlyCollection<AuditedRead>>>? FindHidden { get; init; }

    /// <summary>True if the request was refused because of its sender and not because of its content.</summary>
    public bool IsAboutCaller => !IsRepeated && (Hidden is not null || Messages.Problems[Code].Status is 401 or 403 or 429);

    /// <summary>The number of seconds after which the caller may send the request again, if it is known.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>True if the same refusal was recorded a moment ago, so that a flood of requests does not become a flood of rows.</summary>
    public bool IsRepeated { get; init; }
}

/// <summary>
/// A failure in the format of RFC 9457. The texts are in the language that Accept-Language selects; the codes never change.
/// </summary>
/// <param name="Type">The address of the page about this kind of problem.</param>
/// <param name="Title">The kind of problem, in a sentence.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">The errors in this request.</param>
/// <param name="Code">The kind of problem, for programs. It is the last segment of the type.</param>
/// <param name="TraceId">The id to quote in a report of the problem.</param>
/// <param name="Errors">The errors one by one. Absent if the problem has no place in the request.</param>
public sealed record Problem(
    string Type, string Title, int Status, string Detail, string Code, string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ProblemError>? Errors)
{
    /// <summary>The address of the import that failed, whose rows show all errors. Absent for other problems.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Instance { get; init; }
}

/// <summary>A single error in a request.</summary>
/// <param name="Pointer">The place in the body, as a JSON pointer (RFC 6901) in a URI fragment.</param>
/// <param name="Parameter">The query parameter or header, if the error is not in the body.</param>
/// <param name="Code">The kind of error, for programs.</param>
/// <param name="Detail">The error and its correction.</param>
public sealed record ProblemError(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Pointer,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Parameter,
    string Code, string Detail)
{
    /// <summary>In an import, the line of the file on which the item begins.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Line { get; init; }
}
