using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using PartnershipTracker.Tests;

namespace PartnershipTracker.Browser;

/// <summary>The page while the register changes, is away, needs a key, or hides something.</summary>
public sealed class LiveTests(TrackerApp app, Chromium chromium) : IClassFixture<TrackerApp>, IClassFixture<Chromium>
{
    [Fact]
    public async Task What_changed_since_the_page_was_opened_is_shown_without_loading_it_again()
    {
        await using var window = await chromium.Open(app);
        await window.Page.Clock.InstallAsync();
        await window.Go("/?view=meetings");
        var before = await window.Total();

        (await app.Post("meetings", TestData.Meeting())).Is(HttpStatusCode.Created);
        await window.Page.Clock.FastForwardAsync(31_000);
        await window.Page.Locator(".notice").WaitForAsync();

        Assert.Equal(before + 1, await window.Total());
        Assert.Equal("Meetings (1)", Assert.Single(await window.Page.Locator(".notice a").AllInnerTextsAsync()));
        Assert.Contains("updatedSince=", await window.Page.Locator(".notice a").First.GetAttributeAsync("href"), StringComparison.Ordinal);
        Assert.Empty(await window.Violations());
    }

    [Fact]
    public async Task A_server_that_is_away_is_named_and_the_page_recovers()
    {
        await using var window = await chromium.Open(app);
        await window.Page.Clock.InstallAsync();
        await window.Go("/?view=quality");
        await window.Page.RouteAsync("**/api/v1/**", route => route.AbortAsync());
        await window.Page.Clock.FastForwardAsync(31_000);
        await window.Page.GetByRole(AriaRole.Alert).WaitForAsync();
        Assert.True(await window.Page.Locator("main table").IsVisibleAsync());

        await window.Page.UnrouteAllAsync();
        await window.Page.Clock.FastForwardAsync(4_000);

        await window.Page.GetByRole(AriaRole.Alert).WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    [Fact]
    public async Task The_cited_passage_is_shown_within_the_text_of_its_source()
    {
        const string Text = "앞 문장. 😀 두 회사가 만났다. 뒤 문장.";
        var bytes = Encoding.UTF8.GetBytes(Text);
        var source = (await app.Post("sources", new JsonObject
        {
            ["publisher"] = TestData.Name(),
            ["title"] = TestData.Name("기사", "Article"),
            ["language"] = "ko",
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            ["length"] = Text.EnumerateRunes().Count(),
        })).Is(HttpStatusCode.Created).Body["id"]!.ToString();
        Assert.True((int)(await app.SendBytes(
            HttpMethod.Put, $"sources/{source}/text", bytes, ("Content-Type", "text/plain"), ("If-Match", "*"))).Status < 300);
        var meeting = (await app.Post("meetings", TestData.Meeting())).Is(HttpStatusCode.Created).Body["id"]!.ToString();
        (await app.Post("citations", new JsonObject
        {
            ["source"] = source,
            ["target"] = new JsonObject { ["type"] = "meeting", ["id"] = meeting },
            ["quote"] = "두 회사가 만났다.",
            ["stance"] = "supports",
            ["modality"] = "hearsay",
        })).Is(HttpStatusCode.Created);
        await using var window = await chromium.Open(app, "ko-KR");
        await window.Go($"/?view=item&resource=meetings&id={meeting}");

        Assert.Contains("전언", await window.Page.Locator("main h2").First.InnerTextAsync(), StringComparison.Ordinal);
        await window.Page.Locator("details.evidence > summary").Last.ClickAsync();
        await window.Page.Locator("details.evidence details > summary").Last.ClickAsync();

        await Assertions.Expect(window.Page.Locator("mark")).ToHaveTextAsync("두 회사가 만났다.");
        Assert.Contains("앞 문장. 😀 ", await window.Page.Locator(".passage").Last.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(await window.Violations());
    }

    [Fact]
    public async Task Names_are_found_as_they_are_typed_and_chosen_by_keyboard()
    {
        await using var window = await chromium.Open(app, "ko-KR");
        await window.Go("/");
        var search = window.Page.GetByRole(AriaRole.Combobox, new() { Name = "검색" });

        await search.FillAsync("ㅇㅂㄷㅇ");
        await window.Page.GetByRole(AriaRole.Option, new() { Name = "엔비디아" }).WaitForAsync();
        Assert.Empty(await window.Violations());
        await search.PressAsync("ArrowDown");
        await search.PressAsync("Enter");

        await window.IsAt("id=nvidia");
        await window.Ready();
        Assert.Equal("엔비디아", (await window.Page.Locator("main h2").First.InnerTextAsync()).Trim());
    }
}
