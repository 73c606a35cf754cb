using PartnershipTracker.Resources.Reading;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Insights;

public static class InsightEndpoints
{
    /// <summary>
    /// A picture at an address that ends in <c>.svg</c>, of one moment and as cheap to poll as what it is drawn from.
    /// </summary>
    internal static void MapPicture(this IEndpointRouteBuilder api, string path, string tag, string name, Delegate draw) => api
        .MapGroup("").NeedsReadOrWrite().WithSnapshots().WithTags(tag).MapGet($"{path}.svg", draw).WithName(name);
}
