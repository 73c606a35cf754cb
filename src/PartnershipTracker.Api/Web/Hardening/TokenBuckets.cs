using System.Threading.RateLimiting;

namespace PartnershipTracker.Web.Hardening;

/// <summary>The rest of a caller's share after a request.</summary>
/// <param name="IsFirstRefusal">True for the first refusal of this minute: only that one is recorded.</param>
public sealed record Allowance(bool IsGiven, int Limit, long Remaining, bool IsFirstRefusal)
{
    /// <summary>The seconds until the whole share is available again.</summary>
    public long Reset => ((Limit - Remaining) * 60 + Limit - 1) / Limit;

    /// <summary>The seconds until the next request is accepted.</summary>
    public int RetryAfter => Math.Max(1, (60 + Limit - 1) / Limit);
}

/// <summary>Token buckets, one for each name, filled at an even pace; buckets that are not used any more are freed.</summary>
public sealed class TokenBuckets(int perMinute) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _tokens = PartitionedRateLimiter.Create<string, string>(name =>
        RateLimitPartition.GetTokenBucketLimiter(name, _ => new()
        {
            TokenLimit = perMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
        }));

    private readonly PartitionedRateLimiter<string> _refusals = PartitionedRateLimiter.Create<string, string>(name =>
        RateLimitPartition.GetFixedWindowLimiter(name, _ => new() { PermitLimit = 1, Window = TimeSpan.FromMinutes(1) }));

    public bool IsOn => perMinute > 0;

    public Allowance Acquire(string name)
    {
        using var token = _tokens.AttemptAcquire(name);

        return token.IsAcquired ? new(true, perMinute, Left(name), false) : Refuse(name);
    }

    public long Left(string name) => _tokens.GetStatistics(name)?.CurrentAvailablePermits ?? perMinute;

    public Allowance Refuse(string name)
    {
        using var first = _refusals.AttemptAcquire(name);

        return new(false, perMinute, 0, first.IsAcquired);
    }

    public void Dispose()
    {
        _tokens.Dispose();
        _refusals.Dispose();
    }
}
