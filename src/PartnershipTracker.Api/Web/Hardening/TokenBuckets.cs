using System.Threading.RateLimiting;

namespace PartnershipTracker.Web.Hardening;

/// <summary>What is left to a caller after a request.</summary>
/// <param name="IsFirstRefusal">Of this minute: the others are told, and not recorded.</param>
public sealed record Allowance(bool IsGiven, int Limit, long Remaining, bool IsFirstRefusal)
{
    /// <summary>In how many seconds everything is there again.</summary>
    public long Reset => ((Limit - Remaining) * 60 + Limit - 1) / Limit;

    /// <summary>In how many seconds the next request is.</summary>
    public int RetryAfter => Math.Max(1, (60 + Limit - 1) / Limit);
}

/// <summary>A bucket of tokens for each name, filled at an even pace; those of names that went away are freed.</summary>
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

    public bool IsEmpty(string name) => Left(name) == 0;

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

    private long Left(string name) => _tokens.GetStatistics(name)?.CurrentAvailablePermits ?? perMinute;
}
