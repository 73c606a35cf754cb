using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace PartnershipTracker.Browser;

/// <summary>A window of a browser. At its end there must be no errors: of scripts, of the content policy, or requests to another origin.</summary>
public sealed class Window : IAsyncDisposable
{
    private static readonly Lazy<string> Axe = new(() =>
    {
        using var script = new StreamReader(
            typeof(AxeResult).Assembly.GetManifestResourceStream("Deque.AxeCore.Commons.Resources.axe.min.js")!);

        return script.ReadToEnd();
    });

    private readonly IBrowserContext _context;
    private readonly List<string> _faults = [];
    private readonly List<IResponse> _responses = [];

    /// <param name="context">Its cookies and storage.</param>
    /// <param name="page">Its page.</param>
    /// <param name="origins">The origins that it may ask: the application, and an issuer of tokens.</param>
    internal Window(IBrowserContext context, IPage page, params string[] origins)
    {
        (_context, Page) = (context, page);
        string[] allowed = ["data:", .. origins.Select(origin => $"{origin.TrimEnd('/')}/")];
        page.PageError += (_, error) => _faults.Add(error);
        page.Console += (_, message) =>
        {
            // Chromium writes refused requests to the console, which the page shows itself.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _faults.Add(message.Text);
            }
        };
        page.Request += (_, request) =>
        {
            if (!allowed.Any(start => request.Url.StartsWith(start, StringComparison.Ordinal)))
            {
                _faults.Add($"requested {request.Url}");
            }
        };
        page.Response += (_, response) => _responses.Add(response);
    }

    public IPage Page { get; }

    public IReadOnlyList<IResponse> Responses => _responses;

    /// <summary>Opens a view, and waits until it shows its content.</summary>
    public async Task Go(string address)
    {
        await Page.GotoAsync(address);
        await Ready();
    }

    /// <summary>Waits until the view has read what it shows.</summary>
    public Task Ready() => Page.Locator("main[aria-busy=false]").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    /// <summary>Clicks, and waits for the view that the link opens.</summary>
    public async Task Follow(ILocator link)
    {
        await link.ClickAsync();
        await Ready();
    }

    /// <summary>
    /// Waits until the address contains the text. The address is asked for again and again: to wait for the event of a navigation,
    /// as <c>WaitForURLAsync</c> does, can miss the one that comes between its look at the address and its waiting.
    /// </summary>
    public Task IsAt(string text) => Assertions.Expect(Page).ToHaveURLAsync(
        new Regex(Regex.Escape(text), RegexOptions.None, TimeSpan.FromSeconds(1)), new() { Timeout = 20_000 });

    /// <summary>Returns the total of the list that is shown.</summary>
    public async Task<int> Total() =>
        int.Parse(string.Concat((await Page.Locator("#total").InnerTextAsync()).Where(char.IsAsciiDigit)), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Returns the violations of accessibility rules in what is shown.</summary>
    public async Task<string[]> Violations()
    {
        if (!await Page.EvaluateAsync<bool>("'axe' in window"))
        {
            await Page.EvaluateAsync(Axe.Value);
        }

        return await Page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
                .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html} ${node.failureSummary}`))
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.True(_faults.Count == 0, string.Join("\n", _faults));
    }
}
