using Microsoft.Playwright;
using PartnershipTracker.Tests;

namespace PartnershipTracker.Browser;

/// <summary>The views as one asks for them: their periods, orders, filters and addresses.</summary>
public sealed class ViewTests(TrackerApp app, Chromium chromium) : IClassFixture<TrackerApp>, IClassFixture<Chromium>
{
    [Fact]
    public async Task The_timeline_is_zoomed_from_the_period_that_it_shows_to_one_day_and_back()
    {
        await using var window = await chromium.Open(app);
        await window.Go("/?view=timeline");
        var zoomIn = window.Page.GetByRole(AriaRole.Link, new() { Name = "Zoom in" });

        await window.Follow(zoomIn);
        Assert.Contains("from=2024-05-01&to=2024-06-30", window.Page.Url, StringComparison.Ordinal);

        for (var step = 0; step < 12 && await zoomIn.CountAsync() > 0; step++)
        {
            await window.Follow(zoomIn);
        }

        Assert.Equal(0, await zoomIn.CountAsync());
        Assert.Equal(0, await window.Page.GetByRole(AriaRole.Alert).CountAsync());
        await window.Follow(window.Page.GetByRole(AriaRole.Link, new() { Name = "Zoom out" }));
        Assert.Equal(1, await zoomIn.CountAsync());
    }

    [Fact]
    public async Task A_list_is_in_the_order_that_it_names_and_a_new_order_begins_at_the_first_page()
    {
        await using var window = await chromium.Open(app);
        await window.Go("/?view=meetings&limit=3");
        var first = (await app.Get("meetings?sort=-date&limit=1")).Items[0]!["title"]!["en"]!.ToString();

        Assert.Equal("-date", await window.Page.Locator(".above select").InputValueAsync());
        Assert.Contains(first, await window.Page.Locator("main tbody tr").First.InnerTextAsync(), StringComparison.Ordinal);

        await window.Follow(window.Page.GetByRole(AriaRole.Link, new() { Name = "Next page" }));
        await window.Page.Locator(".above select").SelectOptionAsync("date");
        await window.IsAt("sort=date");
        await window.Ready();
        Assert.DoesNotContain("cursor=", window.Page.Url, StringComparison.Ordinal);
        Assert.Equal(3, await window.Page.Locator("main tbody tr").CountAsync());
    }

    [Fact]
    public async Task A_name_in_a_filter_becomes_its_key()
    {
        await using var window = await chromium.Open(app, "ko-KR");
        await window.Go("/?view=meetings");

        await window.Page.Locator("[name=company]").FillAsync("엔비디아");
        await window.Page.Locator("[name=company]").PressAsync("Enter");
        await window.IsAt("company=nvidia");
        await window.Ready();

        Assert.Equal(1, await window.Total());
    }

    [Theory]
    [InlineData("view=__proto__", "There is nothing at this address.")]
    [InlineData("view=nope", "There is nothing at this address.")]
    [InlineData("view=network&start=sk-hynix", "Choose two different ends.")]
    [InlineData("view=network&start=sk-hynix&end=sk-hynix", "Choose two different ends.")]
    public async Task An_address_that_shows_nothing_says_why(string query, string said)
    {
        await using var window = await chromium.Open(app);

        await window.Go($"/?{query}");

        Assert.Contains(said, await window.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_view_that_was_not_loaded_before_the_server_went_away_recovers()
    {
        await using var window = await chromium.Open(app);
        await window.Page.Clock.InstallAsync();
        await window.Go("/");
        await window.Page.RouteAsync("**/views/quality.js", route => route.AbortAsync());
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Quality" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Alert).WaitForAsync();

        await window.Page.UnrouteAllAsync();
        await window.Page.Clock.FastForwardAsync(4_000);

        await window.Page.Locator("main table").WaitForAsync();
    }
}
