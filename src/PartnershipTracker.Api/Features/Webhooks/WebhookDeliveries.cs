using PartnershipTracker.Data.Connections;
using PartnershipTracker.Features.Changes;

namespace PartnershipTracker.Features.Webhooks;

/// <summary>
/// The deliveries of notifications. One says only that the feed, as the key of the receiver sees it, has moved to a cursor; while it is
/// not delivered, later changes move its cursor on.
/// </summary>
public sealed partial class WebhookDeliveries(
    TrackerDbFactory contexts, ChangeCursors cursors, ChangeWatch watch, ResourceCatalog catalog, WebhookClient client, TimeProvider clock,
    ILogger<WebhookDeliveries> log)
{
    /// <summary>The shortest pause between two notifications to a receiver.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>The pause after the first failed attempt, which doubles with each further one.</summary>
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(15);

    /// <summary>The time for which failed attempts are repeated.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    private static readonly ChangeQuery One = new() { Limit = "1" };

    private readonly Caller _system = Caller.System("webhooks");

    /// <summary>Tells the receiver of a claimed webhook that the feed has moved, if it has.</summary>
    public async Task Deliver(string id, Guid claim, CancellationToken cancellation)
    {
        await using var db = contexts.ForRequest(_system);
        var webhook = await db.Set<Webhook>().AsTracking().SingleOrDefaultAsync(w => w.Id == id && w.Delivery.Claim == claim, cancellation);

        if (webhook is null)
        {
            return; // deleted or claimed by another process meanwhile
        }

        var (delivery, end) = (webhook.Delivery, watch.End);

        if (await ReaderOf(db, webhook.Key, cancellation) is not { } reader)
        {
            Disable(webhook, WebhookEnd.KeyInvalid);
        }
        else if (await Prepare(delivery, reader, cancellation))
        {
            await db.SaveChangesAsync(cancellation); // before it is sent: the next attempt has the same id
            Note(webhook, await client.Send(webhook, MessageOf(delivery), cancellation), end);
        }
        else
        {
            delivery.ReadTo = end;
        }

        (delivery.Claim, delivery.ClaimedUntil) = (null, null);
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Sends a test message. Its success shows that the receiver is there, so a disabled webhook is enabled again.</summary>
    public async Task<TestDeliveryResponse> Test(string id, TrackerDb db, CancellationToken cancellation)
    {
        var webhook = await db.Get<Webhook>(id, cancellation);

        if (await ReaderOf(db, webhook.Key, cancellation) is null)
        {
            throw new ProblemException("conflict", Fault.At("#", "webhook_key_gone", webhook.Key));
        }

        var (outcome, status) = await client.Send(
            webhook, new(WebhookMessage.NewId(), WebhookMessage.Test, clock.Now(), null), cancellation);

        if (outcome is DeliveryOutcome.Delivered)
        {
            var now = clock.Now();
            await db.Set<WebhookDelivery>().Where(d => d.WebhookId == id && (d.FailedAttempts > 0 || d.DisabledAt != null))
                .ExecuteUpdateAsync(
                    set => set
                        .SetProperty(d => d.DisabledAt, (DateTimeOffset?)null)
                        .SetProperty(d => d.DisabledBecause, (WebhookEnd?)null)
                        .SetProperty(d => d.FailingSince, (DateTimeOffset?)null)
                        .SetProperty(d => d.FailedAttempts, 0)
                        .SetProperty(d => d.NextAttemptAt, now),
                    cancellation);
        }

        return new(outcome, status);
    }

    /// <summary>Returns the key as a caller; null if it gives no access to the feed.</summary>
    internal async Task<Caller?> ReaderOf(TrackerDb db, string keyId, CancellationToken cancellation)
    {
        var key = await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Id == keyId, cancellation);

        if (key is null || key.ExpiresAt <= clock.Now())
        {
            return null;
        }

        var reader = new Caller();
        reader.Become(CallerKind.ApiKey, key.Principal, key.Scopes, key.Clearance, key.ExpiresAt);

        return reader.Has(Scopes.Read) ? reader : null;
    }

    /// <summary>Returns the cursor of the present for a reader.</summary>
    internal async Task<string> Now(Caller reader, CancellationToken cancellation)
    {
        await using var db = contexts.ForRequest(reader);

        return cursors.Write(await new ChangeFeed(db, cursors, catalog).Begin(ChangeQuery.Now, cancellation), reader);
    }

    /// <summary>Returns true if there is a notification to be sent, which is then part of the state.</summary>
    private async Task<bool> Prepare(WebhookDelivery delivery, Caller reader, CancellationToken cancellation)
    {
        await using var db = contexts.ForRequest(reader);
        var feed = new ChangeFeed(db, cursors, catalog);

        if (await Start(feed, delivery.MessageCursor ?? delivery.Cursor, cancellation) is { } start)
        {
            var (page, _, _) = await feed.Read(One, One.PageSize, start, cancellation);

            if (page.Items.Count == 0)
            {
                delivery.Cursor = delivery.MessageId is null ? page.Cursor : delivery.Cursor;

                return delivery.MessageId is not null; // as it is: a hidden change must not show in it
            }
        }

        var now = await feed.Begin(ChangeQuery.Now, cancellation);
        (delivery.MessageId, delivery.MessageCursor) = (WebhookMessage.NewId(), cursors.Write(now, reader));
        delivery.MessageAt = clock.Now();

        return true;
    }

    /// <summary>Returns the position of a cursor; null if the feed cannot go on from it, which the receiver has to be told, too.</summary>
    private static async Task<ChangePosition?> Start(ChangeFeed feed, string cursor, CancellationToken cancellation)
    {
        try
        {
            return await feed.Begin(cursor, cancellation);
        }
        catch (ProblemException gone) when (gone.Code is "cursor_gone" or "log_pruned")
        {
            return null;
        }
    }

    private void Note(Webhook webhook, (DeliveryOutcome Outcome, int? Status) attempt, string end)
    {
        var (delivery, now) = (webhook.Delivery, clock.Now());
        (delivery.LastAttemptAt, delivery.LastOutcome, delivery.LastStatus) = (now, attempt.Outcome, attempt.Status);

        if (attempt.Outcome is DeliveryOutcome.Delivered)
        {
            (delivery.Cursor, delivery.ReadTo) = (delivery.MessageCursor!, end);
            (delivery.MessageId, delivery.MessageCursor, delivery.MessageAt) = (null, null, null);
            (delivery.FailedAttempts, delivery.FailingSince, delivery.DeliveredAt) = (0, null, now);
            delivery.NextAttemptAt = now + Pause;

            return;
        }

        var retry = FirstRetry * Math.Pow(2, Math.Min(delivery.FailedAttempts++, 16));
        delivery.NextAttemptAt = now + (retry < LongestRetry ? retry : LongestRetry);
        delivery.FailingSince ??= now;

        if (attempt.Status is StatusCodes.Status410Gone)
        {
            Disable(webhook, WebhookEnd.Unwanted);
        }
        else if (now - delivery.FailingSince >= Patience)
        {
            Disable(webhook, WebhookEnd.Failing);
        }
    }

    private void Disable(Webhook webhook, WebhookEnd reason)
    {
        (webhook.Delivery.DisabledAt, webhook.Delivery.DisabledBecause) = (clock.Now(), reason);
        LogDisabled(log, webhook.Id, EnumNames.Write(reason));
    }

    private static WebhookMessage MessageOf(WebhookDelivery delivery) =>
        new(delivery.MessageId!, WebhookMessage.Moved, delivery.MessageAt!.Value, delivery.MessageCursor);

    [LoggerMessage(LogLevel.Warning, "The webhook {Id} gets no more notifications: {Reason}.")]
    private static partial void LogDisabled(ILogger logger, string id, string reason);
}
