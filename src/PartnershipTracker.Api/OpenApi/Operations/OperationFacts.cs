using Microsoft.OpenApi;
using PartnershipTracker.Resources.Operations;
using PartnershipTracker.Web.Replicas;
using PartnershipTracker.Web.Responses;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Operations;

/// <summary>Facts about an operation that decide its headers and responses.</summary>
internal sealed class OperationFacts(OpenApiOperation operation, OperationFilterContext context)
{
    private readonly Type[] _takes = [.. context.MethodInfo.GetParameters().Select(p => p.ParameterType)];

    private readonly Type[] _shows = [.. context.ApiDescription.SupportedResponseTypes
        .Where(r => r.StatusCode is not StatusCodes.Status202Accepted).Select(r => r.Type).OfType<Type>(),
        .. context.MethodInfo.ReturnType.GenericTypeArguments]; // a picture or a text, which the document describes as a string

    /// <summary>The format of the file in the answer; null for JSON.</summary>
    public FileFormat? File => context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<FileFormat>().LastOrDefault();

    /// <summary>True if a replica may answer it.</summary>
    public bool MayBeOfReplica => !IsWrite && ReplicaReads.MayAnswer([.. context.ApiDescription.ActionDescriptor.EndpointMetadata]);

    /// <summary>True if its answers may tell their position.</summary>
    public bool ShowsPosition =>
        IsOfApi && ReplicaReads.ShowsPosition(context.ApiDescription.HttpMethod!, context.ApiDescription.ActionDescriptor.EndpointMetadata);

    public bool IsOfApi => context.ApiDescription.RelativePath!.StartsWith("api/", StringComparison.Ordinal);

    public bool IsWrite => !HttpMethods.IsGet(context.ApiDescription.HttpMethod!);

    public bool IsDelete => HttpMethods.IsDelete(context.ApiDescription.HttpMethod!);

    public bool IsPost => IsOfApi && HttpMethods.IsPost(context.ApiDescription.HttpMethod!);

    /// <summary>The call that creates what it reads, if a new register has none.</summary>
    public string? CreatedWith =>
        context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<CreatedWith>().LastOrDefault()?.Call;

    public bool HasBody => operation.RequestBody is not null;

    /// <summary>True if it takes a file, whose processing may outlast the request.</summary>
    public bool TakesFile => context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<BufferedUpload.Accepted>().Any();

    /// <summary>True if it undoes an import, which may outlast the request.</summary>
    public bool IsUndo => IsDelete && context.MethodInfo.ReturnType == typeof(Task<OperationResult>);

    public bool IsFeed => HasQuery("after");

    /// <summary>True if it reads the change log or the audit, of which old entries may have been deleted.</summary>
    public bool ReadsLogs => HasQuery("asOf") || IsUndo
        || context.ApiDescription.RelativePath!.Split('/')[^1] is "history" or "audit" or "restorations";

    public bool HasAddress => operation.Parameters?.Any(p => p.In is ParameterLocation.Path) is true;

    public bool AsksTheStore => IsOfApi || context.ApiDescription.RelativePath is "health/ready";

    /// <summary>True if the values of its query can contradict the data.</summary>
    public bool HasQueryRefusedByData => Array.Exists(_takes, t => t.IsAssignableTo(typeof(IRefusedByData)));

    public bool HasPrecondition => Array.Exists(_takes, t => t.IsAssignableTo(typeof(Precondition)));

    /// <summary>True if a request without If-Match can be answered with 428.</summary>
    public bool NeedsIfMatch => Takes<IfMatch>() || MayCreateAtAddress;

    /// <summary>True for the PUT of a keyed resource, which creates the resource if the key is free.</summary>
    public bool MayCreateAtAddress => Takes<Precondition>();

    public bool MustSendIfMatch => Takes<IfMatch>();

    public bool RemovesPart => context.MethodInfo.ReturnType == typeof(Task<PartDeleted>);

    /// <summary>True if its answer has an ETag. A file has none, even if its rows have one as JSON.</summary>
    public bool HasETag => RemovesPart || (File is null && Array.Exists(_shows, t => t.IsAssignableTo(typeof(IVersioned))));

    public bool IsPage => Array.Exists(_shows, t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(Page<>));

    /// <summary>True if it can answer with a stream of events.</summary>
    public bool IsStream => context.MethodInfo.ReturnType.GenericTypeArguments.SelectMany(t => t.GenericTypeArguments)
        .Contains(typeof(EventStreamResult));

    /// <summary>True if it answers with the whole register, from which a copy follows the feed of changes.</summary>
    public bool IsRegister => File == FileFormat.Ndjson;

    public bool HasView => Array.Exists(_takes, t => t.IsAssignableTo(typeof(View)));

    private bool HasQuery(string name) => operation.Parameters?.Any(p => p.In is ParameterLocation.Query && p.Name == name) is true;

    private bool Takes<T>() => _takes.Contains(typeof(T));
}
