using System.Net;
using System.Text.Json.Nodes;
using Npgsql;
using PartnershipTracker.Resources.Crud;
using PartnershipTracker.Tests.Features;

namespace PartnershipTracker.Tests.Web;

/// <summary>
/// Every writing route of the API document appends one row to the change log in its transaction, and nothing else does.
/// </summary>
public sealed class EveryWriteTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly (string, string) Any = ("If-Match", "*");

    /// <summary>
    /// A valid request for every writing operation, by its id, except the usual ones of a resource. A new operation needs a row here.
    /// </summary>
    private Dictionary<string, Func<Task<ApiResponse>>> Requests() => new(StringComparer.Ordinal)
    {
        ["putAreaLink"] = async () => await app.Put($"{await New("meetings", TestData.Meeting())}/areas/hbm", TestData.Link()),
        ["deleteAreaLink"] = () => app.Delete($"meetings/{OpeningIds.Meeting(1)}/areas/ai-services"),
        ["createParticipant"] = async () =>
            await app.Post($"{await New("meetings", TestData.Meeting())}/participants", TestData.Participant("intel")),
        ["replaceParticipant"] = () =>
            app.Put(
                $"meetings/{OpeningIds.Meeting(7)}/participants/{OpeningIds.Participant(7, 1)}", TestData.Participant("sk-hynix", "ours")),
        ["deleteParticipant"] = async () =>
        {
            var meeting = await app.Post("meetings", TestData.Meeting());

            return await app.Delete($"{meeting.Headers["Location"]}/participants/{meeting.Body["participants"]![0]!["id"]}");
        },
        ["createImport"] = () => app.Post("imports", new JsonObject { ["companies"] = new JsonArray(TestData.Company()) }),
        ["deleteImport"] = async () => await app.Delete(await AuditedCalls.NewImport(app), Any),
        ["createRestoration"] = async () =>
        {
            var area = await app.Post("areas", TestData.Area());
            await app.Delete(area.Headers["Location"], Any);

            return await app.Post(
                "restorations", new JsonObject { ["resource"] = "areas", ["id"] = area.Body["id"]!.ToString(), ["version"] = 1 });
        },
    };

    private Dictionary<string, Func<Task<ApiResponse>>> RequestsOfGrants() => new(StringComparer.Ordinal)
    {
        ["createFeed"] = () => app.Post("feeds", TestData.Feed()),
        ["patchFeed"] = async () =>
            await app.Patch(await New("feeds", TestData.Feed()), new JsonObject { ["description"] = "Changed" }, Any),
        ["deleteFeed"] = async () => await app.Delete(await New("feeds", TestData.Feed()), Any),
        ["createKey"] = () => app.Post("keys", TestData.ApiKey()),
        ["patchKey"] = async () =>
            await app.Patch(await New("keys", TestData.ApiKey()), new JsonObject { ["description"] = "Changed" }, Any),
        ["deleteKey"] = async () => await app.Delete(await New("keys", TestData.ApiKey()), Any),
        ["createKeySecret"] = async () => await app.Post($"{await New("keys", TestData.ApiKey())}/secrets", null),
        ["deleteKeySecret"] = async () =>
        {
            var key = await app.Post("keys", TestData.ApiKey());

            return await app.Delete($"{key.Headers["Location"]}/secrets/{key.Body["secretId"]}");
        },
    };

    private Dictionary<string, Func<Task<ApiResponse>>> RequestsOfWebhooks() => new(StringComparer.Ordinal)
    {
        ["createWebhook"] = async () => await app.Post("webhooks", await Webhook()),
        ["patchWebhook"] = async () =>
            await app.Patch(await New("webhooks", await Webhook()), new JsonObject { ["description"] = "Changed" }, Any),
        ["deleteWebhook"] = async () => await app.Delete(await New("webhooks", await Webhook()), Any),
        ["createWebhookSecret"] = async () => await app.Post($"{await New("webhooks", await Webhook())}/secrets", null),
        ["deleteWebhookSecret"] = async () =>
        {
            var webhook = await New("webhooks", await Webhook());
            var second = (await app.Post($"{webhook}/secrets", null)).Is(HttpStatusCode.Created);

            return await app.Delete($"{webhook}/secrets/{second.Body["secretId"]}");
        },
    };

    private async Task<JsonObject> Webhook() => await AuditedCalls.NewWebhook(app);

    private Dictionary<string, Func<Task<ApiResponse>>> RequestsOfEvidence() => new(StringComparer.Ordinal)
    {
        ["putSourceText"] = async () => await app.SendBytes(
            HttpMethod.Put, $"{await New("sources", TestData.Source())}/text", "본문"u8.ToArray(), ("Content-Type", "text/plain")),
        ["createRetraction"] = async () =>
            await app.Post($"{await New("sources", TestData.Source())}/retraction", new JsonObject { ["reason"] = "A test says so." }),
        ["deleteRetraction"] = async () =>
        {
            var source = await New("sources", TestData.Source());
            await app.Post($"{source}/retraction", new JsonObject { ["reason"] = "A test says so." });

            return await app.Delete($"{source}/retraction");
        },
    };

    [Fact]
    public async Task Every_write_appends_one_change_with_the_representation_of_a_GET()
    {
        var requests = Requests().Concat(RequestsOfGrants()).Concat(RequestsOfWebhooks()).Concat(RequestsOfEvidence()).ToDictionary();

        // The test of a webhook sends a message, and writes nothing.
        foreach (var operation in (await app.Operations()).Where(o => o.Method != "GET" && o.Id != "testWebhook"))
        {
            var resource = Catalog.Resources.All.SingleOrDefault(r => UsualPaths(r).Contains(operation.Path));
            Assert.True(resource is not null || requests.ContainsKey(operation.Id), $"{operation} writes and has no request here.");
            var answer = resource is null ? await requests[operation.Id]() : await Write(operation.Method, resource.Collection);
            Assert.True((int)answer.Status is >= 200 and < 300, $"{operation}: {answer.Text}");

            var change = JsonNode.Parse(await app.Query<string>(
                "SELECT row_to_json(c)::text FROM changes c ORDER BY sequence DESC LIMIT 1"))!;
            var rows = await app.Query<long>($"SELECT count(*) FROM changes WHERE transaction = '{change["transaction"]}'");
            Assert.Equal(1, rows);
            var current = await app.Get($"{change["resource"]}/{change["resource_id"]}");

            Assert.Equal("local-admin", change["actor"]!.ToString());

            if (operation.Id is "createImport" or "deleteImport")
            {
                Assert.True(
                    operation.Method is "DELETE" ? current.Status is HttpStatusCode.NotFound
                    : JsonNode.DeepEquals(current.Body, change["image"]),
                    current.Text);

                continue; // an import has no resource of its own
            }

            Assert.Contains(
                change["resource_id"]!.ToString(),
                operation.Path.Contains('{', StringComparison.Ordinal) ? answer.Url : answer.Headers["Location"],
                StringComparison.Ordinal);

            if (change["operation"]!.ToString() == "delete")
            {
                Assert.Equal(("DELETE", HttpStatusCode.NotFound), (operation.Method, current.Status));
            }
            else
            {
                Assert.Equal(answer.Version, (int)change["version"]!);
                Assert.Equal(current.ETag, answer.ETag);
                Assert.True(JsonNode.DeepEquals(current.Body, change["image"]), $"{operation}: {change["image"]} is not {current.Text}");
            }
        }

        Assert.Empty(await StoredImageTests.Differing(app));
        await MeetingKeyTests.AssertInStep(app);
    }

    [Fact]
    public async Task A_refused_write_appends_no_change()
    {
        var before = await app.Query<long>("SELECT count(*) FROM changes");

        (await app.Post("meetings", new JsonObject())).Is(HttpStatusCode.BadRequest);
        (await app.Post("companies", TestData.Company("nvidia"))).Is(HttpStatusCode.Conflict);
        (await app.Delete("companies/openai", Any)).Is(HttpStatusCode.Conflict);
        (await app.Patch("areas/semiconductors", new JsonObject { ["parent"] = "hbm" }, Any)).Is(HttpStatusCode.UnprocessableEntity);
        (await app.Put($"meetings/{OpeningIds.Meeting(2)}/areas/hbm", TestData.Link("tsmc"))).Is(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(before, await app.Query<long>("SELECT count(*) FROM changes"));
    }

    [Theory]
    [InlineData("UPDATE changes SET actor = 'nobody'")]
    [InlineData("DELETE FROM changes")]
    [InlineData("TRUNCATE changes")]
    [InlineData("UPDATE import_rows SET outcome = 'refuse'")]
    public async Task The_owner_cannot_alter_the_logs(string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => app.Query<object>(sql));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Theory]
    [InlineData("ALTER TABLE meetings ADD COLUMN secret text")]
    [InlineData("DROP TABLE changes")]
    [InlineData("CREATE TABLE mine (id int)")]
    [InlineData("UPDATE changes SET actor = 'nobody'")]
    [InlineData("DELETE FROM import_rows")]
    [InlineData("DELETE FROM \"__EFMigrationsHistory\"")]
    public async Task The_runtime_role_cannot_alter_tables_or_the_logs(string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => app.QueryAsRuntime(sql));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    private async Task<string> New(string resource, JsonObject request) =>
        (await app.Post(resource, request)).Is(HttpStatusCode.Created).Headers["Location"];

    private static string[] UsualPaths(Resource resource) =>
        [$"{TrackerApp.Api}/{resource.Collection}", $"{TrackerApp.Api}/{resource.Collection}/{{{resource.IdParameter}}}"];

    /// <summary>Creates an item, or changes or deletes a new one.</summary>
    private async Task<ApiResponse> Write(string method, string resource)
    {
        var request = await SampleRequests.Create(app, resource);

        return method switch
        {
            "POST" => await app.Post(resource, request),
            "PUT" => await app.Put(await New(resource, request), SampleRequests.Replacement(resource, request), Any),
            "PATCH" => await app.Patch(await New(resource, request), SampleRequests.Change(resource), Any),
            _ => await app.Delete(await New(resource, request), Any),
        };
    }
}
