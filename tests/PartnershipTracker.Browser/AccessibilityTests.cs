using Microsoft.Playwright;
using PartnershipTracker.Tests;

namespace PartnershipTracker.Browser;

/// <summary>The views by the rules of axe, in both languages and themes and from a small to a large window.</summary>
public sealed class AccessibilityTests(TrackerApp app, Chromium chromium) : IClassFixture<TrackerApp>, IClassFixture<Chromium>
{
    private static readonly int[] Widths = [320, 1280, 2560];

    public static TheoryData<string> Views =>
    [
        "", "view=timeline", "view=network", "view=network&around=sk-telecom", "view=network&start=sk-hynix&end=sam-altman", "view=quality",
        "view=meetings", "view=collaborations", "view=people", "view=companies", $"view=item&resource=meetings&id={OpeningIds.Meeting(1)}",
        "view=item&resource=people&id=sam-altman", "view=edit", $"view=edit&id={OpeningIds.Meeting(1)}", "view=search&q=intel",
        "view=meetings&status=unknown_value",
    ];

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_view_breaks_no_rule_of_accessibility(string view)
    {
        foreach (var language in new[] { "en-US", "ko-KR" })
        {
            await using var window = await chromium.Open(app, language);
            await window.Go($"/?{view}");

            foreach (var (width, scheme) in from width in Widths from scheme in new[] { ColorScheme.Light, ColorScheme.Dark } select (width, scheme))
            {
                await window.Page.SetViewportSizeAsync(width, 900);
                await window.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                var violations = await window.Violations();
                Assert.True(violations is [], string.Join("\n", violations));
                Assert.False(
                    await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"),
                    $"{view} is wider than {width} pixels");
            }
        }
    }
}
