using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using PartnershipTracker.Tests;

namespace PartnershipTracker.Browser;

/// <summary>Recording, changing and deleting a meeting in the page.</summary>
public sealed class EditTests(TrackerApp app, Chromium chromium) : IClassFixture<TrackerApp>, IClassFixture<Chromium>
{
    internal static ILocator Field(Window window, string name) => window.Page.Locator($"[name='{name}']");

    internal static ILocator Button(Window window, string name) => window.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private async Task<string> New() =>
        (await app.Post("meetings", TestData.Meeting())).Is(HttpStatusCode.Created).Body["id"]!.ToString();

    private async Task<JsonNode> Read(string id) => (await app.Get($"meetings/{id}")).Is(HttpStatusCode.OK).Body;

    [Fact]
    public async Task A_meeting_is_recorded_and_linked_to_an_area_by_keyboard_alone()
    {
        await using var window = await chromium.Open(app);
        await window.Go("/?view=edit");

        foreach (var (name, text) in new[] { ("title/ko", "키보드 회동"), ("title/en", "By keyboard"), ("date", "2024-05") })
        {
            await TabTo(window, name);
            await window.Page.Keyboard.TypeAsync(text);
        }

        await TabToButton(window, "Add: Participants");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.Keyboard.PressAsync("Shift+Tab");
        await Field(window, "participants/0/organization").FocusAsync();
        await window.Page.Keyboard.TypeAsync("intel");
        await TabToButton(window, "Add: Areas");
        await window.Page.Keyboard.PressAsync("Enter");
        await Field(window, "areas/0/area").FocusAsync();
        await window.Page.Keyboard.TypeAsync("hbm");
        await TabTo(window, "areas/0/companies");
        await window.Page.Keyboard.TypeAsync("intel");
        await TabToButton(window, "Save");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.IsAt("view=item");
        await window.Ready();

        var id = System.Web.HttpUtility.ParseQueryString(new Uri(window.Page.Url).Query)["id"]!;
        var meeting = await Read(id);
        Assert.Equal("By keyboard 2024-05 intel theirs hbm stated", string.Join(
            ' ', meeting["title"]!["en"], meeting["date"]!["edtf"], meeting["participants"]![0]!["organization"],
            meeting["participants"]![0]!["side"], meeting["areas"]![0]!["area"], meeting["areas"]![0]!["basis"]));
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Status).First).ToHaveTextAsync("Saved as version 1.");
    }

    [Fact]
    public async Task The_errors_of_the_API_are_at_their_fields_and_nothing_that_was_typed_is_lost()
    {
        await using var window = await chromium.Open(app);
        var id = await New();
        await window.Go($"/?view=edit&id={id}");

        await Field(window, "date").FillAsync("2024-13");
        await Field(window, "participants/1/organization").FillAsync("nvidea");
        await Field(window, "summary").FillAsync("Typed");
        await Button(window, "Save").ClickAsync();
        await window.Page.GetByRole(AriaRole.Alert).WaitForAsync();

        Assert.Equal("true", await Field(window, "date").GetAttributeAsync("aria-invalid"));
        Assert.Contains("2024-13", await window.Page.Locator("#field-date-fault").InnerTextAsync() + await Field(window, "date").InputValueAsync(), StringComparison.Ordinal);
        Assert.Equal("Typed", await Field(window, "summary").InputValueAsync());
        Assert.Empty(await window.Violations());

        await Field(window, "date").FillAsync("2024-12");
        await Button(window, "Save").ClickAsync();
        await window.Page.Locator("#field-participants-1-organization-fault").WaitForAsync();
        await Field(window, "participants/1/organization").FillAsync("nvidia");
        await Button(window, "Save").ClickAsync();
        await window.IsAt("view=item");

        Assert.Equal("2024-12 Typed", $"{(await Read(id))["date"]!["edtf"]} {(await Read(id))["summary"]}");
    }

    [Fact]
    public async Task Two_who_change_one_meeting_lose_nothing_and_the_second_sees_both_versions()
    {
        await using var first = await chromium.Open(app);
        await using var second = await chromium.Open(app);
        var id = await New();
        await first.Go($"/?view=edit&id={id}");
        await second.Go($"/?view=edit&id={id}");
        await Field(first, "summary").FillAsync("First");
        await Field(first, "place/city").FillAsync("Seoul");
        await Button(first, "Save").ClickAsync();
        await first.IsAt("view=item");

        await Field(second, "summary").FillAsync("Second");
        await Field(second, "title/en").FillAsync("Renamed");
        await Button(second, "Save").ClickAsync();
        await second.Page.GetByRole(AriaRole.Alert).WaitForAsync();

        var conflict = await second.Page.Locator(".conflict").InnerTextAsync();
        Assert.Contains("First", conflict, StringComparison.Ordinal);
        Assert.Contains("Second", conflict, StringComparison.Ordinal);
        Assert.Equal("Seoul", await Field(second, "place/city").InputValueAsync());
        Assert.Empty(await second.Violations());

        await Button(second, "theirs: Summary").ClickAsync();
        await Button(second, "Save").ClickAsync();
        await second.IsAt("view=item");
        var meeting = await Read(id);
        Assert.Equal("First Seoul Renamed 3", $"{meeting["summary"]} {meeting["place"]!["city"]} {meeting["title"]!["en"]} {meeting["version"]}");
    }

    [Fact]
    public async Task A_reason_is_asked_for_where_one_is_required()
    {
        await using var window = await chromium.Open(app);
        var meeting = TestData.Meeting();
        meeting["confidentiality"] = "restricted";
        var id = (await app.Post("meetings", meeting)).Is(HttpStatusCode.Created).Body["id"]!.ToString();
        await window.Go($"/?view=edit&id={id}");

        await Field(window, "confidentiality").SelectOptionAsync("internal");
        await Button(window, "Save").ClickAsync();
        await window.Page.Locator("#reason-fault").WaitForAsync();
        Assert.Equal("restricted", (await Read(id))["confidentiality"]!.ToString());

        await Field(window, "reason").FillAsync("보도됨: 공개되었다");
        await Button(window, "Save").ClickAsync();
        await window.IsAt("view=item");
        var change = (await app.Get($"meetings/{id}/history?limit=1")).Items[0]!;
        Assert.Equal("internal 보도됨: 공개되었다", $"{(await Read(id))["confidentiality"]} {change["reason"]}");
    }

    [Fact]
    public async Task A_meeting_is_deleted_after_a_question_and_its_history_is_shown()
    {
        await using var window = await chromium.Open(app);
        var id = await New();
        await window.Go($"/?view=edit&id={id}");
        var isAccepted = false;
        window.Page.Dialog += async (_, dialog) => await (isAccepted ? dialog.AcceptAsync() : dialog.DismissAsync());

        await Button(window, "Delete").ClickAsync();
        await Read(id);
        isAccepted = true;
        await Button(window, "Delete").ClickAsync();
        await window.IsAt("view=item");
        await window.Ready();

        (await app.Get($"meetings/{id}")).Is(HttpStatusCode.NotFound);
        Assert.Equal(
            ["Version 2 deleted", "Version 1 created"],
            (await window.Page.Locator("ol.history > li").AllInnerTextsAsync()).Select(version => $"{version.Split(',')[0]} {version.Split('\n')[^1].Trim()}"));
        Assert.Empty(await window.Violations());
    }

    private static Task TabTo(Window window, string field) => Tab(window, $"document.activeElement?.getAttribute('name') === '{field}'");

    private static Task TabToButton(Window window, string text) => Tab(window, $"document.activeElement?.textContent?.trim() === '{text}'");

    /// <summary>Presses the tabulator until the focus is where it should be, and visible.</summary>
    private static async Task Tab(Window window, string isThere)
    {
        for (var pressed = 0; !await window.Page.EvaluateAsync<bool>(isThere); pressed++)
        {
            Assert.True(pressed < 80, isThere);
            await window.Page.Keyboard.PressAsync("Tab");
        }

        Assert.NotEqual("none", await window.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
    }

    [Fact]
    public async Task Leaving_a_form_with_something_typed_asks_first()
    {
        await using var window = await chromium.Open(app);
        var asked = new List<string>();
        var isLeft = false;
        window.Page.Dialog += async (_, dialog) =>
        {
            asked.Add(dialog.Message);
            await (isLeft ? dialog.AcceptAsync() : dialog.DismissAsync());
        };
        await window.Go("/?view=meetings");
        await window.Follow(window.Page.GetByRole(AriaRole.Link, new() { Name = "Record a meeting" }));
        await Field(window, "title/en").FillAsync("Typed");

        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Timeline", Exact = true }).ClickAsync();
        await window.Page.GoBackAsync();
        await window.IsAt("view=edit"); // the page returns after the answer to its question
        Assert.Equal(("Typed", 2), (await Field(window, "title/en").InputValueAsync(), asked.Count));
        Assert.Contains("view=edit", window.Page.Url, StringComparison.Ordinal);

        isLeft = true;
        await window.Follow(window.Page.GetByRole(AriaRole.Link, new() { Name = "Timeline", Exact = true }));
        Assert.Contains("view=timeline", window.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Participants_whom_two_people_add_at_once_are_both_kept()
    {
        await using var first = await chromium.Open(app);
        await using var second = await chromium.Open(app);
        var id = await New();

        foreach (var (window, company, city) in new[] { (first, "intel", ""), (second, "tsmc", "Taipei") })
        {
            await window.Go($"/?view=edit&id={id}");
            await Button(window, "Add: Participants").ClickAsync();
            await Field(window, "participants/2/organization").FillAsync(company);
            await Field(window, "place/city").FillAsync(city);
        }

        await Button(first, "Save").ClickAsync();
        await first.IsAt("view=item");
        await Button(second, "Save").ClickAsync();
        await second.Page.GetByRole(AriaRole.Alert).WaitForAsync();
        await Button(second, "Save").ClickAsync();
        await second.IsAt("view=item");

        var meeting = await Read(id);
        Assert.Equal(
            ["intel", "nvidia", "sk-group", "tsmc"],
            meeting["participants"]!.AsArray().Select(p => $"{p!["organization"]}").Order(StringComparer.Ordinal));
        Assert.Equal("Taipei", $"{meeting["place"]!["city"]}");
    }
}
