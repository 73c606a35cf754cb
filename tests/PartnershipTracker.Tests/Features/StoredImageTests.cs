using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using PartnershipTracker.Data.Connections;
using PartnershipTracker.Web.Json;

namespace PartnershipTracker.Tests.Features;

/// <summary>The stored images, from which reads are served.</summary>
public sealed class StoredImageTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const string Company = "companies/nvidia";

    public static TheoryData<string> Resources => ResourceLifecycleTests.Resources;

    /// <summary>The number of random writes: a few hundred, unless more are asked for.</summary>
    private static int Writes =>
        int.Parse(Environment.GetEnvironmentVariable("TRACKER_RANDOM_WRITES") ?? "300", CultureInfo.InvariantCulture);

    /// <summary>Returns the items whose stored image is not what their rows give.</summary>
    internal static async Task<List<string>> Differing(TrackerApp app)
    {
        await using var db = await app.Services.GetRequiredService<DatabaseConnections>().OpenAsOwner();
        var differing = new List<string>();

        foreach (var resource in Catalog.Resources.All)
        {
            await foreach (var id in resource.DifferingImages(db, TestContext.Current.CancellationToken))
            {
                differing.Add($"{resource.Collection}/{id}");
            }
        }

        return differing;
    }

    [Fact]
    public async Task Images_facets_and_keys_equal_the_rows_after_random_writes_of_every_kind()
    {
        var writes = new RandomWrites(app, seed: 7);

        await writes.Send(Writes);

        Assert.True(writes.Accepted > Writes / 3, $"{writes.Accepted} of {Writes}");
        Assert.Empty(await Differing(app));
        await MeetingFacetWriteTests.AssertInStep(app);
        await MeetingKeyTests.AssertInStep(app);
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_read_serves_the_stored_image(string resource)
    {
        var created = await app.Post(resource, await SampleRequests.Create(app, resource));
        var (url, table) = (created.Is(HttpStatusCode.Created).Headers["Location"], TableOf(resource));
        var image = $"{{\"id\":\"{created.Body["id"]}\",\"mark\":1}}";
        await app.Query<object>(
            $"UPDATE {table} SET image = convert_to('{image}', 'UTF8') WHERE id = '{created.Body["id"]}' RETURNING 1");

        Assert.Equal(image, (await app.Get(url)).Text);
        Assert.Contains(image, (await app.Get($"{resource}?sort=-updatedAt&limit=1")).Text, StringComparison.Ordinal);
        Assert.Contains($"{resource}/{created.Body["id"]}", await Differing(app));
        await app.Query<object>($"UPDATE {table} SET image = NULL WHERE id = '{created.Body["id"]}' RETURNING 1");
        await app.RenderImages(); // other tests read lists with the item
    }

    [Theory]
    [InlineData("image = NULL")]
    [InlineData("image = convert_to('{}', 'UTF8'), image_shape = 0")]
    [InlineData("image = convert_to('{}', 'UTF8'), image_version = 0")]
    public async Task A_row_without_an_image_of_the_present_version_and_shape_is_rendered_from_its_columns(string change)
    {
        var list = "companies?limit=200";
        var (one, page) = (await app.Get(Company), await app.Get(list));
        await app.Query<object>($"UPDATE organizations SET {change} WHERE id = 'nvidia' RETURNING 1");

        var (oneLater, pageLater) = (await app.Get(Company), await app.Get(list));

        Assert.Equal((one.Text, one.ETag), (oneLater.Text, oneLater.ETag));
        Assert.Equal((page.Text, page.ETagOfContent), (pageLater.Text, pageLater.ETagOfContent));
        Assert.Equal(["companies/nvidia"], await Differing(app));

        await app.RenderImages();
        Assert.Empty(await Differing(app));
    }

    [Fact]
    public async Task Rebuilding_does_not_overwrite_a_row_that_was_written_meanwhile()
    {
        await app.Query<object>("UPDATE organizations SET image = NULL WHERE id = 'nvidia' RETURNING 1");
        var writes = Enumerable.Range(0, 20).Select(i =>
            app.Patch(Company, new JsonObject { ["website"] = $"https://example.com/{i}" }, ("If-Match", "*")));

        await Task.WhenAll([.. writes, app.RenderImages(), app.RenderImages()]);

        Assert.Empty(await Differing(app));
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task One_statement_reads_an_item_and_one_reads_a_page(string resource)
    {
        var item = (await app.Get($"{resource}?limit=1")).Items[0]!["id"]!.ToString();

        foreach (var address in new[] { $"{resource}/{item}", $"{resource}?limit=50", $"{resource}?fields=id" })
        {
            await app.Get(address);
            using var log = new SqlLog(app);
            (await app.Get(address)).Is(HttpStatusCode.OK);

            Assert.Single(log.Commands, sql => !sql.StartsWith("INSERT INTO audit", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("\"{0}-2\"", HttpStatusCode.OK)]
    [InlineData("\"{0}\"", HttpStatusCode.OK)]
    [InlineData("\"{0}-\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("\"{0}-x\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("\"{0}-2-2\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("W/\"{0}-2\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("\"9{0}-2\"", HttpStatusCode.PreconditionFailed)]
    public async Task If_Match_compares_the_version_and_not_the_shape(string tag, HttpStatusCode expected)
    {
        var company = await app.Post("companies", TestData.Company());
        var sent = tag.Replace("{0}", company.Body["version"]!.ToString(), StringComparison.Ordinal);

        var answer = await app.Patch(company.Headers["Location"], new JsonObject { ["country"] = "KR" }, ("If-Match", sent));

        Assert.Equal(expected, answer.Status);
    }

    /// <summary>
    /// If the members of a response change, its <c>Shape</c> must be raised, and both be written here. A new member that is absent without
    /// a value (<c>until</c> of an alias) leaves the stored images right.
    /// </summary>
    [Fact]
    public void A_response_whose_members_change_has_another_shape()
    {
        const string Known =
            """
            sources 1 40ec02ca
            affiliates 1 7f1c9e9e
            companies 1 a6364f75
            people 1 4b57ba2d
            areas 1 4b6adaa8
            trips 2 d5371d59
            meetings 2 530e334b
            collaborations 2 f3c7cecd
            citations 1 ea858b64
            """;
        var shapes = Catalog.Resources.All.Select(r =>
            $"{r.Collection} {r.Shape} {Digest(Members(r.GetType().GenericTypeArguments[^1]))}");

        Assert.Equal(Known, string.Join('\n', shapes));
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];

    /// <summary>Returns the names and types of the members of a JSON object, and of those below it.</summary>
    private static string Members(Type type) => ApiJson.Options.GetTypeInfo(type) switch
    {
        { Kind: JsonTypeInfoKind.Object } info =>
            $"{{{string.Join(',', info.Properties.Select(p => $"{p.Name}:{Members(p.PropertyType)}"))}}}",
        { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element } => $"[{Members(element)}]",
        _ => type.Name,
    };

    private static string TableOf(string resource) => resource is "companies" or "affiliates" ? "organizations" : resource;
}
