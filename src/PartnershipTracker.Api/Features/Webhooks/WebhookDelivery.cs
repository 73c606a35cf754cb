namespace PartnershipTracker.Features.Webhooks;

/// <summary>The reason for which a webhook gets no more notifications.</summary>
public enum WebhookEnd
{
    /// <summary>Every attempt of three days failed.</summary>
    Failing,

    /// <summary>The receiver answered 410: it wants no more notifications.</summary>
    Unwanted,

    /// <summary>The API key of the receiver is deleted or expired, or has no scope `read`.</summary>
    KeyInvalid,
}

/// <summary>The outcome of an attempt to deliver a notification.</summary>
public enum DeliveryOutcome
{
    /// <summary>The receiver answered with a status from 200 to 299.</summary>
    Delivered,

    /// <summary>The receiver answered with another status. Redirects are not followed.</summary>
    Status,

    /// <summary>The receiver did not answer within 10 seconds.</summary>
    Timeout,

    /// <summary>The connection failed: the name, the connection itself, TLS, or the form of the answer.</summary>
    Unreachable,

    /// <summary>The address is in a private network that the settings do not allow.</summary>
    PrivateAddress,

    /// <summary>The address is public, and its URL does not begin with `https`.</summary>
    NotEncrypted,
}

/// <summary>
/// The state of the delivery to a webhook: a cursor that has been delivered and at most one notification that has not. A process claims
/// the webhook while it delivers.
/// </summary>
public sealed class WebhookDelivery
{
    public string WebhookId { get; private set; } = "";

    /// <summary>The cursor up to which nothing is to be told.</summary>
    public required string Cursor { get; set; }

    /// <summary>The end of the change log up to which the feed was read.</summary>
    public string? ReadTo { get; set; }

    /// <summary>The id of the notification that is to be delivered; it is the same in each attempt. Null: there is none.</summary>
    public string? MessageId { get; set; }

    /// <summary>The cursor of that notification.</summary>
    public string? MessageCursor { get; set; }

    public DateTimeOffset? MessageAt { get; set; }

    /// <summary>The number of attempts that failed since the last success.</summary>
    public int FailedAttempts { get; set; }

    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>The instant before which there is no attempt.</summary>
    public required DateTimeOffset NextAttemptAt { get; set; }

    public DateTimeOffset? LastAttemptAt { get; set; }

    public DeliveryOutcome? LastOutcome { get; set; }

    /// <summary>The status with which the receiver answered the last attempt.</summary>
    public int? LastStatus { get; set; }

    public DateTimeOffset? DeliveredAt { get; set; }

    public DateTimeOffset? DisabledAt { get; set; }

    public WebhookEnd? DisabledBecause { get; set; }

    /// <summary>The mark of the process that delivers.</summary>
    public Guid? Claim { get; set; }

    /// <summary>The instant from which another process may deliver instead.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }
}
