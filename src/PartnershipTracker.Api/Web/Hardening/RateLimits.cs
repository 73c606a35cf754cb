using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using PartnershipTracker.Web.Configuration;

namespace PartnershipTracker.Web.Hardening;

/// <summary>
/// The number of requests that each caller may send. An unknown caller, or one whose credentials were refused, is counted by its address.
/// Others at that address may have valid credentials, so these are looked up even if the address has used its share, but then one at a
/// time, so that guessing keys does not load the database. An address does not get more lookups at once than the rest of its share either,
/// since a guess is counted only when it has been looked up.
/// </summary>
public sealed class RateLimits(RateLimitSettings settings) : IDisposable
{
    private readonly TokenBuckets _callers = new(settings.PerMinute);
    private readonly TokenBuckets _addresses = new(settings.AnonymousPerMinute);
    private readonly TokenBuckets _conflicts = new(settings.HiddenConflictsPerMinute);

    /// <summary>The turns of the requests of an address, more of which than a client has connections may wait.</summary>
    private readonly PartitionedRateLimiter<string> _turns = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetConcurrencyLimiter(address, _ => new() { PermitLimit = 1, QueueLimit = 1000 }));

    /// <summary>The requests of an address that wait for their lookup or are looked up: counted, and not limited.</summary>
    private readonly PartitionedRateLimiter<string> _lookups = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetConcurrencyLimiter(address, _ => new() { PermitLimit = int.MaxValue }));

    /// <summary>Authenticates the requests of an address one after the other where they are more than the rest of its share.</summary>
    public async Task QueueGuesses(HttpContext context, RequestDelegate next)
    {
        if (_addresses.IsOn && (Credentials.Has(context.Request) || Credentials.IsFeedLink(context.Request)))
        {
            await Authenticate(context, AddressOf(context));
        }

        await next(context);
    }

    /// <summary>Authenticates the request; the next middleware finds the result.</summary>
    private async Task Authenticate(HttpContext context, string address)
    {
        using var lookup = _lookups.AttemptAcquire(address);
        var underWay = int.MaxValue - (_lookups.GetStatistics(address)?.CurrentAvailablePermits ?? 0);

        if (_addresses.Left(address) >= underWay)
        {
            await context.AuthenticateAsync();

            return;
        }

        using var turn = await _turns.AcquireAsync(address, 1, context.RequestAborted);

        if (!turn.IsAcquired)
        {
            Admit(context, _addresses.Refuse(address));
        }

        await context.AuthenticateAsync();
    }

    /// <summary>Counts the request after authentication and before authorization.</summary>
    public Task Count(HttpContext context, RequestDelegate next)
    {
        var caller = context.RequestServices.GetRequiredService<Caller>();
        var isKnown = caller.Kind is not CallerKind.Nobody;
        var isFree = caller.Kind is CallerKind.LocalAdministrator
            || (IsFree(context.Request.Path) && (isKnown || !Credentials.Has(context.Request)));
        var buckets = isKnown ? _callers : _addresses;

        if (buckets.IsOn && !isFree)
        {
            Admit(context, buckets.Acquire(isKnown ? caller.Name : AddressOf(context)));
        }

        return next(context);
    }

    /// <summary>Counts the refusals of a request that tell its caller of hidden resources.</summary>
    /// <returns>The refusal of the request if they are too many; null if the caller may have them.</returns>
    public ProblemException? CountConflicts(Caller caller, int count)
    {
        if (!_conflicts.IsOn)
        {
            return null;
        }

        var last = Enumerable.Range(0, count).Select(_ => _conflicts.Acquire(caller.Name)).FirstOrDefault(a => !a.IsGiven);

        return last is null ? null : RefusalOf(last);
    }

    public void Dispose()
    {
        _conflicts.Dispose();
        _turns.Dispose();
        _lookups.Dispose();
        _callers.Dispose();
        _addresses.Dispose();
    }

    private static void Admit(HttpContext context, Allowance allowance)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers[ApiHeaders.RateLimit] = allowance.Limit.ToString(CultureInfo.InvariantCulture);
            headers[ApiHeaders.RateLimitRemaining] = allowance.Remaining.ToString(CultureInfo.InvariantCulture);
            headers[ApiHeaders.RateLimitReset] = allowance.Reset.ToString(CultureInfo.InvariantCulture);

            if (context.Response.StatusCode is StatusCodes.Status429TooManyRequests)
            {
                headers.RetryAfter = allowance.RetryAfter.ToString(CultureInfo.InvariantCulture);
            }

            return Task.CompletedTask;
        });

        if (!allowance.IsGiven)
        {
            throw RefusalOf(allowance);
        }
    }

    private static ProblemException RefusalOf(Allowance allowance) =>
        new("rate_limited") { IsRepeated = !allowance.IsFirstRefusal, RetryAfter = allowance.RetryAfter };

    /// <summary>Returns true for health checks and the documentation, which are not counted.</summary>
    private static bool IsFree(PathString path) =>
        path.StartsWithSegments("/health", StringComparison.Ordinal)
        || path.StartsWithSegments("/openapi", StringComparison.Ordinal)
        || path.StartsWithSegments("/swagger", StringComparison.Ordinal);

    private static string AddressOf(HttpContext context) => ClientAddress.Of(context.Connection.RemoteIpAddress);
}

/// <summary>The requests per minute of a caller; 0 for any number.</summary>
public sealed class RateLimitSettings : ISettings
{
    public static string Section => "RateLimit";

    [Range(0, int.MaxValue, ErrorMessage = Settings.WholeNumber)]
    public int PerMinute { get; init; } = 6000;

    [Range(0, int.MaxValue, ErrorMessage = Settings.WholeNumber)]
    public int AnonymousPerMinute { get; init; } = 300;

    [Range(0, int.MaxValue, ErrorMessage = Settings.WholeNumber)]
    public int HiddenConflictsPerMinute { get; init; } = 20;
}
