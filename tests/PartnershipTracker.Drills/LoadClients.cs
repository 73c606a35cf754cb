using System.Collections.Concurrent;
using System.Text.Json;

namespace PartnershipTracker.Drills;

/// <summary>
/// Clients that read and write while the application is ready, and record every failure.
/// </summary>
internal sealed class LoadClients : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly TaskCompletionSource _notReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<MeetingCreation> _acknowledged = new();
    private readonly CancellationToken _cancellation;
    private readonly HttpClient _client;
    private volatile bool _isEnding;
    private int _answers;
    private int _unavailable;
    private int _number;

    public LoadClients(Tracker tracker, int clients, int round, CancellationToken cancellation)
    {
        (_client, _cancellation, _number) = (tracker.Client(), cancellation, round * 1_000_000);
        var requests = Enumerable.Range(0, clients).Select(_ => Task.Run(SendRequests, cancellation));
        Done = Task.WhenAll(requests.Append(Task.Run(WatchReadiness, cancellation)));
    }

    /// <summary>Completes when the application is not ready and each client has its last answer.</summary>
    public Task Done { get; }

    public Task NotReady => _notReady.Task;

    public ConcurrentQueue<string> Failures { get; } = new();

    public IReadOnlyCollection<MeetingCreation> Acknowledged => _acknowledged;

    public int Answers => _answers;

    /// <summary>The number of complete answers with 503 because the database was busy.</summary>
    public int Unavailable => _unavailable;

    /// <summary>Treats an application that is not ready as shutting down from now on.</summary>
    public void ExpectShutdown() => _isEnding = true;

    public async Task WaitFor(int answers, CancellationToken cancellation)
    {
        while (Volatile.Read(ref _answers) < answers && !NotReady.IsCompleted)
        {
            await Task.Delay(10, cancellation);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task WatchReadiness()
    {
        try
        {
            while (true)
            {
                using var ready = await _client.GetAsync("/health/ready", _cancellation);

                if (_isEnding && !ready.IsSuccessStatusCode)
                {
                    break;
                }

                await Task.Delay(PollInterval, _cancellation);
            }
        }
        catch (HttpRequestException e)
        {
            Failures.Enqueue($"it was gone before it was not ready: {e.Message}");
        }

        _notReady.TrySetResult();
    }

    private async Task SendRequests()
    {
        while (!NotReady.IsCompleted)
        {
            try
            {
                await (Interlocked.Increment(ref _number) is var number && number % 2 == 0 ? Write(new(number)) : Read());
                Interlocked.Increment(ref _answers);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
            {
                Failures.Enqueue($"{e.GetType().Name}: {e.Message}");
            }
        }
    }

    private async Task Write(MeetingCreation creation)
    {
        var reply = await creation.Send(_client, _cancellation);

        Note(reply);

        if (creation.Acknowledged is not null)
        {
            _acknowledged.Enqueue(creation);
        }
    }

    private async Task Read()
    {
        using var page = await _client.GetAsync("/api/v1/meetings?limit=50", _cancellation);
        Note(await Reply.Read(page, _cancellation));
    }

    private void Note(Reply reply)
    {
        using var whole = JsonDocument.Parse(reply.Body);

        if (reply.Code is "unavailable")
        {
            Interlocked.Increment(ref _unavailable);
        }
        else if (reply.Status is not (200 or 201))
        {
            Failures.Enqueue($"{reply.Status} {reply.Code}");
        }
    }
}
