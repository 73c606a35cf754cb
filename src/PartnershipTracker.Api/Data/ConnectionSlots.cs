namespace PartnershipTracker.Data;

/// <summary>A limit of concurrent uses of the database by requests of one kind, so that they leave connections to all others.</summary>
/// <param name="count">The largest number at once.</param>
/// <param name="waitTimeout">The time to wait for a slot before the request is refused.</param>
public abstract class ConnectionSlots(int count, TimeSpan waitTimeout) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(count);

    /// <summary>Takes a slot; returns false if none became free in time.</summary>
    public Task<bool> Enter(CancellationToken cancellation) => _slots.WaitAsync(waitTimeout, cancellation);

    public void Leave() => _slots.Release();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _slots.Dispose();
        }
    }
}
