namespace PartnershipTracker.Features.Insights;

public static class InsightEndpoints
{
    /// <summary>
    /// Maps a picture at an address that ends in <c>.svg</c>. It shows one snapshot, and polling it costs as little as polling its data.
    /// </summary>
    internal static void MapPicture(this IEndpointRouteBuilder api, string path, string tag, string name, Delegate draw,
        bool isOfAll = true) => api
        .MapGroup("").NeedsReadOrWrite().WithSnapshots(isOfAll).WithTags(tag).MapGet($"{path}.svg", draw).WithName(name);
}
