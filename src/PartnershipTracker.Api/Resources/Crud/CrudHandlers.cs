namespace PartnershipTracker.Resources.Crud;

/// <summary>The handlers of the usual routes of a resource.</summary>
internal static class CrudHandlers<T, TRequest, TResponse>
    where T : Root, IResource, new()
    where TRequest : class, IWriteRequest<T>, IFrom<T, TRequest>
    where TResponse : IFrom<T, TResponse>
{
    public static Task<Created<Rendered<TResponse>>> Create(TRequest request, ResourceWriter writer, CancellationToken cancellation) =>
        writer.Create<T, TRequest, TResponse>(request, cancellation);

    public static async Task<Ok<Rendered<TResponse>>> Get(
        ResourceId id, [AsParameters] AsOfQuery query, [AsParameters] View<TResponse> _, VersionReader versions,
        CancellationToken cancellation) => TypedResults.Ok(await versions.Show<T, TResponse>(id.Value, query, cancellation));

    public static Task<Results<Ok<Rendered<TResponse>>, Created<Rendered<TResponse>>>> Put(
        ResourceId id, TRequest request, Precondition precondition, ResourceWriter writer, CancellationToken cancellation) =>
        writer.Put<T, TRequest, TResponse>(id.Value, request, precondition, cancellation);

    public static Task<Ok<Rendered<TResponse>>> Replace(
        ResourceId id, TRequest request, IfMatch precondition, ResourceWriter writer, CancellationToken cancellation) =>
        writer.Replace<T, TRequest, TResponse>(id.Value, request, precondition, cancellation);

    public static Task<Ok<Rendered<TResponse>>> Patch(
        ResourceId id, MergePatch<TRequest> patch, IfMatch precondition, ResourceWriter writer, CancellationToken cancellation) =>
        writer.Patch<T, TRequest, TResponse>(id.Value, patch, precondition, cancellation);

    public static Task<NoContent> Delete(
        ResourceId id, IfMatch precondition, ResourceWriter writer, CancellationToken cancellation) =>
        writer.Delete<T, TResponse>(id.Value, precondition, cancellation);

    public static async Task<Ok<Page<HistoryEntry>>> ListHistory(
        ResourceId id, [AsParameters] HistoryFilter filter, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await db.HistoryOf<T>(id.Value, filter, cancellation));
}
