using System.Security;
using System.Text;

namespace PartnershipTracker.Features.Insights;

/// <summary>
/// An SVG 1.1 drawing. It has a text alternative, is readable in light and dark, and the same shapes make the same bytes.
/// Lengths are in pixels.
/// </summary>
/// <param name="isLinked">True for a part of a page: its marks are links in lists, and it has no styles of its own.</param>
internal sealed class SvgCanvas(bool isLinked = false)
{
    private const string Style =
        """
        text{font:13px system-ui,-apple-system,"Segoe UI","Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR","Noto Sans CJK KR",sans-serif
        ;fill:#1f2328}.title{font-size:17px;font-weight:600}.soft{fill:#59636e}.small{font-size:11px}.strong{font-weight:600}.on{fill:#fff}
        .paper{fill:#fff}.line{stroke:#d1d9e0;stroke-width:1;fill:none}.empty{fill:#f6f8fa;stroke:#d1d9e0;stroke-dasharray:3 3}
        .a{fill:#0969da}.b{fill:#8250df}.c{fill:#1a7f37}
        .faint{fill-opacity:.18}.tone1{fill-opacity:.3}.tone2{fill-opacity:.55}.tone3{fill-opacity:.8}
        .rim.rim{fill:none;stroke-width:1.5;stroke-dasharray:4 3}.rim.a{stroke:#0969da}.rim.b{stroke:#8250df}.rim.c{stroke:#1a7f37}
        .tie.tie{fill:none;stroke:#0969da;stroke-opacity:.35}.tie.c{stroke:#1a7f37}.tie.open{stroke-dasharray:12 7}
        .hollow.hollow{fill:none;stroke-width:2}.hollow.a{stroke:#0969da}.void{text-decoration:line-through}
        .cross{stroke:#1f2328;stroke-width:2;fill:none}
        @media (prefers-color-scheme:dark){
        text{fill:#e6edf3}.soft{fill:#9198a1}.on{fill:#0d1117}.paper{fill:#0d1117}.line{stroke:#3d444d}.empty{fill:#151b23;stroke:#3d444d}
        .a{fill:#4493f8}.b{fill:#ab7df8}.c{fill:#3fb950}.rim.a{stroke:#4493f8}.rim.b{stroke:#ab7df8}.rim.c{stroke:#3fb950}
        .tie{stroke:#4493f8}.tie.c{stroke:#3fb950}.hollow.a{stroke:#4493f8}.cross{stroke:#e6edf3}}
        """;

    private readonly StringBuilder _shapes = new();

    public SvgCanvas Text(double x, double y, string text, string style = "", string anchor = "start") => Add(
        $"""<text x="{N(x)}" y="{N(y)}"{Class(style)}{Anchored(anchor)}>{Safe(text)}</text>""");

    public SvgCanvas Box(double x, double y, double width, double height, string style, double round = 3, string? said = null) => Add(
        $"""<rect x="{N(x)}" y="{N(y)}" width="{N(width)}" height="{N(height)}" rx="{N(round)}"{Class(style)}{Closed("rect", said)}""");

    public SvgCanvas Line(double x1, double y1, double x2, double y2, string style = "line") =>
        Add($"""<line x1="{N(x1)}" y1="{N(y1)}" x2="{N(x2)}" y2="{N(y2)}"{Class(style)}/>""");

    /// <summary>Draws a square on its corner, for an event of one day.</summary>
    public SvgCanvas Diamond(double x, double y, double radius, string style, string? said = null) => Path(
        $"M{N(x)} {N(y - radius)}L{N(x + radius)} {N(y)}L{N(x)} {N(y + radius)}L{N(x - radius)} {N(y)}Z", style, null, said);

    /// <summary>Draws a band from one column to the next.</summary>
    public SvgCanvas Band(double x1, double y1, double x2, double y2, double width, string style, string said)
    {
        var middle = N((x1 + x2) / 2);

        return Path($"M{N(x1)} {N(y1)}C{middle} {N(y1)} {middle} {N(y2)} {N(x2)} {N(y2)}", style, width, said);
    }

    /// <summary>Draws the marks of a list, which screen readers announce by its name.</summary>
    public SvgCanvas List(string name, Action draw) => Enclose($"""<g role="list" aria-label="{Safe(name)}">""", draw, "</g>");

    /// <summary>Draws a mark of a list that opens an address. Its texts may be cut, so screen readers say the name instead.</summary>
    /// <param name="address">The address; null for a mark that opens nothing.</param>
    /// <param name="name">The text that screen readers say for it.</param>
    /// <param name="draw">Draws the mark.</param>
    public SvgCanvas Link(string? address, string name, Action draw) => address is null
        ? Enclose($"""<g role="listitem" aria-label="{Safe(name)}"><g aria-hidden="true">""", draw, "</g></g>")
        : Enclose(
            $"""<g role="listitem"><a href="{Safe(address)}" aria-label="{Safe(name)}"><g aria-hidden="true">""", draw, "</g></a></g>");

    private SvgCanvas Enclose(string start, Action draw, string end)
    {
        if (!isLinked)
        {
            draw();

            return this;
        }

        Add(start);
        draw();

        return Add(end);
    }

    /// <summary>Returns the whole drawing.</summary>
    /// <param name="width">The width.</param>
    /// <param name="height">The height.</param>
    /// <param name="language">The language of the texts, as a BCP 47 tag.</param>
    /// <param name="title">The title.</param>
    /// <param name="description">The text alternative.</param>
    /// <param name="period">The first and the last day on a time axis, for a page that changes them.</param>
    public string Finish(
        double width, double height, string language, string title, string description,
        (DateOnly From, DateOnly To)? period = null) => (isLinked
        ? $"""
        <svg {Size(width, height)}
            role="group" lang="{language}" aria-label="{Safe(title)}"{Data(period)}>
        {_shapes}</svg>

        """
        : $"""
        <svg {Size(width, height)}
            role="img" xml:lang="{language}" aria-labelledby="title desc">
        <title id="title">{Safe(title)}</title>
        <desc id="desc">{Safe(description)}</desc>
        <style>{Style}</style>
        <rect width="100%" height="100%" class="paper"/>
        {_shapes}</svg>

        """).ReplaceLineEndings("\n");

    private static string Data((DateOnly From, DateOnly To)? period) =>
        period is { } days ? $""" data-from="{Day.Print(days.From)}" data-to="{Day.Print(days.To)}" """.TrimEnd() : "";

    /// <summary>Estimates the width of a text: a Hangul syllable is as wide as high, a Latin letter a little over half of that.</summary>
    public static double Width(string text, double size = 13) =>
        size * text.EnumerateRunes().Sum(r => r.Value >= 0x1100 ? 0.95 : r.Value is >= 'A' and <= 'Z' ? 0.68 : 0.55);

    /// <summary>Returns the text, cut if it would be too wide, after a word where one ends in its second half.</summary>
    public static string Cut(string text, double width, double size = 13)
    {
        if (Width(text, size) <= width)
        {
            return text;
        }

        var cut = new StringBuilder();
        var left = width - size;

        foreach (var rune in text.EnumerateRunes())
        {
            left -= Width(rune.ToString(), size);

            if (left < 0)
            {
                break;
            }

            cut.Append(rune.ToString());
        }

        var (kept, space) = (cut.ToString().TrimEnd(), cut.ToString().LastIndexOf(' '));

        return (space * 2 > kept.Length && text[kept.Length] is not ' ' ? kept[..space].TrimEnd() : kept) + "…";
    }

    private static string Size(double width, double height) =>
        $"xmlns=\"http://www.w3.org/2000/svg\" width=\"{N(width)}\" height=\"{N(height)}\" viewBox=\"0 0 {N(width)} {N(height)}\"";

    private SvgCanvas Path(string data, string style, double? width, string? said) => Add(
        $"""<path d="{data}"{Class(style)}{(width is null ? "" : $" stroke-width=\"{N(width.Value)}\"")}{Closed("path", said)}""");

    private SvgCanvas Add(string shape)
    {
        _shapes.Append(shape).Append('\n');

        return this;
    }

    /// <summary>Closes an element, with the text that a pointer shows. In a linked picture the link says it.</summary>
    private string Closed(string element, string? said) => said is null || isLinked ? "/>" : $"><title>{Safe(said)}</title></{element}>";

    private static string Class(string style) => style is "" ? "" : $" class=\"{style}\"";

    private static string Anchored(string anchor) => anchor is "start" ? "" : $" text-anchor=\"{anchor}\"";

    private static string Safe(string text) => SecurityElement.Escape(text);

    private static string N(double number) => Math.Round(number, 1).ToString(CultureInfo.InvariantCulture);
}
