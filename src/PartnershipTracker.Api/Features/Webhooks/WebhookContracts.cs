using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PartnershipTracker.Features.Webhooks;

/// <summary>A webhook: an address that is told when the feed of changes has gone on.</summary>
/// <param name="Id" example="warehouse">The id. It never changes, and no other webhook ever gets it.</param>
/// <param name="Description" example="The copy in the data warehouse.">The purpose of the webhook.</param>
/// <param name="Url" example="https://warehouse.example/hooks/register">The address to which notifications are sent.</param>
/// <param name="Key" example="power-bi">The id of the API key with which the receiver reads the feed.</param>
/// <param name="Secrets">The ids of the secrets: one or, during a rotation, two.</param>
/// <param name="Delivery">
/// The state of the delivery. Only the list shows it; absent: the clearance of the key is above your own.
/// </param>
/// <param name="Version" example="1">The version, which is also the ETag.</param>
/// <param name="CreatedAt">The instant of creation.</param>
/// <param name="UpdatedAt">The instant of the last change.</param>
public sealed record WebhookResponse(
    string Id, string? Description, string Url, string Key,
    [property: MaxLength(Webhook.MaxSecrets)] IReadOnlyList<WebhookSecretReference> Secrets,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DeliveryResponse? Delivery,
    int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    : IRootResponse<string>, IFrom<Webhook, WebhookResponse>
{
    string IItem.Stamp => $"{Id}:{Version}:{Delivery}";

    /// <summary>Returns the response that the change log stores, without the state of the delivery.</summary>
    public static WebhookResponse From(Webhook root) => new(
        root.Id, root.Description, root.Url, root.Key,
        [.. root.Secrets.OrderBy(s => s.Id).Select(s => new WebhookSecretReference(s.Id, s.CreatedAt))],
        null, root.Version, root.CreatedAt, root.UpdatedAt);

    public static WebhookResponse WithDelivery(Webhook root) => From(root) with { Delivery = DeliveryResponse.From(root.Delivery) };
}

/// <summary>A reference to a secret of a webhook, without the secret itself.</summary>
/// <param name="Id">The id of the secret.</param>
/// <param name="CreatedAt">The instant of creation.</param>
public sealed record WebhookSecretReference(Guid Id, DateTimeOffset CreatedAt);

/// <summary>The state of the delivery of notifications.</summary>
/// <param name="IsPending" example="false">True while a notification is to be delivered.</param>
/// <param name="FailedAttempts" example="0">The number of attempts that failed since the last success.</param>
/// <param name="FailingSince">The instant of the first of them.</param>
/// <param name="NextAttemptAt">The instant before which the pending notification is not tried again.</param>
/// <param name="LastAttemptAt">The instant of the last attempt; null: there was none.</param>
/// <param name="LastOutcome" example="delivered">The outcome of the last attempt.</param>
/// <param name="LastStatus" example="204">The status with which the receiver answered the last attempt; null: it did not answer.</param>
/// <param name="DeliveredAt">The instant of the last delivery.</param>
/// <param name="DisabledAt">The instant from which no notification is sent; null: the webhook is not disabled.</param>
/// <param name="DisabledBecause" example="failing">The reason for which the webhook was disabled.</param>
public sealed record DeliveryResponse(
    bool IsPending, int FailedAttempts, DateTimeOffset? FailingSince, DateTimeOffset? NextAttemptAt, DateTimeOffset? LastAttemptAt,
    DeliveryOutcome? LastOutcome, int? LastStatus, DateTimeOffset? DeliveredAt, DateTimeOffset? DisabledAt, WebhookEnd? DisabledBecause)
    : IVersioned
{
    string IVersioned.EntityTag => ETag.OfText(ToString());

    public static DeliveryResponse From(WebhookDelivery delivery) => new(
        delivery.MessageId is not null, delivery.FailedAttempts, delivery.FailingSince,
        delivery.MessageId is null || delivery.DisabledAt is not null ? null : delivery.NextAttemptAt,
        delivery.LastAttemptAt, delivery.LastOutcome, delivery.LastStatus, delivery.DeliveredAt, delivery.DisabledAt,
        delivery.DisabledBecause);
}

/// <summary>A webhook with a new secret. Only this answer shows the secret.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="SecretId">The id of the secret.</param>
/// <param name="Secret" example="whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=">
/// The secret, with which the receiver verifies the signatures. It is stored encrypted, and cannot be read again.
/// </param>
public sealed record IssuedWebhookResponse(
    WebhookResponse Webhook, Guid SecretId, [property: MaxLength(WebhookSignature.SecretLength)] string Secret)
    : IVersioned, ICarriesSecret
{
    string IVersioned.EntityTag => ETag.Of(Webhook.Version);
}

/// <summary>The outcome of a test delivery.</summary>
/// <param name="Outcome" example="delivered">The outcome.</param>
/// <param name="Status" example="204">The status with which the receiver answered; null: it did not answer.</param>
public sealed record TestDeliveryResponse(DeliveryOutcome Outcome, int? Status);

/// <summary>The fields of a webhook that callers write.</summary>
/// <param name="Id" example="warehouse">The id: lowercase letters, digits and hyphens. Required; it never changes.</param>
/// <param name="Description" example="The copy in the data warehouse.">The purpose of the webhook.</param>
/// <param name="Url" example="https://warehouse.example/hooks/register">
/// The address to which notifications are sent, without user name, password and fragment. `http` is only for networks that the settings
/// allow.
/// </param>
/// <param name="Key" example="power-bi">
/// The id of the API key with which the receiver reads the feed: notifications tell of nothing that this key may not see. Its clearance is
/// at most your own. It cannot be changed later.
/// </param>
public sealed record WebhookRequest(string? Id = null, string? Description = null, string? Url = null, string? Key = null)
    : IWriteRequest<Webhook>, IFrom<Webhook, WebhookRequest>
{
    string? IWriteRequest<Webhook>.Key => Id;

    public static WebhookRequest From(Webhook root) => new(root.Id, root.Description, root.Url, root.Key);

    public IEnumerable<ResourceReference> References() => [];

    public void ApplyTo(Webhook root) => (root.Description, root.Url) = (Description, Url!);

    public IEnumerable<Fault> Contradictions(Webhook root) => Key == root.Key ? [] : [Fault.At("#/key", "never_changed")];
}

/// <summary>The filters of the list of webhooks.</summary>
public sealed class WebhookFilter : ListFilter
{
    public static readonly Sorting<Webhook> Sorting = new Sorting<Webhook>()
        .By("id", Sorting<Webhook>.Key(w => w.Id))
        .By("updatedAt", Sorting<Webhook>.Key(w => w.UpdatedAt), Sorting<Webhook>.Key(w => w.Id));

    /// <summary>A part of the id, of the description or of the address, in either case. `%` and `_` stand for themselves.</summary>
    public string? Q { get; init; }
}

public sealed class WebhookRequestValidator : AbstractValidator<WebhookRequest>
{
    public WebhookRequestValidator()
    {
        RuleFor(w => w.Id).NotNull().Key();
        RuleFor(w => w.Description).Line();
        RuleFor(w => w.Url).NotNull().Url().Rule(
            "url_with_credentials",
            text => !Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.UserInfo.Length == 0 && url.Fragment.Length == 0),
            _ => { });
        RuleFor(w => w.Key).NotNull().Key();
    }
}

public sealed class WebhookFilterValidator : ListFilterValidator<WebhookFilter>
{
    public WebhookFilterValidator()
        : base(WebhookFilter.Sorting.Names) => RuleFor(f => f.Q).Line();
}
