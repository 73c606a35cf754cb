using System.Net;
using System.Text;
using PartnershipTracker.Features.Citations;
using PartnershipTracker.Features.Sources;

namespace PartnershipTracker.Features.SourceEvidence;

/// <summary>
/// The web page of a source's text. It marks the cited passages, puts the numbers of the citations that end at a place behind it, and lists
/// the citations' facts below. The page has no style and no script, so it needs no exception from the content security policy.
/// </summary>
internal static class SourceTextPage
{
    /// <param name="source">The source.</param>
    /// <param name="text">Its text.</param>
    /// <param name="citations">The citations that the caller can read, in the order of the text.</param>
    /// <param name="pathBase">The path below which the caller sees the application.</param>
    public static string Of(Source source, string text, IReadOnlyList<Citation> citations, PathString pathBase)
    {
        var title = Escape(source.Title.Ko ?? source.Title.En);
        var page = new StringBuilder(
            $"""
            <!doctype html>
            <html lang="{Escape(source.Language)}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>
            <body>
            <main>
            <h1>{title}</h1>
            <p>{Escape(source.Publisher.Ko ?? source.Publisher.En)} <time>{Escape(source.Published?.Edtf)}</time></p>

            """);

        if (source.RetractedAt is not null)
        {
            page.Append(
                CultureInfo.InvariantCulture, $"<p><strong lang=\"en\">Retracted:</strong> {Escape(source.RetractionReason)}</p>\n");
        }

        page.Append("<article>\n<p>");
        Mark(page, new(text), citations);
        page.Append("</p>\n</article>\n<h2 lang=\"en\">Facts</h2>\n<ol lang=\"en\">\n");
        page.AppendJoin("", citations.Select((citation, index) =>
            $"""
            <li id="fact-{Number(index)}">
            <a href="{Escape(pathBase)}/api/v1/{Escape(PathOf(citation.Target))}">{Escape(NameOf(citation.Target))}</a>:
            {EnumNames.Write(citation.Stance)}, {EnumNames.Write(citation.Modality)}. {Escape(citation.Note)}
            <a href="#passage-{Number(index)}">Passage</a></li>

            """));

        return page.Append("</ol>\n</main>\n</body>\n</html>\n").ToString();
    }

    /// <summary>Appends the text in pieces. All code points of a piece belong to the same passages.</summary>
    private static void Mark(StringBuilder page, SearchableText text, IReadOnlyList<Citation> citations)
    {
        var cuts = citations.SelectMany(c => new[] { c.Start!.Value, c.End!.Value }).Append(0).Append(text.Length)
            .Where(cut => cut <= text.Length).Distinct().Order().ToList();

        foreach (var (from, to) in cuts.Zip(cuts.Skip(1)))
        {
            page.AppendJoin("", citations.Index().Where(c => c.Item.Start == from)
                .Select(c => $"<a id=\"passage-{Number(c.Index)}\"></a>"));

            var piece = Escape(text.At(from, to)).ReplaceLineEndings("<br>\n");
            page.Append(citations.Any(c => c.Start <= from && c.End >= to) ? $"<mark>{piece}</mark>" : piece);

            page.AppendJoin("", citations.Index().Where(c => c.Item.End == to).Select(c =>
                $"<sup><a href=\"#fact-{Number(c.Index)}\" aria-label=\"{Escape(NameOf(c.Item.Target))}\">[{Number(c.Index)}]</a></sup>"));
        }
    }

    /// <summary>Returns the path of the fact, or of the root that contains it.</summary>
    private static string PathOf(Target target) => target.Type switch
    {
        TargetType.Participant => $"meetings/{target.Id}/participants/{target.Part}",
        TargetType.AreaLink => $"meetings/{target.Id}/areas/{target.Part}",
        _ => $"{target.Resource}/{target.Id}",
    };

    private static string NameOf(Target target) =>
        $"{EnumNames.Write(target.Type).Replace('_', ' ')} {target.Id}{(target.Part is null ? "" : $" {target.Part}")}";

    private static string Escape(string? text) => WebUtility.HtmlEncode(text ?? "");

    private static string Number(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);
}
