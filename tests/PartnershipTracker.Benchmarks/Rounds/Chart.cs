using System.Globalization;
using System.Text;

namespace PartnershipTracker.Benchmarks.Rounds;

/// <summary>The results as bars: the requests per second of each server, relative to the limit.</summary>
internal static class Chart
{
    private const int Left = 170;
    private const int Unit = 260;
    private const int Width = 760;
    private const int RowHeight = 58;
    private const int BarHeight = 14;

    private const string Style =
        """
        <style>text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#1f2328}.title{font-size:17px;font-weight:600}
        .soft{fill:#59636e;font-size:11px}.paper{fill:#fff}.line{stroke:#d1d9e0}.limit{fill:#8250df}.ef{fill:#9a6700}.product{fill:#0969da}
        @media (prefers-color-scheme:dark){text{fill:#e6edf3}.soft{fill:#9198a1}.paper{fill:#0d1117}.line{stroke:#3d444d}
        .limit{fill:#ab7df8}.ef{fill:#d29922}.product{fill:#4493f8}}</style>
        """;

    public static string Of(Options options, IReadOnlyList<Result> results)
    {
        var compared = results.Where(r => r.Servers.Count > 1).ToList();
        var height = 90 + (compared.Count * RowHeight);
        var svg = new StringBuilder(Text(
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" viewBox="0 0 {Width} {height}"
                role="img" xml:lang="en" aria-labelledby="title desc">
            <title id="title">Requests per second, relative to the limit</title>
            <desc id="desc">{string.Join("; ", compared.Select(Description))}</desc>
            {Style}
            <rect width="100%" height="100%" class="paper"/>
            <text x="20" y="34" class="title">Requests per second, relative to the limit (= 1)</text>
            <text x="20" y="56" class="soft">{options.Meetings:N0} meetings; the number at each bar is requests/s</text>
            <line x1="{Left + Unit}" x2="{Left + Unit}" y1="72" y2="{height - 14}" class="line"/>

            """));

        foreach (var (row, result) in compared.Index())
        {
            var top = 80 + (row * RowHeight);
            svg.Append(Text($"<text x=\"{Left - 12}\" y=\"{top + 27}\" text-anchor=\"end\">{result.Workload.Name}</text>\n"));

            foreach (var (bar, name) in ((string[])["limit", "ef", "product"]).Where(n => result.Of(n) is not null).Index())
            {
                svg.Append(Bar(result, name, top + (bar * (BarHeight + 2))));
            }
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>Draws a bar, which is cut off where it would leave the picture.</summary>
    private static string Bar(Result result, string name, int y)
    {
        var measured = result.Of(name)!.PerSecond;
        var width = Math.Min(Width - Left - 130, measured / result.Of("limit")!.PerSecond * Unit);

        return Text($"<rect x=\"{Left}\" y=\"{y}\" width=\"{width:F1}\" height=\"{BarHeight}\" rx=\"2\" class=\"{name}\"/>")
            + Text($"<text x=\"{Left + width + 6:F1}\" y=\"{y + 11}\" class=\"soft\">{name} {measured:N0}</text>\n");
    }

    private static string Description(Result result) =>
        $"{result.Workload.Name}: {string.Join(", ", result.Servers.Select(s => Text($"{s.Server} {s.PerSecond:N0}")))}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
