namespace PartnershipTracker.Features.Insights;

public static class InsightEndpoints
{
    /// <summary>What the register says when it is asked as a whole.</summary>
    public static void MapInsights(this IEndpointRouteBuilder api)
    {
        api.MapCoverage();
        api.MapStats();
        api.MapTimeline();
        api.MapNetwork();
    }
}
