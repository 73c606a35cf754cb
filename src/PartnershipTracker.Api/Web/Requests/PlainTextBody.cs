using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;

namespace PartnershipTracker.Web.Requests;

/// <summary>A plain text in a request body, neither trimmed nor normalized.</summary>
public sealed class PlainTextBody : IBindableFromHttpContext<PlainTextBody>, IEndpointParameterMetadataProvider
{
    public const string MediaType = "text/plain";

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

    /// <summary>Decodes the text and refuses U+0000, the only character that PostgreSQL cannot store.</summary>
    private static PlainTextBody Read(byte[] bytes)
    {
        var fault = Utf8Text.Check(bytes) ?? (bytes.Contains((byte)0) ? Fault.At("#", "control_character") : null);

        return fault is null ? new(bytes, Encoding.UTF8.GetString(bytes)) : throw new ProblemException("malformed_request", fault);
    }
}
