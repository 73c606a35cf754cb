using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using PartnershipTracker.Data;

namespace PartnershipTracker.Http;

/// <summary>All the parts of one kind that a root has. There are few enough for one answer; the ETag is the root's.</summary>
/// <param name="Items">The parts, in order.</param>
public sealed record Parts<T>([property: MaxLength(Rules.ManyItems)] IReadOnlyList<T> Items) : IVersioned, IDiscloses
{
    internal Disclosure Root { get; init; } = null!;

    string IVersioned.EntityTag => ETag.Of(Root.Version);

    IEnumerable<Disclosure> IDiscloses.Disclosed => [Root];
}

public static class Parts
{
    public static Parts<TPart> Of<T, TPart>(T root, IReadOnlyList<TPart> parts)
        where T : Root, IResource => new(parts) { Root = Disclosures.Of(root) };
}

/// <summary>204 for a part that is gone, with the new ETag of the root that it was a part of.</summary>
public sealed class PartRemoved(Root root) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
        httpContext.Response.Headers.ETag = ETag.Of(root);

        return Task.CompletedTask;
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status204NoContent, typeof(void)));
}
