using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.Net.Http.Headers;

namespace PartnershipTracker.OpenApi;

/// <summary>
/// The committed document as it is served: minified and compressed once for each path base, at the first request. Path bases come from the
/// settings and from trusted proxies only, so there are few.
/// </summary>
internal sealed class ServedDocument
{
    private static readonly JsonSerializerOptions Minified = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly ConcurrentDictionary<PathString, Lazy<ServedDocument>> Committed = [];

    private readonly byte[] _plain;
    private readonly byte[] _brotli;
    private readonly EntityTagHeaderValue _tag;

    private ServedDocument(PathString pathBase)
    {
        using var json = typeof(ServedDocument).Assembly.GetManifestResourceStream("openapi.json")!;
        var document = JsonNode.Parse(json)!;
        document["servers"]![0]!["url"] = pathBase.HasValue ? $"{pathBase}" : "/";
        _plain = JsonSerializer.SerializeToUtf8Bytes(document, Minified);
        _tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(_plain).AsSpan(0, 12))}\"", isWeak: true); // one for both encodings
        using var compressed = new MemoryStream();

        using (var brotli = new BrotliStream(compressed, CompressionLevel.Optimal))
        {
            brotli.Write(_plain);
        }

        _brotli = compressed.ToArray();
    }

    /// <summary>Answers with the document. Other encodings than Brotli are left to the compression of all answers.</summary>
    public static FileContentHttpResult Get(HttpContext http)
    {
        var document = Committed.GetOrAdd(http.Request.PathBase, pathBase => new(() => new(pathBase))).Value;
        var headers = http.Response.Headers;
        var takesBrotli = http.Request.GetTypedHeaders().AcceptEncoding.Any(e => e is { Value.Value: "br", Quality: null or > 0 });
        (headers.CacheControl, headers.ContentEncoding) = ("no-cache", takesBrotli ? "br" : default);
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);

        return TypedResults.Bytes(
            takesBrotli ? document._brotli : document._plain, MediaTypeNames.Application.Json, entityTag: document._tag);
    }
}
