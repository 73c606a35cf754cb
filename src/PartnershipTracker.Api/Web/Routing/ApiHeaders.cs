namespace PartnershipTracker.Web.Routing;

/// <summary>The names of the API's own headers.</summary>
public static class ApiHeaders
{
    public const string ChangeReason = "Change-Reason";
    public const string ChangesCursor = "Changes-Cursor";
    public const string IdempotencyKey = "Idempotency-Key";
    public const string IdempotentReplayed = "Idempotent-Replayed";
    public const string LastEventId = "Last-Event-ID";
    public const string Position = "Tracker-Position";
    public const string RateLimit = "RateLimit-Limit";
    public const string RateLimitRemaining = "RateLimit-Remaining";
    public const string RateLimitReset = "RateLimit-Reset";
}
