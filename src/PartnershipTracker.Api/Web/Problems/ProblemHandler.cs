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
    public const string MediaType = "application/problem+json";

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

        await Answer(httpContext, code, ErrorsOf(faults), (exception as ProblemException)?.RetryAfter);

        return true;
    }

    public Task Answer(HttpContext http, string code, params IReadOnlyList<Fault> faults) => Answer(http, code, ErrorsOf(faults));

    public async Task Answer(HttpContext http, string code, List<ProblemError> errors, int? retryAfter = null)
    {
        var problem = Messages.Problems[code];
        var endpoint = code is "not_found" ? http.Features.Get<IExceptionHandlerFeature>()?.Endpoint : null;
        var detail = errors.Count > 0 ? string.Join(' ', errors.Take(3).Select(e => e.Detail))
            : retryAfter is { } seconds ? $"{problem.Title} {Messages.Fault("retry_after", seconds)}"
            : endpoint?.Metadata.GetMetadata<CreatedWith>() is { } creation
                ? $"{problem.Title} {Messages.Fault("created_with", creation.Call)}"
            : problem.Title;

        http.Response.StatusCode = problem.Status;
        http.Response.Headers.WWWAuthenticate = problem.Status is StatusCodes.Status401Unauthorized ? "Bearer" : default;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentLanguage = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        http.Response.Headers.RetryAfter = problem.Status is StatusCodes.Status503ServiceUnavailable ? "2" : default;
        await http.Response.WriteAsJsonAsync(
            new Problem(
                $"{http.Request.PathBase}/problems/{code}", problem.Title, problem.Status, detail, code, TraceId(http),
                errors.Count > 0 ? errors : null),
            json.Value.SerializerOptions, MediaType, CancellationToken.None);
    }

    private static List<ProblemError> ErrorsOf(IEnumerable<Fault> faults) =>
        faults.Select(f => new ProblemError(f.Pointer, f.Parameter, f.Code, f.Detail)).ToList();

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
        _ when DatabaseErrors.IsConnectionFailure(exception) => ("unavailable", []),
        _ => ("internal_error", []),
    };

    private static T? Find<T>(Exception? exception)
        where T : Exception => exception is null ? null : exception as T ?? Find<T>(exception.InnerException);
}
