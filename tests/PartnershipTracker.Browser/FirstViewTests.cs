using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PartnershipTracker.Tests;

namespace PartnershipTracker.Browser;

/// <summary>The view at the root of the application.</summary>
public sealed class FirstViewTests(TrackerApp app, Chromium chromium) : IClassFixture<TrackerApp>, IClassFixture<Chromium>
{
    private const int MaxBytes = 60 * 1024;

    private const int MaxRequests = 8;

    [Theory]
    [InlineData("en-US", "en", "SK hynix × Intel, meetings: 1 [2024-06-22..2024-07-09]")]
    [InlineData("ko-KR", "ko", "SK하이닉스 × 인텔, 회동: 1 [2024-06-22..2024-07-09]")]
    public async Task The_matrix_is_there_in_the_language_of_the_browser_within_few_requests(string browser, string language, string name)
    {
        await using var window = await chromium.Open(app, browser);

        await window.Go("/");
        await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        Assert.Equal(language, await window.Page.Locator("html").GetAttributeAsync("lang"));
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true })).ToBeVisibleAsync();
        Assert.InRange(window.Responses.Count, 1, MaxRequests);
        var sizes = await Task.WhenAll(window.Responses.Select(response => response.Request.SizesAsync()));
        Assert.InRange(sizes.Sum(size => size.ResponseBodySize + size.ResponseHeadersSize), 1, MaxBytes);
    }

    [Fact]
    public async Task A_screen_reader_reads_the_matrix_row_by_row()
    {
        await using var window = await chromium.Open(app);

        await window.Go("/");

        var picture = window.Page.Locator("svg");
        Assert.Equal("Who covers what: affiliate × company", await picture.GetAttributeAsync("aria-label"));
        Assert.Equal(["SK hynix", "SK telecom"], await Names(picture.Locator("[role=list]")));
        Assert.Equal(
            [
                "SK hynix × Intel, collaborations: 1 active", "SK hynix × Intel, meetings: 1 [2024-06-22..2024-07-09]",
                "SK hynix × NVIDIA, collaborations: 1 active", "SK hynix × NVIDIA, meetings: 1 2024-04",
                "SK hynix × TSMC, collaborations: 1 active", "SK hynix × TSMC, meetings: 1 2024-06",
            ],
            await Names(picture.Locator("[role=list]").First.GetByRole(AriaRole.Link)));
    }

    [Fact]
    public async Task The_cells_open_the_meetings_and_collaborations_behind_them_and_the_back_button_returns()
    {
        await using var window = await chromium.Open(app);
        await window.Go("/?view=coverage&rows=affiliate&columns=area");

        await window.Follow(window.Page.GetByRole(AriaRole.Link, new() { Name = "SK telecom × AI services, meetings: 3" }));
        Assert.Equal(3, await window.Total());
        Assert.Contains("area=ai-services", window.Page.Url, StringComparison.Ordinal);
        await window.Page.GoBackAsync();
        await window.Ready();

        await Assertions.Expect(window.Page).ToHaveURLAsync(new Regex("columns=area", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Contains("affiliate × area", await window.Page.Locator("svg").GetAttributeAsync("aria-label"), StringComparison.Ordinal);
    }

    private static async Task<string[]> Names(ILocator all) =>
        await Task.WhenAll((await all.AllAsync()).Select(async one => await one.GetAttributeAsync("aria-label") ?? ""));
}
