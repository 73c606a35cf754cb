using System.Net.Mime;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http.Timeouts;
using PartnershipTracker.Web.Configuration;
using PartnershipTracker.Web.Hardening;

namespace PartnershipTracker.Web.Requests;

/// <summary>
/// A large body, kept in a file that has no name any more: it is there until it is closed, or the process ends. Work that outlasts the
/// request takes it over.
/// </summary>
public sealed class BufferedUpload : IAsyncDisposable
{
    private FileStream? _file;

    private BufferedUpload(FileStream? file, string mediaType)
    {
        _file = file ?? Open();
        MediaType = mediaType;
    }

    public const string Lines = "application/x-ndjson";

    /// <summary>The forms in which things are taken in.</summary>
    public static readonly string[] MediaTypes = [MediaTypeNames.Application.Json, Lines, MediaTypeNames.Text.Csv];

    public string MediaType { get; }

    /// <summary>The file from its beginning.</summary>
    public Stream Rewound()
    {
        _file!.Position = 0;

        return _file;
    }

    /// <summary>Whoever takes it disposes of it.</summary>
    public BufferedUpload Detach()
    {
        var taken = new BufferedUpload(_file!, MediaType);
        _file = null;

        return taken;
    }

    public async Task<byte[]> Hash(CancellationToken cancellation) => await SHA256.HashDataAsync(Rewound(), cancellation);

    /// <summary>Puts the body into a file, where the endpoint asks for that, before anything else is done with it.</summary>
    public static async Task Buffer(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Accepted>() is null)
        {
            await next(context);

            return;
        }

        await using var spool = new BufferedUpload(null, context.Request.ContentType ?? MediaTypeNames.Application.Json);
        await context.Request.Body.CopyToAsync(spool._file!, context.RequestAborted);
        context.Request.Body = Stream.Null;
        context.Features.Set(spool);
        await next(context);
    }

    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static FileStream Open()
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

    /// <summary>What an endpoint that takes such bodies says of itself.</summary>
    internal sealed class Accepted(long most) : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => most;
    }
}

/// <summary>The spooled body of a request; <typeparamref name="TBody"/> is what the document says of it.</summary>
public sealed record Upload<TBody>(BufferedUpload Spool) : IBindableFromHttpContext<Upload<TBody>>, IEndpointParameterMetadataProvider
{
    public static ValueTask<Upload<TBody>?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<Upload<TBody>?>(new(context.Features.Get<BufferedUpload>()!));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        var most = builder.ApplicationServices.GetRequiredService<IConfiguration>().Number(RequestLimits.ImportMegabytes, 256, least: 1);
        builder.Metadata.Add(new AcceptsMetadata(BufferedUpload.MediaTypes, typeof(TBody)));
        builder.Metadata.Add(new BufferedUpload.Accepted(most * 1024L * 1024L));
        builder.Metadata.Add(new DisableRequestTimeoutAttribute()); // Kestrel ends what makes no progress
    }
}
