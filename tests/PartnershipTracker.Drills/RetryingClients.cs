using System.Collections.Concurrent;
using System.Diagnostics;

namespace PartnershipTracker.Drills;

/// <summary>
/// Clients that never give up and never give an order a new key: after a 503, a 409 or a connection that broke, they send the same again.
/// </summary>
internal sealed class RetryingClients
{
    private readonly ConcurrentQueue<MeetingCreation> _acknowledged = new();
    private readonly ConcurrentDictionary<string, int> _answers = new(StringComparer.Ordinal);
    private readonly long[] _lastNews;
    private readonly int _limit;
    private volatile bool _stopped;
    private int _taken;

    public RetryingClients(Tracker tracker, int clients, Range numbers, CancellationToken cancellation)
    {
        (_taken, _limit, _lastNews) = (numbers.Start.Value - 1, numbers.End.Value, new long[clients]);
        Done = Task.WhenAll(Enumerable.Range(0, clients).Select(i => Task.Run(() => Work(tracker, i, cancellation), cancellation)));
    }

    /// <summary>When all has been acknowledged or, after a stop, what had been begun.</summary>
    public Task Done { get; }

    public IReadOnlyCollection<MeetingCreation> Acknowledged => _acknowledged;

    /// <summary>Answers that there was no reason for.</summary>
    public int Wrong => _answers.Where(a => a.Key.StartsWith("wrong", StringComparison.Ordinal)).Sum(a => a.Value);

    public int InternalErrors => _answers.Where(a => a.Key.StartsWith("500", StringComparison.Ordinal)).Sum(a => a.Value);

    public string Answers => string.Join(", ", _answers.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}: {a.Value}"));

    public Task Stop()
    {
        _stopped = true;

        return Done;
    }

    public async Task Reach(int acknowledged, CancellationToken cancellation)
    {
        while (_acknowledged.Count < acknowledged && !Done.IsCompleted)
        {
            await Task.Delay(5, cancellation);
        }
    }

    /// <summary>Until every client has something acknowledged that was not there before, and not from memory either.</summary>
    public async Task GetNews(CancellationToken cancellation)
    {
        for (var since = Stopwatch.GetTimestamp(); !Array.TrueForAll(_lastNews, at => at > since);)
        {
            await Task.Delay(5, cancellation);
        }
    }

    private async Task Work(Tracker tracker, int worker, CancellationToken cancellation)
    {
        using var client = tracker.Client();

        while (!_stopped && Interlocked.Increment(ref _taken) is var number && number < _limit)
        {
            var order = new MeetingCreation(number);

            while (await Try(order, client, worker, cancellation) is false)
            {
                await Task.Delay(Random.Shared.Next(20, 200), cancellation);
            }
        }
    }

    /// <summary>Whether that settled it.</summary>
    private async Task<bool> Try(MeetingCreation order, HttpClient client, int worker, CancellationToken cancellation)
    {
        try
        {
            var reply = await order.Send(client, cancellation);
            Count(reply);

            if (order.Acknowledged is not null)
            {
                _acknowledged.Enqueue(order);
                _lastNews[worker] = reply.IsReplay ? _lastNews[worker] : Stopwatch.GetTimestamp();
            }

            return !reply.IsPassing;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            Count("cut");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Count("no answer");
        }

        return false;
    }

    private void Count(Reply reply) => Count(reply switch
    {
        { Status: 201 } => reply.IsReplay ? "201 replayed" : "201",
        { IsPassing: true, Code: not null } => $"{reply.Status} {reply.Code}",
        _ => $"wrong: {reply.Status} {reply.Code}",
    });

    private void Count(string answer) => _answers.AddOrUpdate(answer, 1, (_, count) => count + 1);
}
