using Microsoft.Playwright;
using PartnershipTracker.Tests;

namespace PartnershipTracker.Browser;

/// <summary>The Chromium of the machine, which the tests of a class share.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>The programs in the order of preference: the first takes half the time, since it never shows a window.</summary>
    private static readonly string[] Names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Find(), Args = ["--no-sandbox"] }); // root has no sandbox
    }

    /// <summary>Opens a window in which a fault of the page fails the test.</summary>
    /// <param name="app">The application whose page it shows.</param>
    /// <param name="language">The language of the browser.</param>
    /// <param name="change">Changes the options of the window.</param>
    /// <param name="issuers">The issuers of tokens that it may ask.</param>
    public async Task<Window> Open(
        TrackerApp app, string language = "en-US", Action<BrowserNewContextOptions>? change = null, params string[] issuers)
    {
        var options = new BrowserNewContextOptions
        {
            Locale = language,
            BaseURL = app.Client.BaseAddress!.ToString(),
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = 1280, Height = 900 },
        };
        change?.Invoke(options);
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(20_000);

        return new(context, await context.NewPageAsync(), [options.BaseURL, .. issuers]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static string Find() => Environment.GetEnvironmentVariable("CHROMIUM")
        ?? (from name in Names
            from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            select Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("The tests of the page need Chromium: install it (Debian: apt install chromium-headless-shell), or name it in CHROMIUM.");
}
