using Microsoft.AspNetCore.Http.Timeouts;

namespace PartnershipTracker.Files.Writers;

/// <summary>Routes that answer with a file.</summary>
public static class FileRoutes
{
    public static IServiceCollection AddExports(this IServiceCollection services) =>
        services.AddSingleton<ExportSlots>().AddScoped<ExportSession>();

    /// <summary>Maps a table at one address per format of <see cref="FileFormat.OfTables"/>.</summary>
    /// <param name="api">The group of all resources.</param>
    /// <param name="path">The address, without its extension.</param>
    /// <param name="tag">The tag in the document.</param>
    /// <param name="name">The name of the operations, to which the format is added.</param>
    /// <param name="handler">The handler, which answers with a <see cref="TableFile{TRow}"/>.</param>
    public static void MapTable(this RouteGroupBuilder api, string path, string tag, string name, Delegate handler)
    {
        foreach (var format in FileFormat.OfTables)
        {
            api.MapFile(path, format, tag, name, handler);
        }
    }

    /// <summary>Maps a file in one format. Its address ends with the extension, except that of the register.</summary>
    public static RouteHandlerBuilder MapFile(
        this RouteGroupBuilder api, string path, FileFormat format, string tag, string name, Delegate handler,
        string scope = Scopes.Export) => api
        .MapGet(format == FileFormat.Ndjson ? path : $"{path}.{format.Extension}", handler)
        .WithName(name + char.ToUpperInvariant(format.Extension[0]) + format.Extension[1..])
        .WithTags(tag)
        .WithMetadata(format, new DisableRequestTimeoutAttribute()) // Kestrel's data rate limit ends a stalled one
        .Needs(scope, scope)
        .AddEndpointFilter(async (context, next) =>
        {
            await context.HttpContext.RequestServices.GetRequiredService<ExportSession>().Open(context.HttpContext.RequestAborted);

            return await next(context);
        });
}
