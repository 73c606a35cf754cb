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
/// The computations that run now, and the last ones over the whole register. Requests for the same answer share one, unless something has
/// been committed since it began: those of one caller, and of all callers with one clearance who are in no list of readers.
/// </summary>
public sealed class SharedComputations(ComputationSlots slots) : IDisposable
{
    /// <summary>The number of answers that are kept. The largest takes a few MB.</summary>
    private const int MaxKept = 20;

    private static readonly MemoryCacheEntryOptions KeptOptions = new() { Size = 1, SlidingExpiration = TimeSpan.FromMinutes(10) };

    /// <summary>The duration of a request that needs a slot: the wait for it, and a minute to compute the answer.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromMinutes(3);

    /// <summary>The seconds within which the database must answer a statement.</summary>
    private const int CommandTimeoutSeconds = 60;

    private readonly ConcurrentDictionary<string, Computation> _running = new(StringComparer.Ordinal);

    private readonly MemoryCache _finished = new(new MemoryCacheOptions { SizeLimit = MaxKept });

    private sealed class Computation(string caller)
    {
        public TaskCompletionSource<ComputationStart> Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<object?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Returns true, once it has begun, if another caller with the same clearance gets the same answer.</summary>
        public async Task<bool> IsFor(string other) =>
            other == caller || (await IsForAll() && !(await Began.Task).Readers.Contains(other));

        public async Task<bool> IsForAll() => !(await Began.Task).Readers.Contains(caller);

        public async Task<bool> IsLatest(TrackerDb db, CancellationToken cancellation) =>
            await db.IsLatest((await Began.Task).Snapshot, cancellation);

        /// <summary>Returns the answer, and notes the snapshot that it has seen.</summary>
        public async Task<object?> AnswerOf(TrackerDb db)
        {
            var answer = await Answer.Task;
            db.Snapshot = (await Began.Task).Snapshot;

            return answer;
        }
    }

    /// <summary>
    /// Returns the answer of a computation that is the latest or runs already, or computes it in a transaction with one snapshot.
    /// </summary>
    /// <param name="question">The question, and the clearance of the caller.</param>
    /// <param name="caller">The name of the caller.</param>
    /// <param name="isOfAll">True if the computation needs one of the few slots.</param>
    /// <param name="db">The database, in which the computation runs.</param>
    /// <param name="compute">The computation.</param>
    /// <param name="cancellation">Ends the wait; a request that waits for this one's computation then computes the answer itself.</param>
    public async Task<object?> Share(
        string question, string caller, bool isOfAll, TrackerDb db, Func<ValueTask<object?>> compute, CancellationToken cancellation)
    {
        var (all, alone) = (question, $"{question} {caller}");

        if ((await Kept(all, caller, db, cancellation) ?? await Kept(alone, caller, db, cancellation)) is { } kept)
        {
            return await kept.AnswerOf(db);
        }

        var (own, key) = (new Computation(caller), all);

        while (_running.GetOrAdd(key, own) is var running && running != own)
        {
            if (running.Began.Task.IsCompletedSuccessfully && !await running.IsLatest(db, cancellation))
            {
                _running.TryUpdate(key, own, running);

                break; // computes on its own, even if another request has just taken the place
            }

            try
            {
                if (await running.IsFor(caller).WaitAsync(cancellation))
                {
                    return await running.AnswerOf(db).WaitAsync(cancellation);
                }

                key = alone;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                continue; // the other request failed or went away
            }
        }

        try
        {
            if (!isOfAll)
            {
                return await Compute(own, db, compute, cancellation);
            }

            var answer = await InSlot(() => Compute(own, db, compute, cancellation), cancellation);
            _finished.Set(await own.IsForAll() ? all : alone, own, KeptOptions);

            return answer;
        }
        catch (ProblemException refusal)
        {
            own.Began.TrySetException(refusal);
            own.Answer.TrySetException(refusal);
            _ = (own.Began.Task.Exception, own.Answer.Task.Exception); // another request need not wait for them

            throw;
        }
        finally
        {
            own.Began.TrySetCanceled(CancellationToken.None);
            own.Answer.TrySetCanceled(CancellationToken.None);
            _running.TryRemove(KeyValuePair.Create(key, own));
        }
    }

    public void Dispose() => _finished.Dispose();

    private async Task<Computation?> Kept(string key, string caller, TrackerDb db, CancellationToken cancellation) =>
        _finished.Get<Computation>(key) is { } kept && await kept.IsFor(caller) && await kept.IsLatest(db, cancellation) ? kept : null;

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
        own.Began.SetResult(await db.BeginComputation(cancellation));
        var answer = await compute();
        own.Answer.SetResult(answer);

        return answer;
    }
}
