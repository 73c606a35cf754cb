using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using PartnershipTracker.Tests;

namespace PartnershipTracker.Browser;

/// <summary>The words of the page for what the API says: names for keys, and fields for pointers.</summary>
public sealed class WordingTests(TrackerApp app, Chromium chromium) : IClassFixture<TrackerApp>, IClassFixture<Chromium>
{
    private async Task<string> New() =>
        (await app.Post("meetings", TestData.Meeting())).Is(HttpStatusCode.Created).Body["id"]!.ToString();

    [Fact]
    public async Task A_history_is_told_in_the_words_of_the_page()
    {
        await using var window = await chromium.Open(app);
        var id = await New();
        (await app.Patch(
            $"meetings/{id}", new JsonObject { ["kind"] = "site_visit", ["place"] = new JsonObject { ["city"] = "Seoul" } }, ("If-Match", "*")))
            .Is(HttpStatusCode.OK);

        await window.Go($"/?view=item&resource=meetings&id={id}");

        var changes = await window.Page.Locator("ol.history li li").AllInnerTextsAsync();
        Assert.Contains("Kind: executive meeting → site visit", changes);
        Assert.Contains(changes, change => change.StartsWith("Place", StringComparison.Ordinal) && change.EndsWith("→ Seoul", StringComparison.Ordinal));
        Assert.DoesNotContain(changes, change => change.Contains('{', StringComparison.Ordinal) || change.Contains('#', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_becomes_its_key_and_an_error_names_its_field()
    {
        await using var window = await chromium.Open(app);
        await window.Go($"/?view=edit&id={await New()}");
        await EditTests.Button(window, "Add: Areas").ClickAsync();

        await EditTests.Field(window, "participants/1/organization").FillAsync("오픈AI");
        await EditTests.Field(window, "areas/0/companies").FillAsync("엔비디아, intel");
        await EditTests.Field(window, "areas/0/area").FillAsync("no-such-area");
        await Assertions.Expect(EditTests.Field(window, "participants/1/organization")).ToHaveValueAsync("openai");
        await Assertions.Expect(EditTests.Field(window, "areas/0/companies")).ToHaveValueAsync("nvidia, intel");
        await EditTests.Button(window, "Save").ClickAsync();
        var fault = window.Page.Locator("#field-areas-0-area-fault");
        await Assertions.Expect(fault).ToContainTextAsync("Areas 1 Area refers to the area 'no-such-area'");

        await EditTests.Field(window, "areas/0/area").FillAsync("없는 분야 이름");
        await EditTests.Button(window, "Save").ClickAsync();
        await Assertions.Expect(fault).ToHaveTextAsync("Choose one of the suggestions, or enter a key, such as sk-hynix.");
    }

    [Fact]
    public async Task Keys_are_offered_for_a_name_and_a_missing_title_is_at_both_fields()
    {
        await using var window = await chromium.Open(app);
        await window.Go("/?view=edit");
        await EditTests.Button(window, "Add: Participants").ClickAsync();

        await EditTests.Field(window, "participants/0/organization").FillAsync("엔비디아");
        await window.Page.Locator("#field-participants-0-organization-keys option[value=nvidia]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await EditTests.Field(window, "participants/0/organization").FillAsync("nvidia");
        await EditTests.Button(window, "Add: Areas").ClickAsync();
        await EditTests.Field(window, "areas/0/companies").PressSequentiallyAsync("intel,티에스엠", new() { Delay = 60 });
        await window.Page.Locator("#field-areas-0-companies-keys option[value='intel, tsmc']").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        Assert.Equal("intel,티에스엠", await EditTests.Field(window, "areas/0/companies").InputValueAsync());
        await EditTests.Field(window, "date").FillAsync("2024-05");
        await EditTests.Button(window, "Save").ClickAsync();
        await window.Page.GetByRole(AriaRole.Alert).WaitForAsync();

        Assert.Equal("true true", $"{await EditTests.Field(window, "title/ko").GetAttributeAsync("aria-invalid")} {await EditTests.Field(window, "title/en").GetAttributeAsync("aria-invalid")}");
        Assert.Empty(await window.Violations());
    }
}
