using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Visibility;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace PartnershipTracker.Web.Problems;

/// <summary>One thing that is wrong with a request: in the body at a pointer, or in a query parameter or header.</summary>
public sealed record Fault(string Code, params object?[] Arguments)
{
    public string? Pointer { get; init; }

    public string? Parameter { get; init; }

    public override string ToString() => $"{Pointer ?? Parameter} {Messages.Fault(Code, Arguments)}";

    public static Fault At(string pointer, string code, params object?[] arguments) => new(code, arguments) { Pointer = pointer };

    public static Fault Of(string parameter, string code, params object?[] arguments) => new(code, arguments) { Parameter = parameter };
}

/// <summary>A refusal that any depth of code may throw; the caller sees it as a problem (RFC 9457).</summary>
public sealed class ProblemException(string code, params IReadOnlyList<Fault> faults)
    : Exception(string.Join(' ', faults.Take(MaxErrors).Select(f => f.ToString()).Prepend(code)))
{
    /// <summary>A small body can be wrong in very many places: nobody reads them all, and the answer stays small.</summary>
    public const int MaxErrors = 100;

    public string Code { get; } = code;

    public IReadOnlyList<Fault> Faults { get; } = [.. faults.Take(MaxErrors)];

    /// <summary>What is there and was kept from the caller, who hears that there is nothing: for the audit alone.</summary>
    public AuditedRead? Hidden { get; init; }

    /// <summary>Whether it is a refusal of who asked, rather than of what they sent.</summary>
    public bool IsAboutCaller => !IsRepeated && (Hidden is not null || Messages.Problems[Code].Status is 401 or 403 or 429);

    /// <summary>The same was refused a moment ago, and that is on record: a flood of requests is no flood of rows.</summary>
    public bool IsRepeated { get; init; }
}

/// <summary>
/// What went wrong, in the shape of RFC 9457. Errors are in the language that Accept-Language asks for; codes never change.
/// </summary>
/// <param name="Type">A page of this API about this kind of problem.</param>
/// <param name="Title">What kind of problem it is, in a sentence.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong with this request.</param>
/// <param name="Code">The kind of problem, for programs; the last part of the type.</param>
/// <param name="TraceId">What to quote when you report it.</param>
/// <param name="Errors">Each thing that is wrong; absent when there is nothing to point at.</param>
public sealed record Problem(
    string Type, string Title, int Status, string Detail, string Code, string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ProblemError>? Errors);

/// <param name="Pointer">Where in the body, as a JSON pointer (RFC 6901) in a URI fragment.</param>
/// <param name="Parameter">Or which query parameter or header.</param>
/// <param name="Code">What is wrong with it, for programs.</param>
/// <param name="Detail">What is wrong with it and what would be right.</param>
public sealed record ProblemError(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Pointer,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Parameter,
    string Code, string Detail)
{
    /// <summary>Of a file that is imported, the line on which the item begins.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Line { get; init; }
}

/// <summary>The one place where failures become answers.</summary>
public sealed partial class ProblemHandler(IOptions<JsonOptions> json, ILogger<ProblemHandler> log) : IExceptionHandler
{
    public const string MediaType = "application/problem+json";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            return true; // nobody is listening any more
        }

        var (code, faults) = Explain(exception);

        if (code is "internal_error")
        {
            LogUnexpected(log, exception, TraceId(httpContext));
        }

        await Answer(httpContext, code, faults);

        return true;
    }

    public Task Answer(HttpContext http, string code, params IReadOnlyList<Fault> faults) => Answer(
        http, code, faults.Select(f => new ProblemError(f.Pointer, f.Parameter, f.Code, Messages.Fault(f.Code, f.Arguments))).ToList());

    public async Task Answer(HttpContext http, string code, List<ProblemError> errors)
    {
        var problem = Messages.Problems[code];
        var detail = string.Join(' ', errors.Take(3).Select(e => $"{e.Pointer ?? e.Parameter}: {e.Detail}"));

        http.Response.StatusCode = problem.Status;
        http.Response.Headers.WWWAuthenticate = problem.Status is StatusCodes.Status401Unauthorized ? "Bearer" : default;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.RetryAfter = problem.Status is StatusCodes.Status503ServiceUnavailable ? "2" : default;
        await http.Response.WriteAsJsonAsync(
            new Problem(
                $"/problems/{code}", problem.Title, problem.Status, errors.Count > 0 ? detail : problem.Title, code, TraceId(http),
                errors.Count > 0 ? errors : null),
            json.Value.SerializerOptions, MediaType, CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Error, "Unexpected failure, trace {TraceId}")]
    private static partial void LogUnexpected(ILogger log, Exception exception, string traceId);

    private static string TraceId(HttpContext http) => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;

    public static (string Code, IReadOnlyList<Fault> Faults) Explain(Exception exception) => exception switch
    {
        ProblemException problem => (problem.Code, problem.Faults),
        OutcomeUnknownException => ("outcome_unknown", []),
        BadHttpRequestException { InnerException: JsonException unreadable } => ("malformed_request", [JsonFaults.Explain(unreadable)]),
        BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } => ("malformed_request", [Fault.At("#", "body_required")]),
        BadHttpRequestException bad => (Messages.CodeOf(bad.StatusCode), []),
        DbUpdateConcurrencyException => ("stale_version", []),
        _ when Find<PostgresException>(exception) is { } refused => DatabaseErrors.Explain(refused),
        _ when DatabaseErrors.IsSilence(exception) => ("unavailable", []),
        _ => ("internal_error", []),
    };

    private static T? Find<T>(Exception? exception)
        where T : Exception => exception is null ? null : exception as T ?? Find<T>(exception.InnerException);
}
