using System.Globalization;
using System.Net.Sockets;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Web.Configuration;
using PartnershipTracker.Web.Problems;
using PartnershipTracker.Web.Routing;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Web.Hardening;

/// <summary>
/// How much each caller may ask. Whoever is not known, or whose credentials were refused, is known by the address: once it has had its
/// share, what it presents is not even looked up, so that nobody guesses keys at the database's cost.
/// </summary>
public sealed class RateLimits(int perMinute, int anonymousPerMinute) : IDisposable
{
    private readonly TokenBuckets _callers = new(perMinute);
    private readonly TokenBuckets _addresses = new(anonymousPerMinute);

    /// <summary>Before anybody is asked who the caller is.</summary>
    public Task RefuseGuesses(HttpContext context, RequestDelegate next)
    {
        var isPresented = Credentials.Has(context.Request) || Credentials.IsFeedLink(context.Request);

        if (_addresses.IsOn && isPresented && _addresses.IsEmpty(AddressOf(context)))
        {
            Admit(context, _addresses.Refuse(AddressOf(context)));
        }

        return next(context);
    }

    /// <summary>Once it is known who asks, and before it is known whether they may.</summary>
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

    public void Dispose()
    {
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
            throw new ProblemException("rate_limited") { IsRepeated = !allowance.IsFirstRefusal, RetryAfter = allowance.RetryAfter };
        }
    }

    /// <summary>Those who watch the application and those who read about it are not counted.</summary>
    private static bool IsFree(PathString path) =>
        path.StartsWithSegments("/health", StringComparison.Ordinal)
        || path.StartsWithSegments("/openapi", StringComparison.Ordinal)
        || path.StartsWithSegments("/swagger", StringComparison.Ordinal);

    /// <summary>Of an IPv6 address its network: whoever has one address of it has them all.</summary>
    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } wide => Convert.ToHexString(wide.GetAddressBytes().AsSpan(0, 8)),
        var address => address.ToString(),
    };
}

public static class RateLimiting
{
    public const string PerMinute = "RateLimit:PerMinute";
    public const string AnonymousPerMinute = "RateLimit:AnonymousPerMinute";

    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        var (perMinute, anonymous) = (builder.Configuration.Number(PerMinute, 6000), builder.Configuration.Number(AnonymousPerMinute, 300));
        builder.Services.AddSingleton(_ => new RateLimits(perMinute, anonymous));
    }
}
