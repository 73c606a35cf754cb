using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using PartnershipTracker.Resources.Auditing;

namespace PartnershipTracker.Resources.Contracts;

/// <summary>All parts of one kind of a root. They are few enough for a single response, and the ETag is that of the root.</summary>
/// <param name="Items">The parts, in order.</param>
public sealed record PartsResponse<T>([property: MaxLength(Rules.ManyItems)] IReadOnlyList<T> Items) : IVersioned, IAuditedRead
{
    internal AuditedRead Root { get; init; } = null!;

    string IVersioned.EntityTag => ETag.Of(Root.Version, Root.Shape);

    IEnumerable<AuditedRead> IAuditedRead.Reads => [Root];
}

public static class PartResponses
{
    public static PartsResponse<TPart> Of<T, TPart>(T root, IReadOnlyList<TPart> parts)
        where T : Root, IResource => new(parts) { Root = AuditedReads.Of(root) };
}

/// <summary>A 204 response for a deleted part, with the new ETag of its root.</summary>
public sealed class PartDeleted : IResult, IEndpointMetadataProvider
{
    private readonly string _tag;

    private PartDeleted(string tag) => _tag = tag;

    public static PartDeleted Of<T>(T root)
        where T : Root, IResource => new(ETag.Of(root.Version, T.Shape));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
        httpContext.Response.Headers.ETag = _tag;

        return Task.CompletedTask;
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status204NoContent, typeof(void)));
}
