using PartnershipTracker.Tests;

namespace PartnershipTracker.Browser;

/// <summary>The page without a mouse.</summary>
public sealed class KeyboardTests(TrackerApp app, Chromium chromium) : IClassFixture<TrackerApp>, IClassFixture<Chromium>
{
    /// <summary>Numbers everything that can be used, and returns how many there are.</summary>
    private const string NumberControls =
        """
        () => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
            .filter(e => !e.disabled && e.checkVisibility({ visibilityProperty: true }))
            .map((e, index) => e.setAttribute('data-control', index)).length
        """;

    /// <summary>
    /// Returns the number of what has the focus, and its source if one does not see that it has: by an outline, or by a stroke of the mark
    /// in a picture.
    /// </summary>
    private const string Focus =
        """
        () => {
            const e = document.activeElement;
            const style = getComputedStyle(e);
            const mark = e.closest('svg') && e.querySelector(':scope > g > :first-child');
            const stroke = mark && getComputedStyle(mark);
            const seen = stroke ? stroke.stroke !== 'none' && stroke.strokeOpacity === '1' && parseFloat(stroke.strokeWidth) > 1
                : style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
            return [e.getAttribute('data-control') ?? '', seen ? '' : e.outerHTML.slice(0, 200)];
        }
        """;

    public static TheoryData<string> Views => AccessibilityTests.Views;

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Tab_reaches_everything_that_can_be_used_and_one_sees_where_one_is(string view)
    {
        await using var window = await chromium.Open(app);
        await window.Go($"/?{view}");
        var controls = await window.Page.EvaluateAsync<int>(NumberControls);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var hidden = new List<string>();

        // A field for a date has several stops.
        for (var step = 0; step < controls + 12; step++)
        {
            await window.Page.Keyboard.PressAsync("Tab");
            var focus = await window.Page.EvaluateAsync<string[]>(Focus);

            if (focus[0] is not "" && reached.Add(focus[0]) && focus[1] is not "")
            {
                hidden.Add(focus[1]);
            }
        }

        Assert.Equal(controls, reached.Count);
        Assert.Empty(hidden);
    }
}
