using PartnershipTracker.Web.Configuration;

namespace PartnershipTracker.Features.Webhooks;

public static class WebhookEndpoints
{
    public static void AddWebhooks(this WebApplicationBuilder builder)
    {
        builder.AddSettings<WebhookSettings>();
        builder.Services.AddSingleton<ReceiverNetworks>().AddSingleton<WebhookSecrets>().AddSingleton<WebhookClient>()
            .AddSingleton<WebhookQueue>().AddSingleton<WebhookDeliveries>().AddHostedService<WebhookSender>();
    }

    public static void MapWebhooks(this RouteGroupBuilder api)
    {
        var webhooks = api.MapGroup("/webhooks").Needs(Scopes.Admin, Scopes.Admin).WithMetadata(new CreatedWith("POST /api/v1/webhooks"))
            .WithTag("Webhooks", "Addresses that are told when the feed of changes has gone on.");

        webhooks.MapGet("/", List).WithName("listWebhooks");
        webhooks.MapPost("/", Create).WithName("createWebhook");
        webhooks.MapGet("/{webhookId}", Get).WithName("getWebhook");
        webhooks.MapPatch("/{webhookId}", Patch).WithName("patchWebhook");
        webhooks.MapDelete("/{webhookId}", Delete).WithName("deleteWebhook");
        webhooks.MapGet("/{webhookId}/delivery", GetDelivery).WithName("getWebhookDelivery");
        webhooks.MapGet("/{webhookId}/history", ListHistory).WithName("listWebhookHistory");
        webhooks.MapPost("/{webhookId}/test", Test).WithName("testWebhook");
        webhooks.MapPost("/{webhookId}/secrets", CreateSecret).WithName("createWebhookSecret");
        webhooks.MapDelete("/{webhookId}/secrets/{credentialId:guid}", DeleteSecret).WithName("deleteWebhookSecret");
    }

    /// <summary>List webhooks</summary>
    /// <remarks>
    /// All webhooks, by id, with the state of the delivery of each. Deleted webhooks are not listed; their history stays readable.
    /// </remarks>
    private static async Task<Ok<Page<WebhookResponse>>> List(
        [AsParameters] WebhookFilter filter, TrackerDb db, CancellationToken cancellation)
    {
        var hidden = await AboveClearance(db).ToHashSetAsync(cancellation);
        var found = db.Set<Webhook>().ChangedSince(filter);

        if (Text.Containing(filter.Q) is { } part)
        {
            found = found.Where(w => EF.Functions.ILike(w.Id, part, "\\") || EF.Functions.ILike(w.Description!, part, "\\")
                || EF.Functions.ILike(w.Url, part, "\\"));
        }

        return TypedResults.Ok(await found.ToPage(
            filter, WebhookFilter.Sorting,
            webhook => hidden.Contains(webhook.Id) ? WebhookResponse.From(webhook) : WebhookResponse.WithDelivery(webhook), cancellation));
    }

    /// <summary>
    /// Returns the ids of the webhooks whose keys see more than the caller: their deliveries tell when something changes that is hidden
    /// from the caller.
    /// </summary>
    private static IQueryable<string> AboveClearance(TrackerDb db) => db.Set<Webhook>()
        .Where(w => !db.Caller.SeesEverything && db.ApiKeys.Any(k => k.Id == w.Key && !db.Caller.Levels.Contains(k.Clearance)))
        .Select(w => w.Id);

    /// <summary>Refuses a caller who could not create the webhook: they could have its notifications sent to themselves.</summary>
    private static async Task RequireClearance(TrackerDb db, string webhookId, CancellationToken cancellation)
    {
        if (await AboveClearance(db).ContainsAsync(webhookId, cancellation))
        {
            throw new ProblemException("forbidden", Fault.At("#", "webhook_above_clearance", EnumNames.Write(db.Caller.Clearance)));
        }
    }

    /// <summary>Create a webhook</summary>
    /// <remarks>
    /// Only this answer shows the secret. From now on, the address gets a POST when the feed of changes, as the key sees it, has gone on:
    /// `{"type": "changes.moved", "timestamp": "…", "data": {"cursor": "…"}}`, signed as the
    /// [Standard Webhooks](https://www.standardwebhooks.com) specification says. It says nothing of the changes: read
    /// `GET /api/v1/changes` with the key, from the cursor that you have to its end. A copy that has read beyond the cursor of the
    /// notification has nothing to do.
    ///
    /// A receiver answers with a status from 200 to 299 within 10 seconds; the body of its answer is not read, and redirects are not
    /// followed. After any other answer the notification is sent again, after 5 seconds, and then after twice the time before, at most 15
    /// minutes. Changes in the meantime do not make more notifications, they move the cursor of the one that waits. After three days
    /// without success, and after a 410, the webhook is disabled: a successful test enables it again. There is at most one notification a
    /// second. The same notification may come twice, with the same `webhook-id`.
    ///
    /// Receivers are in public networks and reached by `https`, or in networks that the setting `Webhooks__Networks` allows. This is
    /// checked at each attempt, and not here: a name can have another address then.
    /// </remarks>
    private static async Task<Created<IssuedWebhookResponse>> Create(
        WebhookRequest request, TrackerDb db, Caller caller, ResourceWriter writer, WebhookSecrets secrets, WebhookDeliveries deliveries,
        CancellationToken cancellation)
    {
        var reader = await deliveries.ReaderOf(db, request.Key!, cancellation)
            ?? throw new ProblemException("unprocessable", Fault.At("#/key", "key_cannot_read", request.Key!));

        if (!caller.IsClearedFor(reader.Clearance))
        {
            throw new ProblemException("forbidden", Fault.At("#/key", "not_yours_to_give", EnumNames.Write(reader.Clearance)));
        }

        var (secret, stored) = secrets.Create();
        var webhook = new NewWebhook(request, stored, await deliveries.Now(reader, cancellation));
        var created = await writer.Create<Webhook, NewWebhook, WebhookResponse>(webhook, cancellation);

        return TypedResults.Created(created.Location, new IssuedWebhookResponse(created.Value!.Read(), stored.Id, secret));
    }

    /// <summary>Get one webhook</summary>
    /// <remarks>
    /// The answer shows the address, the key and the ids of the secrets, and never a secret. A new register has no webhooks: create one
    /// first with `POST /api/v1/webhooks`.
    /// </remarks>
    /// <param name="webhookId" example="warehouse">The webhook's id.</param>
    private static async Task<Ok<WebhookResponse>> Get(string webhookId, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(WebhookResponse.From(await db.Get<Webhook>(webhookId, cancellation)));

    /// <summary>Get the state of the delivery of a webhook</summary>
    /// <remarks>
    /// The answer shows whether a notification waits, the last attempt, and why the webhook was disabled. It belongs to no version. It is
    /// refused (403) when the clearance of the webhook's key is above your own.
    /// </remarks>
    /// <param name="webhookId" example="warehouse">The webhook's id.</param>
    private static async Task<Ok<DeliveryResponse>> GetDelivery(string webhookId, TrackerDb db, CancellationToken cancellation)
    {
        await RequireClearance(db, webhookId, cancellation);

        return TypedResults.Ok(DeliveryResponse.From((await db.Get<Webhook>(webhookId, cancellation)).Delivery));
    }

    /// <summary>Change some members of a webhook</summary>
    /// <remarks>
    /// The body is a JSON merge patch (RFC 7396). The key cannot be changed (422): create another webhook. It is refused (403) when the
    /// clearance of the key is above your own.
    /// </remarks>
    /// <param name="webhookId" example="warehouse">The webhook's id.</param>
    private static async Task<Ok<Rendered<WebhookResponse>>> Patch(
        string webhookId, MergePatch<WebhookRequest> patch, IfMatch precondition, TrackerDb db, ResourceWriter writer,
        CancellationToken cancellation)
    {
        await RequireClearance(db, webhookId, cancellation);

        return await writer.Patch<Webhook, WebhookRequest, WebhookResponse>(webhookId, patch, precondition, cancellation);
    }

    /// <summary>Delete a webhook</summary>
    /// <remarks>Nothing is sent to the address any more. The history of the webhook stays readable.</remarks>
    /// <param name="webhookId" example="warehouse">The webhook's id.</param>
    private static Task<NoContent> Delete(
        string webhookId, IfMatch precondition, ResourceWriter writer, CancellationToken cancellation) =>
        writer.Delete<Webhook, WebhookResponse>(webhookId, precondition, cancellation);

    /// <summary>List the versions of a webhook</summary>
    /// <remarks>
    /// Each version names the caller, the time, the reason and the changed fields; the newest comes first. The history of a deleted webhook
    /// is readable too. It contains neither secrets nor the state of the delivery.
    /// </remarks>
    /// <param name="webhookId" example="warehouse">The webhook's id.</param>
    private static async Task<Ok<Page<HistoryEntry>>> ListHistory(
        string webhookId, [AsParameters] HistoryFilter filter, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await db.HistoryOf<Webhook>(webhookId, filter, cancellation));

    /// <summary>Send a test to a webhook</summary>
    /// <remarks>
    /// Sends a message of the type `webhook.test` once, and answers with its outcome. If it is delivered, a webhook that was disabled is
    /// enabled again, and a notification that waits for its next attempt is sent at once. It is refused when the clearance of the key is
    /// above your own (403), and when the key cannot read the feed any more (409).
    /// </remarks>
    /// <param name="webhookId" example="warehouse">The webhook's id.</param>
    private static async Task<Ok<TestDeliveryResponse>> Test(
        string webhookId, TrackerDb db, WebhookDeliveries deliveries, CancellationToken cancellation)
    {
        await RequireClearance(db, webhookId, cancellation);

        return TypedResults.Ok(await deliveries.Test(webhookId, db, cancellation));
    }

    /// <summary>Create a second secret for a webhook</summary>
    /// <remarks>
    /// Use this to rotate the secret. Only this answer shows it. Each notification is signed with both secrets until you delete one of
    /// them. A third secret is refused (409), as is any when the clearance of the key is above your own (403). If-Match is optional, and
    /// checked when sent.
    /// </remarks>
    /// <param name="webhookId" example="warehouse">The webhook's id.</param>
    private static async Task<Created<IssuedWebhookResponse>> CreateSecret(
        string webhookId, PartPrecondition precondition, TrackerDb db, ResourceWriter writer, WebhookSecrets secrets,
        CancellationToken cancellation)
    {
        await RequireClearance(db, webhookId, cancellation);
        var (secret, stored) = secrets.Create();
        var webhook = await writer.ChangePart<Webhook, WebhookResponse>(webhookId, precondition, stored, cancellation);

        return TypedResults.Created(
            $"/api/v1/webhooks/{webhook.Id}", new IssuedWebhookResponse(WebhookResponse.From(webhook), stored.Id, secret));
    }

    /// <summary>Delete a secret of a webhook</summary>
    /// <remarks>
    /// Notifications are not signed with it any more. The last secret cannot be deleted (409). If-Match is optional, and checked when sent.
    /// </remarks>
    /// <param name="webhookId" example="warehouse">The webhook's id.</param>
    /// <param name="credentialId" example="019094ca-3c00-7000-8000-000000000401">The secret's id.</param>
    private static async Task<PartDeleted> DeleteSecret(
        string webhookId, Guid credentialId, PartPrecondition precondition, ResourceWriter writer, CancellationToken cancellation) =>
        PartDeleted.Of(await writer.ChangePart<Webhook, WebhookResponse>(
            webhookId, precondition, new RemovedWebhookSecret(credentialId), cancellation));
}
