using System.Net;
using System.Xml.Linq;
using PartnershipTracker.Tests.Web;

namespace PartnershipTracker.Tests.Features;

public sealed class PictureTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Theory]
    [InlineData("coverage.svg", "Who covers what: affiliate × company", "SK telecom × Microsoft: 2 collaborations, 1 meeting")]
    [InlineData("coverage.svg?lang=ko&rows=area&columns=company", "협력 현황: 분야 × 기업", "HBM 패키징 × TSMC: 1 협력, 1 회동")]
    [InlineData("timeline.svg?lang=ko", "연표", "[2024-06-22..2024-07-09]: 최태원–인텔 최고경영자 회동")]
    [InlineData("timeline.svg?company=intel", "Timeline", "2024-07-09: SK hynix × Intel, HBM manufacturing innovation: active (reported)")]
    [InlineData("network.svg", "Who works with whom, on what", "SK hynix – HBM packaging, collaborations: 1; SK hynix – HBM packaging, meetings: 1")]
    [InlineData("network.svg?company=nobody", "Who works with whom, on what", "Nothing to show")]
    [InlineData("timeline.svg?to=1999-12-31", "Timeline", "Nothing to show")]
    public async Task A_picture_has_a_title_and_a_text_description(string url, string title, string said)
    {
        var answer = (await app.Get(url)).Is(HttpStatusCode.OK);
        var picture = XDocument.Parse(answer.Text).Root!;

        Assert.Equal("image/svg+xml", answer.MediaType);
        Assert.Equal(title, (string?)picture.Element(Svg + "title"));
        Assert.Contains(said, (string?)picture.Element(Svg + "desc"), StringComparison.Ordinal);
        Assert.Equal("img", (string?)picture.Attribute("role"));
        Assert.Contains("style-src 'unsafe-inline'", answer.Headers["Content-Security-Policy"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("coverage.svg")]
    [InlineData("timeline.svg")]
    [InlineData("network.svg")]
    public async Task The_same_data_gives_the_same_bytes_and_a_poll_takes_one_command(string url)
    {
        var (first, second) = (await app.Get(url), await app.Get(url, ("Accept", "image/avif,image/webp,image/svg+xml,*/*;q=0.8")));
        Assert.Equal((first.Text, first.ETagOfContent), (second.Text, second.ETagOfContent));

        using var log = new SqlLog(app);
        (await app.Get(url, ("If-None-Match", first.ETag))).Is(HttpStatusCode.NotModified);
        Assert.Single(log.Commands);
    }

    [Theory]
    [InlineData("coverage.svg")]
    [InlineData("timeline.svg")]
    [InlineData("network.svg")]
    public async Task The_pictures_in_the_documentation_are_those_that_the_application_draws(string name)
    {
        var (kept, drawn) = (new CommittedFile($"../../docs/images/{name}"), (await app.Get(name)).Text);

        if (CommittedFile.IsToBeUpdated)
        {
            kept.Write(drawn);
        }

        Assert.True(kept.Text == drawn, $"{name} is stale: {CommittedFile.HowTo}");
    }

    [Theory]
    [InlineData("coverage.svg?links=true", 12, "SK telecom × Microsoft, collaborations: 2 expanding", "/api/v1/collaborations?affiliate=sk-telecom&company=microsoft")]
    [InlineData("timeline.svg?links=true&type=trip&lang=ko", 1, "2024-06-22/2024-07-09~: 최태원 회장 미국 출장", "/api/v1/trips/" + OpeningIds.Trip)]
    [InlineData("network.svg?links=true", 37, "SK telecom – AI services, meetings: 3", "/api/v1/meetings?connection=link:sk-telecom:ai-services&status=held")]
    public async Task A_picture_for_a_page_has_a_link_for_each_mark_in_lists_and_no_style_of_its_own(string url, int marks, string name, string address)
    {
        var picture = XDocument.Parse((await app.Get(url)).Is(HttpStatusCode.OK).Text).Root!;
        var links = picture.Descendants(Svg + "a").ToList();

        Assert.Equal("group", (string?)picture.Attribute("role"));
        Assert.Equal(marks, links.Count);
        Assert.Contains(links, link => ((string?)link.Attribute("aria-label"), (string?)link.Attribute("href")) == (name, address));
        Assert.All(links, link => Assert.Equal(
            "listitem list", $"{link.Parent!.Attribute("role")?.Value} {link.Parent.Parent!.Attribute("role")?.Value}"));
        Assert.Empty(picture.Descendants(Svg + "style"));
    }

    [Fact]
    public async Task An_uncertain_date_is_drawn_as_a_span_between_its_bounds()
    {
        var shapes = XDocument.Parse((await app.Get("timeline.svg?type=meeting&type=stage")).Text).Root!.Elements().ToList();
        var spans = shapes.Where(
            s => ((string?)s.Attribute("class"))?.Contains("faint", StringComparison.Ordinal) is true && s.HasElements);

        // M1 to M6 and M8; M7 lasted two days; the stages were reported on one.
        Assert.Equal(7, spans.Count());
        Assert.Single(shapes, s => (string?)s.Attribute("class") == "a tone3" && s.HasElements);
        Assert.Equal(7, shapes.Count(s => s.Name == Svg + "path" && s.HasElements));
    }
}
