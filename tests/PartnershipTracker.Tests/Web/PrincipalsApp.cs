using System.Net;
using System.Text.Json.Nodes;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Features.Access;

namespace PartnershipTracker.Tests.Web;

/// <summary>All kinds of principals, and a meeting of each confidentiality.</summary>
public sealed class PrincipalsApp(TestServer server) : TrackerApp(server)
{
    public static readonly string[] Levels = [.. EnumNames.Names(typeof(Confidentiality))];

    /// <summary>
    /// The keys by name; null means no credential, from a page of another site, so that the caller is not the local administrator.
    /// </summary>
    public Dictionary<string, string?> Keys { get; } = new(StringComparer.Ordinal) { ["none"] = null };

    /// <summary>A meeting of each level, and a public one that is limited to an unknown reader.</summary>
    public Dictionary<string, string> Meetings { get; } = new(StringComparer.Ordinal);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Keys["forged"] = Secret.Create();
        Keys["expired"] = await Key([.. Scopes.All], expiresAt: TimeProvider.System.GetUtcNow().AddHours(-1));
        Keys["revoked"] = await Key([.. Scopes.All], id: "revoked");
        await Delete("keys/revoked", ("If-Match", "*"));

        foreach (var scope in Scopes.All)
        {
            Keys[scope] = await Key([scope]);
        }

        foreach (var level in Levels)
        {
            Keys[level] = await Key([.. Scopes.All], level);
            Meetings[level] = await Meeting(level);
        }

        Meetings["need to know"] = await Meeting("public", "user:somebody-else");
        await Key(["read"], "internal", "power-bi");
    }

    /// <summary>Sends a request as a principal.</summary>
    public Task<ApiResponse> As(string principal, HttpMethod method, string path, JsonNode? body, params (string, string)[] headers) =>
        Send(method, path, body, [.. headers, Keys[principal] is { } key ? ("X-Api-Key", key) : ("Sec-Fetch-Site", "cross-site")]);

    /// <summary>Creates a meeting like M1 with the same areas.</summary>
    private async Task<string> Meeting(string level, params string[] readers)
    {
        var meeting = TestData.Meeting(company: "openai");
        meeting["confidentiality"] = level;
        meeting["readers"] = new JsonArray([.. readers.Select(r => (JsonNode)r)]);
        var created = (await Post("meetings", meeting)).Is(HttpStatusCode.Created);
        var id = created.Body["id"]!.ToString();
        (await Put($"meetings/{id}/areas/ai-services", TestData.Link("openai"))).Is(HttpStatusCode.Created);

        return id;
    }
}
