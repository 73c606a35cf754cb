using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Tests.Hosting;

/// <summary>The console, which hides secrets, with several writers at once.</summary>
public sealed class ConsoleTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const int Writers = 4;
    private const int Lines = 300;

    [Fact]
    public async Task Who_writes_to_the_console_does_not_wait_for_who_writes_past_it()
    {
        Assert.NotNull(app.Client); // the application has installed its writer
        using var end = new CancellationTokenSource();
        var all = Enumerable.Range(0, Writers).Select(_ => Task.Run(
            () =>
            {
                while (!end.IsCancellationRequested)
                {
                    Console.Write('\r');
                }
            },
            TestContext.Current.CancellationToken)).ToList();
        var past = Task.Run(
            () => Enumerable.Range(0, Lines).ToList().ForEach(_ => SecretRedactingWriter.WriteSecret("")), TestContext.Current.CancellationToken);

        await past.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await end.CancelAsync();
        await Task.WhenAll(all);
    }
}
