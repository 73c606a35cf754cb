using System.Buffers.Binary;
using Microsoft.Playwright;
using PartnershipTracker.Tests;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Browser;

/// <summary>The pictures of the page in the documentation, which the same variable renews as the other files.</summary>
public sealed class ScreenshotTests(TrackerApp app, Chromium chromium) : IClassFixture<TrackerApp>, IClassFixture<Chromium>
{
    private const int Width = 1280;

    [Theory]
    [InlineData("page-coverage", "view=coverage", "en-US", ColorScheme.Light, 460)]
    [InlineData("page-timeline", "view=timeline", "ko-KR", ColorScheme.Light, 860)]
    [InlineData("page-network", "view=network", "en-US", ColorScheme.Dark, 700)]
    public async Task The_documentation_shows_the_page(string name, string view, string language, ColorScheme scheme, int height)
    {
        await using var window = await chromium.Open(app, language, options =>
            (options.ViewportSize, options.ColorScheme) = (new() { Width = Width, Height = height }, scheme));
        await window.Go($"/?{view}");
        var file = Path.Combine(Repository.Root, "docs", "images", $"{name}.png");

        if (CommittedFile.IsToBeUpdated)
        {
            await window.Page.ScreenshotAsync(new() { Path = file });
        }

        var header = (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).AsMemory(16, 8);
        Assert.Equal(
            (Width, height),
            (BinaryPrimitives.ReadInt32BigEndian(header.Span), BinaryPrimitives.ReadInt32BigEndian(header.Span[4..])));
        Assert.True(await window.Page.Locator("svg").IsVisibleAsync());
    }
}
