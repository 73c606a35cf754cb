using System.Collections.Concurrent;
using System.Text.Json;

namespace PartnershipTracker.Drills;

/// <summary>
/// Clients that read and write for as long as the application says that it is ready, and note whatever is not as it should be.
/// </summary>
internal sealed class LoadClients : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly TaskCompletionSource _notReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<MeetingCreation> _acknowledged = new();
    private readonly CancellationToken _cancellation;
    private readonly HttpClient _client;
    private volatile bool _isEnding;
    private int _answers;
    private int _busy;
    private int _number;

    public LoadClients(Tracker tracker, int clients, int round, CancellationToken cancellation)
    {
        (_client, _cancellation, _number) = (tracker.Client(), cancellation, round * 1_000_000);
        Done = Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(Visit, cancellation)).Append(Task.Run(Watch, cancellation)));
    }

    /// <summary>When the application has said that it is not ready, and each client has the answer that it was waiting for.</summary>
    public Task Done { get; }

    public Task NotReady => _notReady.Task;

    public ConcurrentQueue<string> Broken { get; } = new();

    public IReadOnlyCollection<MeetingCreation> Acknowledged => _acknowledged;

    public int Answers => _answers;

    /// <summary>Answers that the database was too busy for: whole, and no reason to stop coming.</summary>
    public int Busy => _busy;

    /// <summary>From now on, not being ready means that it is about to end.</summary>
    public void Expect() => _isEnding = true;

    public async Task Reach(int answers, CancellationToken cancellation)
    {
        while (Volatile.Read(ref _answers) < answers && !NotReady.IsCompleted)
        {
            await Task.Delay(10, cancellation);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task Watch()
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

                await Task.Delay(Look, _cancellation);
            }
        }
        catch (HttpRequestException e)
        {
            Broken.Enqueue($"it was gone before it was not ready: {e.Message}");
        }

        _notReady.TrySetResult();
    }

    private async Task Visit()
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
                Broken.Enqueue($"{e.GetType().Name}: {e.Message}");
            }
        }
    }

    private async Task Write(MeetingCreation order)
    {
        var reply = await order.Send(_client, _cancellation);

        Note(reply);

        if (order.Acknowledged is not null)
        {
            _acknowledged.Enqueue(order);
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
            Interlocked.Increment(ref _busy);
        }
        else if (reply.Status is not (200 or 201))
        {
            Broken.Enqueue($"{reply.Status} {reply.Code}");
        }
    }
}
