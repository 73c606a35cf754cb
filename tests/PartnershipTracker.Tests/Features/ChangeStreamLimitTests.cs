using System.Net;
using Microsoft.AspNetCore.Hosting;

namespace PartnershipTracker.Tests.Features;

/// <summary>The limit of open streams. The server may learn late that a client has gone, so no other test uses this application.</summary>
public sealed class ChangeStreamLimitTests(ChangeStreamLimitTests.FewStreams app) : IClassFixture<ChangeStreamLimitTests.FewStreams>
{
    private const int MaxStreams = 3;

    public sealed class FewStreams(TestServer server) : TrackerApp(server)
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Limits:ChangeStreams", $"{MaxStreams}");
        }
    }

    [Fact]
    public async Task Streams_above_the_limit_are_refused_until_one_is_closed()
    {
        var streams = new List<EventReader>();

        try
        {
            while (streams.Count < MaxStreams)
            {
                streams.Add(await EventReader.Open(app, "after=now"));
            }

            var refusal = await EventReader.Refusal(app, "after=now", ("Accept-Language", "ko"));
            Assert.Equal(("too_many_streams", HttpStatusCode.ServiceUnavailable), (refusal!.Problem, refusal.Status));
            Assert.Contains("변경 스트림", $"{refusal.Body["detail"]}", StringComparison.Ordinal);
            (await app.Get("changes?after=now")).Is(HttpStatusCode.OK);
        }
        finally
        {
            streams.ForEach(stream => stream.Dispose());
        }

        while (await EventReader.Refusal(app, "after=now") is not null)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
