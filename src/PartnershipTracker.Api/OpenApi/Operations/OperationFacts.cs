using Microsoft.OpenApi;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Resources.Views;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Requests;
using PartnershipTracker.Web.Routing;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace PartnershipTracker.OpenApi.Operations;

/// <summary>What the conventions of the document depend on.</summary>
internal sealed class OperationFacts(OpenApiOperation operation, OperationFilterContext context)
{
    private readonly Type[] _takes = [.. context.MethodInfo.GetParameters().Select(p => p.ParameterType)];

    private readonly Type[] _shows = [.. context.ApiDescription.SupportedResponseTypes
        .Where(r => r.StatusCode is not StatusCodes.Status202Accepted).Select(r => r.Type).OfType<Type>()];

    /// <summary>The format of the file that it answers with; null: it answers in JSON.</summary>
    public FileFormat? File => context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<FileFormat>().LastOrDefault();

    public bool IsOfApi => context.ApiDescription.RelativePath!.StartsWith("api/", StringComparison.Ordinal);

    public bool IsWrite => !HttpMethods.IsGet(context.ApiDescription.HttpMethod!);

    public bool IsDelete => HttpMethods.IsDelete(context.ApiDescription.HttpMethod!);

    public bool IsPost => IsOfApi && HttpMethods.IsPost(context.ApiDescription.HttpMethod!);

    public bool HasBody => operation.RequestBody is not null;

    /// <summary>Whether it takes a file, which may take longer than a request.</summary>
    public bool TakesFile => context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<BufferedUpload.Accepted>().Any();

    public bool HasAddress => operation.Parameters?.Any(p => p.In is ParameterLocation.Path) is true;

    public bool AsksTheStore => IsOfApi || context.ApiDescription.RelativePath is "health/ready";

    public bool HasPrecondition => Array.Exists(_takes, t => t.IsAssignableTo(typeof(Precondition)));

    /// <summary>Without If-Match it is a 428, if only because what it would replace is there.</summary>
    public bool NeedsIfMatch => Takes<IfMatch>() || MayCreateAtAddress;

    /// <summary>PUT of something keyed, which creates it under a key that is free.</summary>
    public bool MayCreateAtAddress => Takes<Precondition>();

    public bool MustSendIfMatch => Takes<IfMatch>();

    public bool RemovesPart => context.MethodInfo.ReturnType == typeof(Task<PartDeleted>);

    public bool HasETag => RemovesPart || Array.Exists(_shows, t => t.IsAssignableTo(typeof(IVersioned)));

    public bool IsPage => Array.Exists(_shows, t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(Page<>));

    public bool HasView => Array.Exists(_takes, t => t.IsAssignableTo(typeof(View)));

    private bool Takes<T>() => _takes.Contains(typeof(T));
}
