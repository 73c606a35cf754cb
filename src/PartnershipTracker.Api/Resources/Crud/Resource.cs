namespace PartnershipTracker.Resources.Crud;

/// <summary>The definition of a resource: everything that the shared code needs to know about it.</summary>
public abstract class Resource
{
    /// <summary>The name of the collection, as in URLs and in the change log: <c>trips</c>.</summary>
    public abstract string Collection { get; }

    /// <summary>The noun for one item in a sentence: <c>trip</c>.</summary>
    public required Noun Noun { get; init; }

    /// <summary>The id or key of an item of the opening data: the example in the API document.</summary>
    public required string ExampleId { get; init; }

    /// <summary>The tag of its operations and the sentence that describes it.</summary>
    public required (string Name, string Description) Tag { get; init; }

    /// <summary>Remarks on single operations, in place of the usual ones.</summary>
    public OperationRemarks Remarks { get; init; } = new();

    /// <summary>The includes by which responses of other resources show items of this one.</summary>
    public IReadOnlyList<IncludeDefinition> IncludedIn { get; init; } = [];

    /// <summary>The reading from and writing to files; null when the resource cannot be imported.</summary>
    public ImportDefinition? Import { get; protected init; }

    /// <summary>The restoring of past versions; null when that is not possible.</summary>
    public RestoreDefinition? Restore { get; protected init; }

    /// <summary>True when callers choose the key; false when the server assigns a UUID.</summary>
    public abstract bool IsKeyed { get; }

    /// <summary>The name of the path parameter: <c>tripId</c>.</summary>
    public string IdParameter => $"{Noun.En}Id";

    public abstract void Register(IServiceCollection services, IEnumerable<IncludeDefinition> includes);

    /// <summary>The version of the shape of the responses.</summary>
    public abstract short Shape { get; }

    /// <summary>Renders the stored images that are missing or have another shape.</summary>
    /// <returns>The number of images rendered.</returns>
    public abstract Task<int> RebuildImages(TrackerDb db, CancellationToken cancellation);

    /// <summary>Returns the ids of the items whose stored image is not what their rows give.</summary>
    public abstract IAsyncEnumerable<string> DifferingImages(TrackerDb db, CancellationToken cancellation);
}

/// <summary>The definition of a resource by its types.</summary>
/// <typeparam name="T">The entity.</typeparam>
/// <typeparam name="TRequest">The body of a POST or PUT.</typeparam>
/// <typeparam name="TResponse">The body of a GET.</typeparam>
public sealed class Resource<T, TRequest, TResponse> : Resource
    where T : Root, IResource, new()
    where TRequest : class, IWriteRequest<T>, IFrom<T, TRequest>
    where TResponse : IFrom<T, TResponse>
{
    public Resource()
    {
        Import = new ImportDefinition<T, TRequest, TResponse>();
        Restore = RestoreDefinition.Of<T, TRequest, TResponse>(ResourceImage.Read<TRequest>);
    }

    public override string Collection => T.Resource;

    public override bool IsKeyed => typeof(T).IsAssignableTo(typeof(KeyedEntity));

    /// <summary>The related resources of upstream features that a response can include.</summary>
    public IReadOnlyList<IncludeDefinition<TResponse>> Includes { get; init; } = [];

    public new ImportDefinition? Import { get => base.Import; init => base.Import = value; }

    public new RestoreDefinition? Restore { get => base.Restore; init => base.Restore = value; }

    public override void Register(IServiceCollection services, IEnumerable<IncludeDefinition> includes) =>
        services.AddView(new Includes<TResponse>([.. Includes, .. includes.OfType<IncludeDefinition<TResponse>>()]));

    public override short Shape => T.Shape;

    public override Task<int> RebuildImages(TrackerDb db, CancellationToken cancellation) =>
        StoredImages.Rebuild<T, TResponse>(db, cancellation);

    public override IAsyncEnumerable<string> DifferingImages(TrackerDb db, CancellationToken cancellation) =>
        StoredImages.Differing<T, TResponse>(db, cancellation);
}

/// <summary>Remarks of the API document that are particular to a resource; null: the usual ones.</summary>
public sealed record OperationRemarks(string? Create = null, string? Replace = null, string? Delete = null);
