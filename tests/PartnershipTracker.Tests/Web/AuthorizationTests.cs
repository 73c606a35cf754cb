using System.Net;
using System.Text.Json.Nodes;
using PartnershipTracker.Data.Visibility;

namespace PartnershipTracker.Tests.Web;

/// <summary>
/// Every route of the API document with every principal, compared with a table that is written by hand: a new route needs a row.
/// </summary>
public sealed class AuthorizationTests(PrincipalsApp app) : IClassFixture<PrincipalsApp>
{
    private static readonly Dictionary<string, string> Needs = ScopesNeeded.Of;

    /// <summary>Returns true if the scope is sufficient; write includes read, since the response to a write shows the resource.</summary>
    private static bool Holds(string scope, string needed) =>
        needed is ScopesNeeded.Open or ScopesNeeded.Anybody || scope == needed || (scope, needed) is (Scopes.Write, Scopes.Read);

    [Fact]
    public async Task Every_route_has_a_row_and_every_row_a_route() =>
        Assert.Equal((await app.Operations()).Select(o => o.Id).Order(StringComparer.Ordinal), Needs.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("none")]
    [InlineData("forged")]
    [InlineData("expired")]
    [InlineData("revoked")]
    public async Task Callers_without_a_valid_credential_reach_open_routes_only(string principal)
    {
        foreach (var operation in await app.Operations())
        {
            var answer = await Try(principal, operation, operation.Url);
            var expected = principal == "none" ? HttpStatusCode.Forbidden : HttpStatusCode.Unauthorized; // a page of another site

            Assert.True(
                Needs[operation.Id] is ScopesNeeded.Open ? (int)answer.Status < 400 : answer.Status == expected,
                $"{operation}: {answer.Status}");
        }
    }

    [Fact]
    public async Task Each_scope_opens_its_own_routes_and_no_other()
    {
        foreach (var scope in Scopes.All)
        {
            foreach (var operation in await app.Operations())
            {
                var answer = await Try(scope, operation, operation.Url);
                var isRefused = answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

                Assert.True(isRefused != Holds(scope, Needs[operation.Id]), $"{scope}, {operation}: {answer.Status} {answer.Text}");
                Assert.True((int)answer.Status < 500, $"{scope}, {operation}: {answer.Text}");
            }
        }
    }

    [Fact]
    public async Task A_meeting_above_the_clearance_is_a_404_on_every_route()
    {
        var operations = (await app.Operations()).Where(o => o.Path.Contains("{meetingId}", StringComparison.Ordinal)).ToList();
        Assert.True(operations.Count >= 13, string.Join(", ", operations));

        foreach (var (clearance, level) in from clearance in PrincipalsApp.Levels from level in app.Meetings.Keys select (clearance, level))
        {
            foreach (var operation in operations)
            {
                var url = await AddressOf(operation, app.Meetings[level]);
                var answer = await Try(clearance, operation, url);
                var mayKnow = Array.IndexOf(PrincipalsApp.Levels, level) is >= 0 and var rank
                    && rank <= Array.IndexOf(PrincipalsApp.Levels, clearance);

                Assert.True(
                    (answer.Status is HttpStatusCode.NotFound) != mayKnow, $"{clearance} at {level}, {operation}: {answer.Status} {url}");
                Assert.True((int)answer.Status < 500, $"{operation}: {answer.Text}");
            }
        }
    }

    /// <summary>
    /// Sends a valid request with a precondition that always fails, so that an authorized caller passes the access check but changes
    /// nothing.
    /// </summary>
    private Task<ApiResponse> Try(string principal, Operation operation, string url)
    {
        var body = operation.Id switch
        {
            // A caller can only give scopes that it has, and this test checks the route only.
            "createKey" => TestData.ApiKey(clearance: "public", scopes: Scopes.Admin),
            "createMeeting" => Public(TestData.Meeting()),
            _ => operation.Example?.DeepClone(),
        };

        return app.As(
            principal, new HttpMethod(operation.Method), url, body,
            operation.Method is "GET" ? ("Accept", "*/*") : ("If-Match", "\"999\""),
            operation.Id is "putSourceText" ? ("Content-Type", "text/plain") : ("Accept", "*/*"));
    }

    private static JsonObject Public(JsonObject meeting)
    {
        meeting["confidentiality"] = "public";

        return meeting;
    }

    /// <summary>Returns the address of the operation for another meeting, with the ids of its own parts.</summary>
    private async Task<string> AddressOf(Operation operation, string meeting)
    {
        var participant = (await app.Get($"meetings/{meeting}/participants")).Items[0]!["id"]!.ToString();

        return operation.Path
            .Replace("{meetingId}", meeting, StringComparison.Ordinal)
            .Replace("{areaId}", "ai-services", StringComparison.Ordinal)
            .Replace("{participantId}", participant, StringComparison.Ordinal);
    }
}
