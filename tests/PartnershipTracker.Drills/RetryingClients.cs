using System.Collections.Concurrent;
using System.Diagnostics;

namespace PartnershipTracker.Drills;

/// <summary>
/// Clients that send each meeting with the same key until it is acknowledged: after a 503, a 409 or a broken connection, they retry.
/// </summary>
internal sealed class RetryingClients
{
    private readonly ConcurrentQueue<MeetingCreation> _acknowledged = new();
    private readonly ConcurrentDictionary<string, int> _answers = new(StringComparer.Ordinal);

    /// <summary>When each client began its last write that was acknowledged.</summary>
    private readonly long[] _lastWrites;

    private readonly int _limit;
    private volatile bool _stopped;
    private int _taken;

    public RetryingClients(Func<HttpClient> open, int clients, Range numbers, CancellationToken cancellation)
    {
        (_taken, _limit, _lastWrites) = (numbers.Start.Value - 1, numbers.End.Value, new long[clients]);
        Done = Task.WhenAll(Enumerable.Range(0, clients).Select(i => Task.Run(() => Run(open, i, cancellation), cancellation)));
    }

    /// <summary>Completes when everything or, after a stop, everything begun has been acknowledged.</summary>
    public Task Done { get; }

    public IReadOnlyCollection<MeetingCreation> Acknowledged => _acknowledged;

    /// <summary>The number of unexpected answers.</summary>
    public int Unexpected => _answers.Where(a => a.Key.StartsWith("wrong", StringComparison.Ordinal)).Sum(a => a.Value);

    public int InternalErrors => _answers.Where(a => a.Key.StartsWith("500", StringComparison.Ordinal)).Sum(a => a.Value);

    public string Answers => string.Join(", ", _answers.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}: {a.Value}"));

    public Task Stop()
    {
        _stopped = true;

        return Done;
    }

    public async Task WaitFor(int acknowledged, CancellationToken cancellation)
    {
        while (_acknowledged.Count < acknowledged && !Done.IsCompleted)
        {
            await Task.Delay(5, cancellation);
        }
    }

    /// <summary>Waits until every client has an acknowledgement of a write that it begins from now on, and that is not a replay.</summary>
    public async Task WaitForNewWrites(CancellationToken cancellation)
    {
        for (var since = Stopwatch.GetTimestamp(); !Array.TrueForAll(_lastWrites, at => at > since);)
        {
            await Task.Delay(5, cancellation);
        }
    }

    private async Task Run(Func<HttpClient> open, int worker, CancellationToken cancellation)
    {
        using var client = open();

        while (!_stopped && Interlocked.Increment(ref _taken) is var number && number < _limit)
        {
            var creation = new MeetingCreation(number);

            while (await Try(creation, client, worker, cancellation) is false)
            {
                await Task.Delay(Random.Shared.Next(20, 200), cancellation);
            }
        }
    }

    /// <summary>Returns true if no further attempt is needed.</summary>
    private async Task<bool> Try(MeetingCreation creation, HttpClient client, int worker, CancellationToken cancellation)
    {
        var begun = Stopwatch.GetTimestamp();

        try
        {
            var reply = await creation.Send(client, cancellation);
            Count(reply);

            if (creation.Acknowledged is not null)
            {
                _acknowledged.Enqueue(creation);
                _lastWrites[worker] = reply.IsReplay ? _lastWrites[worker] : begun;
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
