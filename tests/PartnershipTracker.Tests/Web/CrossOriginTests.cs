using System.Net;

namespace PartnershipTracker.Tests.Web;

/// <summary>Pages of other origins where no origin is configured.</summary>
public sealed class CrossOriginTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Fact]
    public async Task A_preflight_is_told_which_setting_allows_its_origin()
    {
        var preflight = await app.Send(
            HttpMethod.Options, "companies", null, ("Origin", "https://dashboard.example"), ("Access-Control-Request-Method", "GET"));

        Assert.Equal("method_not_allowed", preflight.Is(HttpStatusCode.MethodNotAllowed).Body["code"]!.ToString());
        var error = Assert.Single(preflight.Body["errors"]!.AsArray())!;
        Assert.Equal("Origin", error["parameter"]!.ToString());
        Assert.Contains("`Cors__Origins__0=https://dashboard.example`", error["detail"]!.ToString(), StringComparison.Ordinal);
        Assert.False(preflight.Headers.ContainsKey("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Other_requests_with_an_unknown_method_are_told_nothing_of_it() => Assert.Null(
        (await app.Send(HttpMethod.Options, "companies", null)).Is(HttpStatusCode.MethodNotAllowed).Body["errors"]);
}
