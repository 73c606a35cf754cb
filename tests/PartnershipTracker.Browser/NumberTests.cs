using System.Globalization;
using System.Text.RegularExpressions;
using PartnershipTracker.Tests;

namespace PartnershipTracker.Browser;

/// <summary>The numbers of the page: each opens a list of that length.</summary>
public sealed partial class NumberTests(TrackerApp app, Chromium chromium) : IClassFixture<TrackerApp>, IClassFixture<Chromium>
{
    /// <summary>The numbers of a view that are clicked; the others are compared with the answers of their lists.</summary>
    private const int Clicked = 10;

    [Theory]
    [InlineData("?view=coverage", "svg a")]
    [InlineData("?view=coverage&rows=affiliate&columns=area&lang=ko", "svg a")]
    [InlineData("?view=coverage&rows=company&columns=area&from=2024-06-01", "svg a")]
    [InlineData("?view=quality", "main table a")]
    public async Task Every_number_opens_a_list_of_that_length(string address, string links)
    {
        await using var window = await chromium.Open(app);
        await window.Go(address);
        var shown = await window.Page.Locator(links).EvaluateAllAsync<string[][]>(
            "all => all.map(a => [a.getAttribute('aria-label'), a.getAttribute('href')])");
        Assert.NotEmpty(shown);

        foreach (var (index, link) in shown.Index())
        {
            Assert.Equal(NumberIn(link[0]), await CountOf(window, link[1], isClicked: index < Clicked));
        }
    }

    private async Task<int> CountOf(Window window, string address, bool isClicked)
    {
        if (isClicked)
        {
            await window.Go($"/{address}");

            return await window.Total();
        }

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
