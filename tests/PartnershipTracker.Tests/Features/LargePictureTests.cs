using System.Net;

namespace PartnershipTracker.Tests.Features;

/// <summary>The picture of a matrix of which only a part can be read.</summary>
public sealed class LargePictureTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    [Fact]
    public async Task A_large_matrix_shows_the_rows_and_columns_with_most_meetings_and_says_so()
    {
        foreach (var _ in Enumerable.Range(0, 42))
        {
            (await app.Post("companies", TestData.Company($"a-{TestData.Key()}"))).Is(HttpStatusCode.Created);
        }

        var picture = (await app.Get("coverage.svg?links=true")).Is(HttpStatusCode.OK).Text;

        Assert.Contains("2 of 2 rows and 40 of 48 columns", picture, StringComparison.Ordinal);
        Assert.All(
            ["Amazon", "Intel", "Microsoft", "NVIDIA", "OpenAI", "TSMC"], name => Assert.Contains($">{name}</text>", picture, StringComparison.Ordinal));
    }
}
