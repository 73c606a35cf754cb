using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Problems;

namespace PartnershipTracker.Web.Responses;

/// <summary>A body that is a text and is taken as it comes: neither trimmed nor normalized.</summary>
public sealed class PlainTextBody : IBindableFromHttpContext<PlainTextBody>, IEndpointParameterMetadataProvider
{
    public const string MediaType = "text/plain";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private PlainTextBody(byte[] bytes, string text) => (Bytes, Text) = (bytes, text);

    public byte[] Bytes { get; }

    public string Text { get; }

    public static async ValueTask<PlainTextBody?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);

        return body.Length == 0 ? throw new ProblemException("malformed_request", Fault.At("#", "body_required")) : Read(body.ToArray());
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([MediaType], typeof(string)));

    /// <summary>PostgreSQL stores every character but U+0000.</summary>
    private static PlainTextBody Read(byte[] bytes)
    {
        try
        {
            var text = Strict.GetString(bytes);

            return text.Contains('\0', StringComparison.Ordinal)
                ? throw new ProblemException("malformed_request", Fault.At("#", "control_character"))
                : new(bytes, text);
        }
        catch (DecoderFallbackException)
        {
            throw new ProblemException("malformed_request", Fault.At("#", "not_utf8"));
        }
    }
}

/// <summary>A text as an answer, in the media type that the kind of text has: its tag is of the bytes.</summary>
public abstract class TextResult(string mediaType, string text, IReadOnlyList<AuditedRead> disclosed)
    : IResult, IValueHttpResult, IVersioned, IAuditedRead
{
    private string? _tag;

    object IValueHttpResult.Value => this;

    string IVersioned.EntityTag => _tag ??= ETag.OfText(text);

    IEnumerable<AuditedRead> IAuditedRead.Reads => disclosed;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = $"{mediaType}; charset=utf-8";

        return httpContext.Response.WriteAsync(text, httpContext.RequestAborted);
    }
}

/// <summary>A text exactly as it was attached.</summary>
public sealed class PlainTextResult(string text) : TextResult(PlainTextBody.MediaType, text, []), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [PlainTextBody.MediaType]));
}

/// <summary>A page for a browser.</summary>
public sealed class HtmlResult(string html, IReadOnlyList<AuditedRead> disclosed)
    : TextResult(MediaType, html, disclosed), IEndpointMetadataProvider
{
    public const string MediaType = "text/html";

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [MediaType]));
}
