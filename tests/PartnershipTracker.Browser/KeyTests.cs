using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using PartnershipTracker.Tests;

namespace PartnershipTracker.Browser;

/// <summary>The page where every request needs a key.</summary>
public sealed class KeyTests(ProductionApp app, Chromium chromium) : IClassFixture<ProductionApp>, IClassFixture<Chromium>
{
    private static readonly string[] Views =
    [
        "", "view=timeline", "view=network", "view=quality", "view=meetings", "view=collaborations", "view=people", "view=companies",
        "view=network&around=sk-telecom", "view=search&q=hidden",
    ];

    private static async Task SignIn(Window window, string key)
    {
        await window.Page.GetByLabel("API key").FillAsync(key);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Use this key" }).ClickAsync();
    }

    [Fact]
    public async Task A_key_is_asked_for_kept_for_the_session_only_and_never_in_an_address()
    {
        await using var window = await chromium.Open(app);
        await window.Go("/");
        await SignIn(window, "wrong");
        await window.Page.GetByText("This key is not valid").WaitForAsync();
        Assert.Empty(await window.Violations());

        await SignIn(window, app.Secret);
        await window.Page.Locator("svg").WaitForAsync();
        await window.Follow(window.Page.GetByRole(AriaRole.Link, new() { Name = "Meetings", Exact = true }));

        Assert.Equal((int)(await app.Get("meetings?count=true&limit=1", ("X-Api-Key", app.Secret))).Body["total"]!, await window.Total());
        Assert.All(window.Responses, response => Assert.DoesNotContain(app.Secret, response.Url, StringComparison.Ordinal));
        Assert.Equal(0, await window.Page.EvaluateAsync<int>("localStorage.length"));

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await window.Page.GetByLabel("API key").WaitForAsync();
    }

    [Fact]
    public async Task No_view_of_a_public_key_tells_that_there_are_confidential_meetings()
    {
        var admin = ("X-Api-Key", app.Secret);
        var made = await app.Post(
            "keys", new JsonObject { ["id"] = "public-reader", ["scopes"] = new JsonArray("read"), ["clearance"] = "public" }, admin);
        await using var window = await chromium.Open(app);
        await window.Go("/");
        await SignIn(window, made.Is(HttpStatusCode.Created).Body["secret"]!.ToString());
        await window.Page.Locator("svg").WaitForAsync();
        var before = await Shown(window);

        var lines = Enumerable.Range(0, 200).Select(number =>
        {
            var meeting = TestData.Meeting(company: number % 2 == 0 ? "intel" : "openai");
            (meeting["resource"], meeting["title"], meeting["confidentiality"]) = ("meetings", TestData.Name("숨김", $"Hidden {number}"), "confidential");
            meeting["areas"] = new JsonArray(new JsonObject
            {
                ["area"] = "hbm",
                ["affiliates"] = new JsonArray("sk-hynix"),
                ["companies"] = new JsonArray(),
                ["basis"] = "stated",
            });

            return meeting.ToJsonString();
        });
        var imported = await app.Import(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines)), "application/x-ndjson", "", admin);
        Assert.Equal(200, (int)imported.Is(HttpStatusCode.OK).Body["created"]!);

        Assert.Equal(before, await Shown(window));
    }

    /// <summary>Returns the text and the links of every view.</summary>
    private static async Task<List<string>> Shown(Window window)
    {
        var shown = new List<string>();

        foreach (var view in Views)
        {
            await window.Go($"/?{view}");
            shown.Add(await window.Page.Locator("main").EvaluateAsync<string>(
                "main => main.innerText + [...main.querySelectorAll('a, [aria-label]')].map(a => `${a.getAttribute('aria-label')} ${a.getAttribute('href')}`)"));
        }

        return shown;
    }
}
