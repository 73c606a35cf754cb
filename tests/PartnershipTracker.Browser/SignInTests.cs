using Microsoft.Playwright;

namespace PartnershipTracker.Browser;

/// <summary>The page where people sign in at an OpenID Connect issuer.</summary>
public sealed class SignInTests(SignInApp app, Chromium chromium) : IClassFixture<SignInApp>, IClassFixture<Chromium>
{
    private static ILocator SignIn(Window window) => window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" });

    [Fact]
    public async Task A_sign_in_returns_to_the_view_and_renews_its_token_which_no_storage_keeps()
    {
        (app.IsRefused, app.Lifetime) = (false, 1);
        await using var window = await chromium.Open(app, issuers: app.Issuer.Url);
        await window.Go("/?view=meetings&area=hbm");
        Assert.Empty(await window.Violations());

        await SignIn(window).ClickAsync();
        await window.Page.Locator("#total").WaitForAsync();
        Assert.EndsWith("/?view=meetings&area=hbm", window.Page.Url, StringComparison.Ordinal);
        Assert.Equal(3, await window.Total());

        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken); // the token ends
        app.Lifetime = 600;
        await window.Follow(window.Page.GetByRole(AriaRole.Link, new() { Name = "People", Exact = true }));
        await window.Page.Locator("#total").WaitForAsync();

        Assert.Equal(["authorization_code", "refresh_token"], app.Grants.Distinct());
        Assert.Equal("0 0", await window.Page.EvaluateAsync<string>("`${localStorage.length} ${sessionStorage.length}`"));
        Assert.Equal("", await window.Page.EvaluateAsync<string>("document.cookie"));

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await SignIn(window).WaitForAsync();
    }

    [Fact]
    public async Task A_refusal_of_the_issuer_is_shown_and_can_be_repeated()
    {
        app.IsRefused = true;
        await using var window = await chromium.Open(app, issuers: app.Issuer.Url);
        await window.Go("/");

        await SignIn(window).ClickAsync();

        await window.Page.GetByRole(AriaRole.Alert).GetByText("Alice refused").WaitForAsync();
        Assert.True(await SignIn(window).IsVisibleAsync());
        Assert.DoesNotContain("state=", window.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_this_window_did_not_ask_for_signs_nobody_in()
    {
        (app.IsRefused, app.Lifetime) = (false, 600);
        await using var window = await chromium.Open(app, issuers: app.Issuer.Url);

        await window.Go("/?code=once&state=made-up");

        await window.Page.GetByRole(AriaRole.Alert).GetByText("did not succeed").WaitForAsync();
        Assert.True(await SignIn(window).IsVisibleAsync());
    }
}
