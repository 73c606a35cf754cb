using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PartnershipTracker.Tests;
using PartnershipTracker.Tests.Features;

namespace PartnershipTracker.Browser;

/// <summary>The numbers of the opening data.</summary>
public sealed class OpeningNumberTests(TrackerApp app, Chromium chromium) : NumberTests(app, chromium), IClassFixture<TrackerApp>;

/// <summary>The numbers of ten thousand meetings.</summary>
[Trait("Kind", "long")]
public sealed class ManyNumberTests(ManyMeetings app, Chromium chromium) : NumberTests(app, chromium), IClassFixture<ManyMeetings>;

public sealed class ManyMeetings(TestServer server) : GeneratedApp(server)
{
    protected override int Meetings => 10_000;
}

/// <summary>The numbers of the page: each opens a list of that length.</summary>
public abstract partial class NumberTests(TrackerApp app, Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>The numbers of a view that are clicked; the others are compared with the answers of their lists.</summary>
    private const int Clicked = 10;

    [Theory]
    [InlineData("?view=coverage", "svg a")]
    [InlineData("?view=coverage&rows=affiliate&columns=area&lang=ko", "svg a")]
    [InlineData("?view=coverage&rows=company&columns=area&from=2024-06-01", "svg a")]
    [InlineData("?view=network&from=2024-04-01&status=held&status=planned", "svg a")]
    [InlineData("?view=network&around=sk-telecom&depth=1&lang=ko", "main table a")]
    [InlineData("?view=network&start=sk-hynix&end=sam-altman", "main .path a")]
    [InlineData("?view=quality", "main table a")]
    public async Task Every_number_opens_a_list_of_that_length(string address, string links)
    {
        await using var window = await chromium.Open(app);
        await window.Go(address);
        var shown = await window.Page.Locator(links).EvaluateAllAsync<string[][]>(
            "all => all.map(a => [a.getAttribute('aria-label') ?? '', a.getAttribute('href')])");
        var numbers = shown.Index().Where(link => Counted().IsMatch(link.Item[0])).ToList(); // the others are names
        Assert.NotEmpty(numbers);

        foreach (var (index, (place, link)) in numbers.Index())
        {
            Assert.Equal(
                NumberIn(link[0]), index < Clicked ? await TotalBehind(window, window.Page.Locator(links).Nth(place)) : await CountOf(link[1]));
        }
    }

    /// <summary>Opens a link by keyboard, because Playwright takes a level band for invisible, and comes back.</summary>
    private static async Task<int> TotalBehind(Window window, ILocator link)
    {
        await link.FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Ready();
        var total = await window.Total();
        await window.Page.GoBackAsync();
        await window.Ready();

        return total;
    }

    private async Task<int> CountOf(string address)
    {
        var query = System.Web.HttpUtility.ParseQueryString(address);
        var view = query["view"];
        query.Remove("view");
        query.Remove("lang");

        return (int)(await app.Get($"{view}?{query}&count=true&limit=1")).Is(System.Net.HttpStatusCode.OK).Body["total"]!;
    }

    /// <summary>Returns the number of what is counted: that after the colon.</summary>
    private static int NumberIn(string name) => int.Parse(Counted().Match(name).Groups["number"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@": (?<number>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Counted();
}
