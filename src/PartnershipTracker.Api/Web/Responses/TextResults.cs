using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace PartnershipTracker.Web.Responses;

/// <summary>A text response in a given media type. Its tag is a hash of the text.</summary>
public abstract class TextResult(string mediaType, string text, IReadOnlyList<AuditedRead> reads)
    : IResult, IValueHttpResult, IVersioned, IAuditedRead
{
    private string? _tag;

    object IValueHttpResult.Value => this;

    string IVersioned.EntityTag => _tag ??= ETag.OfText(text);

    IEnumerable<AuditedRead> IAuditedRead.Reads => reads;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = $"{mediaType}; charset=utf-8";

        return httpContext.Response.WriteAsync(text, httpContext.RequestAborted);
    }
}

/// <summary>A response with a text exactly as it was attached.</summary>
public sealed class PlainTextResult(string text) : TextResult(PlainTextBody.MediaType, text, []), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [PlainTextBody.MediaType]));
}

/// <summary>A response with a page for a browser.</summary>
public sealed class HtmlResult(string html, IReadOnlyList<AuditedRead> reads)
    : TextResult(MediaType, html, reads), IEndpointMetadataProvider
{
    public const string MediaType = "text/html";

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [MediaType]));
}
