using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace PartnershipTracker.OpenApi;

/// <summary>
/// The committed document as it is served: minified and compressed once for each path base, at the first request. Path bases come from the
/// settings and from trusted proxies only, so there are few. It is served in OpenAPI 3.0 too, for tools that read no 3.1.
/// </summary>
internal sealed class ServedDocument
{
    private static readonly JsonSerializerOptions Minified = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly ConcurrentDictionary<PathString, ServedDocument> Committed = [];
    private static readonly ConcurrentDictionary<PathString, ServedDocument> Converted = [];

    private readonly byte[] _plain;
    private readonly byte[] _brotli;
    private readonly EntityTagHeaderValue _tag;

    private ServedDocument(byte[] plain)
    {
        _plain = plain;
        _tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(_plain).AsSpan(0, 12))}\"", isWeak: true); // one for both encodings
        using var compressed = new MemoryStream();

        using (var brotli = new BrotliStream(compressed, CompressionLevel.Optimal))
        {
            brotli.Write(_plain);
        }

        _brotli = compressed.ToArray();
    }

    /// <summary>Answers with the document in OpenAPI 3.1. Other encodings than Brotli are left to the compression of all answers.</summary>
    public static FileContentHttpResult Get(HttpContext http) => Committed.GetOrAdd(
        http.Request.PathBase, pathBase => new(JsonSerializer.SerializeToUtf8Bytes(Read(pathBase), Minified))).AnswerTo(http);

    /// <summary>Answers with the document in OpenAPI 3.0.</summary>
    public static FileContentHttpResult Get30(HttpContext http) =>
        Converted.GetOrAdd(http.Request.PathBase, pathBase => new(As30(Read(pathBase)))).AnswerTo(http);

    private FileContentHttpResult AnswerTo(HttpContext http)
    {
        var headers = http.Response.Headers;
        var takesBrotli = http.Request.GetTypedHeaders().AcceptEncoding.Any(e => e is { Value.Value: "br", Quality: null or > 0 });
        (headers.CacheControl, headers.ContentEncoding) = ("no-cache", takesBrotli ? "br" : default);
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);

        return TypedResults.Bytes(takesBrotli ? _brotli : _plain, MediaTypeNames.Application.Json, entityTag: _tag);
    }

    private static JsonNode Read(PathString pathBase)
    {
        using var json = typeof(ServedDocument).Assembly.GetManifestResourceStream("openapi.json")!;
        var document = JsonNode.Parse(json)!;
        document["servers"]![0]!["url"] = pathBase.HasValue ? $"{pathBase}" : "/";

        return document;
    }

    private static byte[] As30(JsonNode committed)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        OpenApiDocument.Parse(committed.ToJsonString(), OpenApiConstants.Json).Document!
            .SerializeAsV3(new OpenApiJsonWriter(text, new OpenApiJsonWriterSettings { Terse = true }));
        var converted = JsonNode.Parse(text.ToString())!;
        GiveTypeToNull(converted);
        converted["info"]!["license"]!["url"] = "https://spdx.org/licenses/MIT"; // 3.0 has no identifiers of licences

        return JsonSerializer.SerializeToUtf8Bytes(converted, Minified);
    }

    /// <summary>Adds the type that OpenAPI 3.0 requires beside <c>nullable</c> to the schemas of null in choices.</summary>
    private static void GiveTypeToNull(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            items.ToList().ForEach(GiveTypeToNull);
        }
        else if (node is JsonObject schema)
        {
            schema.ToList().ForEach(member => GiveTypeToNull(member.Value));

            if (schema["enum"] is JsonArray and [null])
            {
                schema["type"] = "object";
            }
        }
    }
}
