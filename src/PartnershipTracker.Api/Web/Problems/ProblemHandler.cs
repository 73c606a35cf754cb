using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Npgsql;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace PartnershipTracker.Web.Problems;

/// <summary>The handler that turns every failure into a problem response.</summary>
public sealed partial class ProblemHandler(IOptions<JsonOptions> json, ILogger<ProblemHandler> log) : IExceptionHandler
{
    /// <summary>The source of exceptions about requests that break the rules of HTTP.</summary>
    private const string Server = "Microsoft.AspNetCore.Server.Kestrel.Core";

    /// <summary>The messages of Kestrel about trailers that are no text. Its other messages are about faults of the application.</summary>
    private static readonly string[] Unreadable =
        ["Null characters are not allowed in request headers.", new InvalidOperationException().Message];

    public const string MediaType = "application/problem+json";

    /// <summary>The seconds after which a part of every share per minute is available again.</summary>
    private const int MaxRetryAfter = 60;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            return true; // the client has disconnected
        }

        var (code, faults) = Explain(exception);

        if (code is "internal_error")
        {
            LogUnexpected(log, exception, TraceId(httpContext));
        }
        else if (exception is not ProblemException && Messages.Problems[code].Status is StatusCodes.Status503ServiceUnavailable)
        {
            LogUnavailable(log, code, exception.GetBaseException().Message.ReplaceLineEndings(" "), TraceId(httpContext));
        }

        await Answer(httpContext, code, ErrorsOf(faults), (exception as ProblemException)?.RetryAfter);

        return true;
    }

    /// <summary>Answers a request that took longer than it may.</summary>
    public Task AnswerLate(HttpContext http)
    {
        const string Code = "unavailable";
        LogUnavailable(log, Code, "The request took too long.", TraceId(http));

        return Answer(http, Code);
    }

    public Task Answer(HttpContext http, string code, params IReadOnlyList<Fault> faults) => Answer(http, code, ErrorsOf(faults));

    public async Task Answer(
        HttpContext http, string code, List<ProblemError> errors, int? retryAfter = null, string? instance = null)
    {
        var problem = Messages.Problems[code];
        var endpoint = code is "not_found" ? http.Features.Get<IExceptionHandlerFeature>()?.Endpoint : null;
        var detail = errors.Count > 0 ? DetailOf(errors)
            : retryAfter is { } seconds ? $"{problem.Title} {Messages.Fault("retry_after", seconds)}"
            : endpoint?.Metadata.GetMetadata<CreatedWith>() is { } creation
                ? $"{problem.Title} {Messages.Fault("created_with", creation.Call)}"
            : problem.Title;

        http.Response.StatusCode = problem.Status;
        http.Response.Headers.WWWAuthenticate = problem.Status is StatusCodes.Status401Unauthorized ? "Bearer" : default;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentLanguage = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        http.Response.Headers.RetryAfter = problem.Status switch
        {
            StatusCodes.Status503ServiceUnavailable => "2",
            StatusCodes.Status429TooManyRequests => (retryAfter ?? MaxRetryAfter).ToString(CultureInfo.InvariantCulture),
            _ => default,
        };
        await http.Response.WriteAsJsonAsync(
            ProblemOf(http, code, detail, errors) with { Instance = instance is null ? null : http.Request.PathBase + instance },
            json.Value.SerializerOptions, MediaType, CancellationToken.None);
    }

    /// <summary>Returns the first errors, and the number of the others. The rows of a file often have the same one.</summary>
    private static string DetailOf(List<ProblemError> errors)
    {
        const int MaxNamed = 3;
        var different = errors.Select(e => e.Detail).Distinct(StringComparer.Ordinal).ToList();
        var named = string.Join(' ', different.Take(MaxNamed));

        return different.Count > MaxNamed ? named + Messages.Fault("more_errors", different.Count - MaxNamed) : named;
    }

    /// <summary>Returns the problem of a request that the server refuses before the application receives it.</summary>
    public byte[] Describe(HttpContext http, string code, string? detail = null) => JsonSerializer.SerializeToUtf8Bytes(
        ProblemOf(http, code, detail ?? Messages.Problems[code].Title, []), json.Value.SerializerOptions);

    private static Problem ProblemOf(HttpContext http, string code, string detail, List<ProblemError> errors)
    {
        var problem = Messages.Problems[code];

        return new(
            $"{http.Request.PathBase}/problems/{code}", problem.Title, problem.Status, detail, code, TraceId(http),
            errors.Count > 0 ? errors : null);
    }

    private static List<ProblemError> ErrorsOf(IEnumerable<Fault> faults) =>
        faults.Select(f => new ProblemError(f.Pointer, f.Parameter, f.Code, f.Detail)).ToList();

    [LoggerMessage(LogLevel.Error, "Unexpected failure, trace {TraceId}")]
    private static partial void LogUnexpected(ILogger log, Exception exception, string traceId);

    [LoggerMessage(LogLevel.Warning, "Answered {Code}, trace {TraceId}: {Reason}")]
    private static partial void LogUnavailable(ILogger log, string code, string reason, string traceId);

    private static string TraceId(HttpContext http) => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;

    public static (string Code, IReadOnlyList<Fault> Faults) Explain(Exception exception) => exception switch
    {
        ProblemException problem => (problem.Code, problem.Faults),
        OutcomeUnknownException => ("outcome_unknown", []),
        BadHttpRequestException { InnerException: JsonException unreadable } => ("malformed_request", [JsonFaults.Explain(unreadable)]),
        BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest, Source: not Server } =>
            ("malformed_request", [Fault.At("#", "body_required")]),
        BadHttpRequestException bad => (Messages.CodeOf(bad.StatusCode), []),
        IOException { Source: Server } => ("malformed_request", []), // a chunk of the body is longer than any number
        InvalidOperationException { Source: Server } e when Unreadable.Contains(e.Message) => ("malformed_request", []),
        DbUpdateConcurrencyException => ("stale_version", []),
        _ when Find<PostgresException>(exception) is { } refused => DatabaseErrors.Explain(refused),
        _ when DatabaseErrors.IsConnectionFailure(exception) => ("unavailable", []),
        _ => ("internal_error", []),
    };

    private static T? Find<T>(Exception? exception)
        where T : Exception => exception is null ? null : exception as T ?? Find<T>(exception.InnerException);
}
