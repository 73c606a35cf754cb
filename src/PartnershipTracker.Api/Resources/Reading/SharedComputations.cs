using System.Collections.Concurrent;
using System.Data;
using Microsoft.Extensions.Caching.Memory;

namespace PartnershipTracker.Resources.Reading;

/// <summary>A limit of concurrent computations over the whole register: half of the processors stay free for other requests.</summary>
public sealed class ComputationSlots() : ConnectionSlots(Max, TimeSpan.FromMinutes(2))
{
    public static readonly int Max = int.Max(1, Environment.ProcessorCount / 2);
}

/// <summary>
/// The computations that run now, and the last ones over the whole register. Requests of a caller for the same answer share one, unless
/// something has been committed since it began.
/// </summary>
public sealed class SharedComputations(ComputationSlots slots) : IDisposable
{
    /// <summary>The number of answers that are kept. The largest takes a few MB.</summary>
    private const int MaxKept = 20;

    private static readonly TimeSpan KeptWithoutUse = TimeSpan.FromMinutes(10);

    /// <summary>The duration of a request that needs a slot: the wait for it, and a minute to compute the answer.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromMinutes(3);

    /// <summary>The seconds within which the database must answer a statement.</summary>
    private const int CommandTimeoutSeconds = 60;

    private readonly ConcurrentDictionary<string, Computation> _running = new(StringComparer.Ordinal);

    private readonly MemoryCache _finished = new(new MemoryCacheOptions { SizeLimit = MaxKept });

    private sealed class Computation
    {
        public TaskCompletionSource<string> Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<object?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>
    /// Returns the answer of a computation that is the latest or runs already, or computes it in a transaction with one snapshot.
    /// </summary>
    /// <param name="key">The caller and the question.</param>
    /// <param name="isOfAll">True if the computation needs one of the few slots.</param>
    /// <param name="db">The database, in which the computation runs.</param>
    /// <param name="compute">The computation.</param>
    /// <param name="cancellation">Ends the wait; a request that waits for this one's computation then computes the answer itself.</param>
    public async Task<object?> Share(
        string key, bool isOfAll, TrackerDb db, Func<ValueTask<object?>> compute, CancellationToken cancellation)
    {
        if (_finished.Get<Computation>(key) is { } finished && await db.IsLatest(await finished.Began.Task, cancellation))
        {
            db.Snapshot = await finished.Began.Task;

            return await finished.Answer.Task;
        }

        var own = new Computation();

        while (_running.GetOrAdd(key, own) is var running && running != own)
        {
            if (running.Began.Task.IsCompleted && !await db.IsLatest(await running.Began.Task, cancellation))
            {
                _running.TryUpdate(key, own, running);

                break; // computes on its own, even if another request has just taken the place
            }

            try
            {
                var answer = await running.Answer.Task.WaitAsync(cancellation);
                db.Snapshot = await running.Began.Task;

                return answer;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // the other request failed or went away
            }
        }

        try
        {
            if (!isOfAll)
            {
                return await Compute(own, db, compute, cancellation);
            }

            var answer = await InSlot(() => Compute(own, db, compute, cancellation), cancellation);
            _finished.Set(key, own, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = KeptWithoutUse });

            return answer;
        }
        catch (ProblemException refusal)
        {
            own.Answer.TrySetException(refusal);
            _ = own.Answer.Task.Exception; // another request need not wait for it

            throw;
        }
        finally
        {
            own.Answer.TrySetCanceled(CancellationToken.None);
            _running.TryRemove(KeyValuePair.Create(key, own));
        }
    }

    public void Dispose() => _finished.Dispose();

    private async Task<object?> InSlot(Func<Task<object?>> compute, CancellationToken cancellation)
    {
        if (!await slots.Enter(cancellation))
        {
            throw new ProblemException("unavailable");
        }

        try
        {
            return await compute();
        }
        finally
        {
            slots.Leave();
        }
    }

    private static async Task<object?> Compute(
        Computation own, TrackerDb db, Func<ValueTask<object?>> compute, CancellationToken cancellation)
    {
        db.Database.SetCommandTimeout(CommandTimeoutSeconds);
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        own.Began.SetResult(await db.TakeSnapshot(cancellation));
        var answer = await compute();
        own.Answer.SetResult(answer);

        return answer;
    }
}
