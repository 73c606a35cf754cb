namespace PartnershipTracker.Tests.Hosting;

/// <summary>The console, which hides secrets, with several writers at once.</summary>
public sealed class ConsoleTests(TestServer server, TrackerApp app) : IClassFixture<TrackerApp>
{
    private const int Writers = 4;
    private const int Lines = 300;

    [Fact]
    public async Task Who_writes_to_the_console_does_not_wait_for_who_writes_past_it()
    {
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
            () => Enumerable.Range(0, Lines).ToList().ForEach(_ => server.ConsoleError.WriteLine()), TestContext.Current.CancellationToken);

        await past.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await end.CancelAsync();
        await Task.WhenAll(all);
    }

    [Fact]
    public void What_the_product_prints_stays_out_of_the_standard_output_from_which_the_results_are_read()
    {
        Assert.NotNull(app.Client); // the product has begun
        Assert.Same(Console.Error, Console.Out);
    }
}
