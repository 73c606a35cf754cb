using System.Net.Mime;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http.Timeouts;
using PartnershipTracker.Web.Hardening;

namespace PartnershipTracker.Web.Requests;

/// <summary>
/// A large request body in a temporary file without a name, which exists until it is closed or the process ends. A job that outlasts the
/// request takes it over.
/// </summary>
public sealed class BufferedUpload : IAsyncDisposable
{
    private readonly string _contentType;
    private FileStream? _file;

    private BufferedUpload(FileStream? file, string contentType)
    {
        _file = file ?? Open();
        _contentType = contentType;
    }

    /// <summary>
    /// The largest files in bytes of formats with bounds of their own. A JSON bundle is read whole; a larger register comes as NDJSON. A
    /// workbook can be hundreds of times as large when it is unpacked; a larger table comes as CSV.
    /// </summary>
    private static readonly Dictionary<string, long> MaxSizes = new(StringComparer.Ordinal)
    {
        [MediaTypeNames.Application.Json] = 16 * 1024 * 1024,
        [FileFormat.Xlsx.MediaType] = 64 * 1024 * 1024,
    };

    /// <summary>The media types that an import accepts.</summary>
    public static readonly string[] MediaTypes =
        [MediaTypeNames.Application.Json, FileFormat.Ndjson.MediaType, MediaTypeNames.Text.Csv, FileFormat.Xlsx.MediaType];

    public string MediaType => _contentType.Split(';')[0];

    /// <summary>True for a text that was declared as CP949 or EUC-KR.</summary>
    public bool IsKorean => _contentType.EndsWith(ContentTypeGuard.Korean, StringComparison.Ordinal);

    /// <summary>Returns the file, positioned at its beginning.</summary>
    public Stream Rewound()
    {
        _file!.Position = 0;

        return _file;
    }

    /// <summary>Transfers the file to the caller, who must dispose of it.</summary>
    public BufferedUpload Detach()
    {
        var detached = new BufferedUpload(_file!, _contentType);
        _file = null;

        return detached;
    }

    public async Task<byte[]> Hash(CancellationToken cancellation) => await SHA256.HashDataAsync(Rewound(), cancellation);

    /// <summary>Copies the body to a file before any other middleware reads it, if the endpoint asks for that.</summary>
    public static async Task Buffer(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Accepted>() is null)
        {
            await next(context);

            return;
        }

        await using var upload = new BufferedUpload(null, context.Request.ContentType ?? MediaTypeNames.Application.Json);
        upload.RefuseLargeFile(context.Request.ContentLength);
        await context.Request.Body.CopyToAsync(upload._file!, context.RequestAborted);
        upload.RefuseLargeFile(upload._file!.Length);
        context.Request.Body = Stream.Null;
        context.Features.Set(upload);
        await next(context);
    }

    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void RefuseLargeFile(long? length)
    {
        if (length > MaxSizes.GetValueOrDefault(MediaType, long.MaxValue))
        {
            throw new ProblemException("too_large");
        }
    }

    /// <summary>Opens a temporary file without a name.</summary>
    internal static FileStream Open()
    {
        var path = Path.Combine(Path.GetTempPath(), $"tracker-import-{Guid.CreateVersion7():n}");
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        });
        File.Delete(path); // so that a crash leaves nothing behind

        return file;
    }

    /// <summary>The metadata of an endpoint that accepts such bodies.</summary>
    internal sealed class Accepted(long maxBytes) : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => maxBytes;
    }
}

/// <summary>The buffered body of a request. The API document describes it as a <typeparamref name="TBody"/>.</summary>
public sealed record Upload<TBody>(BufferedUpload Spool) : IBindableFromHttpContext<Upload<TBody>>, IEndpointParameterMetadataProvider
{
    public static ValueTask<Upload<TBody>?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<Upload<TBody>?>(new(context.Features.Get<BufferedUpload>()!));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        var megabytes = builder.ApplicationServices.GetRequiredService<LimitSettings>().ImportMegabytes;
        builder.Metadata.Add(new AcceptsMetadata(BufferedUpload.MediaTypes, typeof(TBody)));
        builder.Metadata.Add(new BufferedUpload.Accepted(megabytes * 1024L * 1024L));
        builder.Metadata.Add(new DisableRequestTimeoutAttribute()); // Kestrel ends a request that makes no progress
    }
}
