using Microsoft.Playwright;
using PartnershipTracker.Tests;

namespace PartnershipTracker.Browser;

/// <summary>The views by the rules of axe, in both languages and themes and from a small to a large window.</summary>
public sealed class AccessibilityTests(TrackerApp app, Chromium chromium) : IClassFixture<TrackerApp>, IClassFixture<Chromium>
{
    private static readonly int[] Widths = [320, 1280, 2560];

    private static readonly ColorScheme[] Schemes = [ColorScheme.Light, ColorScheme.Dark];

    private const string Overflowing =
        """
        document.documentElement.scrollWidth <= document.documentElement.clientWidth ? ""
            : [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth)
                .map(e => e.outerHTML.slice(0, 200)).slice(0, 5).join("\n")
        """;

    public static TheoryData<string> Views =>
    [
        "", "view=timeline", "view=network", "view=network&around=sk-telecom", "view=network&start=sk-hynix&end=sam-altman", "view=quality",
        "view=meetings", "view=collaborations", "view=people", "view=companies", $"view=item&resource=meetings&id={OpeningIds.Meeting(1)}",
        "view=item&resource=people&id=sam-altman", "view=edit", $"view=edit&id={OpeningIds.Meeting(1)}", "view=search&q=intel",
        "view=meetings&status=unknown_value",
    ];

    [Theory]
    [Trait("Kind", "long")]
    [MemberData(nameof(Views))]
    public async Task A_view_breaks_no_rule_of_accessibility_in_any_language_theme_and_width(string view)
    {
        foreach (var language in new[] { "en-US", "ko-KR" })
        {
            await using var window = await chromium.Open(app, language);
            await window.Go($"/?{view}");

            foreach (var (width, scheme) in from width in Widths from scheme in Schemes select (width, scheme))
            {
                await window.Page.SetViewportSizeAsync(width, 900);
                await window.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                var violations = await window.Violations();
                Assert.True(violations is [], string.Join("\n", violations));
                Assert.Equal("", await window.Page.EvaluateAsync<string>(Overflowing)); // no wider than the window
            }
        }
    }
}
