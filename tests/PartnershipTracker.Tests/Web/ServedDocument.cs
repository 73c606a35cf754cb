namespace PartnershipTracker.Tests.Web;

/// <summary>The part of the reader that only the tests use: the drills share the rest, and have no application in their process.</summary>
public sealed partial class DocumentReader
{
    public static async Task<DocumentReader> Read(TrackerApp app) => Read((await app.Get("/openapi/v1.json")).Body.AsObject());
}
