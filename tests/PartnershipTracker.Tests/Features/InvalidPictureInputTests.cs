using System.Net;
using System.Xml.Linq;

namespace PartnershipTracker.Tests.Features;

public sealed class InvalidPictureInputTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Fact]
    public async Task A_name_cannot_inject_markup_into_a_picture()
    {
        var company = TestData.Company();
        company["name"] = TestData.Name("<script>alert(1)</script>", "\"/><image href=\"https://example.com/x\"/>");
        (await app.Post("companies", company)).Is(HttpStatusCode.Created);

        foreach (var (language, shown) in new[] { ("ko", "<script>"), ("en", "\"/><image") })
        {
            var picture = XDocument.Parse((await app.Get($"coverage.svg?company={company["id"]}&lang={language}")).Text);

            Assert.Contains(shown, picture.Root!.Value, StringComparison.Ordinal);
            Assert.DoesNotContain(picture.Descendants(), e => e.Name.LocalName is "script" or "image");
        }

        Assert.Equal("invalid_request lang unknown_value", (await app.Get("coverage.svg?lang=fr")).Problem);
    }
}
