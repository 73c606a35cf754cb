using System.Buffers;
using System.Diagnostics;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace PartnershipTracker.Web.Hardening;

/// <summary>
/// The problems of requests that break the rules of HTTP. Kestrel refuses those before the application receives them, and would answer
/// without a body; it announces each refusal in an event, when nothing is sent yet.
/// </summary>
public sealed class ServerRefusals(ProblemHandler problems) : IObserver<KeyValuePair<string, object?>>
{
    /// <summary>The beginning of what Kestrel says about a request line, or the address in it, that it cannot read.</summary>
    private const string BadAddress = "Invalid request ";

    private const string Event = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    /// <summary>Answers such requests of this application from now on.</summary>
    public static void Observe(WebApplication app) => app.Services.GetRequiredService<DiagnosticListener>()
        .Subscribe(new ServerRefusals(app.Services.GetRequiredService<ProblemHandler>()), name => name == Event);

    public void OnNext(KeyValuePair<string, object?> value)
    {
        // Of HTTP/2, the connection carries frames, and an answer would have to be one.
        if (value.Value is IFeatureCollection features
            && features.Get<IHttp2StreamIdFeature>() is null
            && features.Get<IConnectionTransportFeature>() is { Transport.Output: var connection })
        {
            Answer(new DefaultHttpContext(features), connection);
        }
    }

    public void OnCompleted()
    {
        // required by the interface
    }

    public void OnError(Exception error)
    {
        // required by the interface
    }

    /// <summary>
    /// Answers with the status that Kestrel has set. The body goes to the connection, since the response has one only while the
    /// application runs.
    /// </summary>
    private void Answer(HttpContext http, IBufferWriter<byte> connection)
    {
        var code = Messages.CodeOf(http.Response.StatusCode);

        if (http.Response.HasStarted || Messages.Problems[code].Status != http.Response.StatusCode)
        {
            return;
        }

        var problem = problems.Describe(http, code, AdviceOf(http));
        var headers = http.Response.Headers;
        (headers.ContentType, headers.ContentLength) = (ProblemHandler.MediaType, problem.Length);
        (headers.CacheControl, headers.Connection) = ("no-store", "close");
        SecurityHeaders.AddTo(http, isFeed: false);

        if (http.Response.StartAsync().IsCompletedSuccessfully && !HttpMethods.IsHead(http.Request.Method))
        {
            connection.Write(problem); // sent when Kestrel closes the connection
        }
    }

    /// <summary>
    /// Returns the advice for an address that Kestrel cannot read, which mostly is not percent-encoded. It is in both languages, since the
    /// headers, one of which names the language of the caller, are not read yet.
    /// </summary>
    private static string? AdviceOf(HttpContext http)
    {
        var error = http.Features.Get<IBadRequestExceptionFeature>()?.Error as BadHttpRequestException;

        return error is { StatusCode: StatusCodes.Status400BadRequest } && error.Message.StartsWith(BadAddress, StringComparison.Ordinal)
            ? Messages.InBoth("not_percent_encoded")
            : null;
    }
}
