using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Resources.Reading;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Json;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Requests;
using PartnershipTracker.Web.Routing;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Access;

public static class ApiKeyEndpoints
{
    public static void MapApiKeys(this IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/keys").Needs(Scopes.Admin, Scopes.Admin).WithTag(
            "API keys", "The programs that may ask, what they may do and see, and the secrets that they are known by.");

        keys.MapGet("/", List).WithName("listKeys");
        keys.MapPost("/", Create).WithName("createKey");
        keys.MapGet("/{keyId}", Get).WithName("getKey");
        keys.MapPatch("/{keyId}", Patch).WithName("patchKey");
        keys.MapDelete("/{keyId}", Revoke).WithName("deleteKey");
        keys.MapGet("/{keyId}/history", ListHistory).WithName("listKeyHistory");
        keys.MapGet("/{keyId}/secrets", ListSecrets).WithName("listKeySecrets");
        keys.MapPost("/{keyId}/secrets", AddSecret).WithName("createKeySecret");
        keys.MapDelete("/{keyId}/secrets/{secretId:guid}", RemoveSecret).WithName("deleteKeySecret");
    }

    /// <summary>List API keys</summary>
    /// <remarks>The keys that are in force or expired, by id. Revoked ones are gone; their history stays readable.</remarks>
    private static async Task<Ok<Page<ApiKeyResponse>>> List(
        [AsParameters] ApiKeyFilter filter, TrackerDb db, CancellationToken cancellation)
    {
        var found = db.ApiKeys.ChangedSince(filter);

        if (Text.Containing(filter.Q) is { } part)
        {
            found = found.Where(k => EF.Functions.ILike(k.Id, part, "\\") || EF.Functions.ILike(k.Description!, part, "\\"));
        }

        return TypedResults.Ok(await found.ToPage(filter, ApiKeyFilter.Sorting, ApiKeyResponse.From, cancellation));
    }

    /// <summary>Add an API key</summary>
    /// <remarks>
    /// The answer shows its secret this once. Nobody can give a scope or a clearance that they do not have. An id is never given again.
    /// </remarks>
    private static async Task<Created<IssuedKeyResponse>> Create(
        ApiKeyRequest request, ResourceWriter write, TimeProvider clock, CancellationToken cancellation)
    {
        var secret = new AddedSecret(clock.Now());
        var created = await write.Create<ApiKey, NewKey, ApiKeyResponse>(new(request, secret), cancellation);

        return TypedResults.Created(created.Location, new IssuedKeyResponse(created.Value!, secret.Id, secret.Text));
    }

    /// <summary>Get one API key</summary>
    /// <remarks>What it may do and see, and how many secrets it has; never the secrets.</remarks>
    /// <param name="keyId" example="power-bi">The key's id.</param>
    private static async Task<Ok<ApiKeyResponse>> Get(string keyId, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(ApiKeyResponse.From(await db.Get<ApiKey>(keyId, cancellation)));

    /// <summary>Change some fields of an API key</summary>
    /// <remarks>A JSON merge patch (RFC 7396). What it may do and see is so from the very next request on.</remarks>
    /// <param name="keyId" example="power-bi">The key's id.</param>
    private static Task<Ok<ApiKeyResponse>> Patch(
        string keyId, MergePatch<ApiKeyRequest> patch, IfMatch precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Patch<ApiKey, ApiKeyRequest, ApiKeyResponse>(keyId, patch, precondition, cancellation);

    /// <summary>Revoke an API key</summary>
    /// <remarks>It fails on the very next request, and is gone with its secrets. Its history stays readable.</remarks>
    /// <param name="keyId" example="power-bi">The key's id.</param>
    private static Task<NoContent> Revoke(string keyId, IfMatch precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Delete<ApiKey, ApiKeyResponse>(keyId, precondition, cancellation);

    /// <summary>List the versions of an API key</summary>
    /// <remarks>Who changed what, when and why, newest first; of a revoked key too. No secret is in it.</remarks>
    /// <param name="keyId" example="power-bi">The key's id.</param>
    private static async Task<Ok<Page<HistoryEntry>>> ListHistory(
        string keyId, [AsParameters] HistoryFilter filter, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await db.HistoryOf<ApiKey>(keyId, filter, cancellation));

    /// <summary>List the secrets of an API key</summary>
    /// <remarks>When each was made and last used, to the minute: whether the old one can go.</remarks>
    /// <param name="keyId" example="power-bi">The key's id.</param>
    private static async Task<Ok<Page<ApiKeySecretResponse>>> ListSecrets(string keyId, TrackerDb db, CancellationToken cancellation)
    {
        var key = await db.Get<ApiKey>(keyId, cancellation);

        return TypedResults.Ok(new Page<ApiKeySecretResponse>([.. key.Secrets.OrderBy(s => s.Id).Select(ApiKeySecretResponse.From)]));
    }

    /// <summary>Rotate an API key: add a second secret</summary>
    /// <remarks>
    /// The answer shows it this once. Both are good until one of them is removed; a third is refused (409). If-Match is optional, and
    /// checked when sent.
    /// </remarks>
    /// <param name="keyId" example="power-bi">The key's id.</param>
    private static async Task<Created<IssuedKeyResponse>> AddSecret(
        string keyId, PartPrecondition precondition, ResourceWriter write, TimeProvider clock, CancellationToken cancellation)
    {
        var secret = new AddedSecret(clock.Now());
        var key = await write.ChangePart<ApiKey, ApiKeyResponse>(keyId, precondition, secret, cancellation);

        return TypedResults.Created(
            $"/api/v1/keys/{key.Id}/secrets", new IssuedKeyResponse(ApiKeyResponse.From(key), secret.Id, secret.Text));
    }

    /// <summary>Remove a secret of an API key</summary>
    /// <remarks>It fails on the very next request. If-Match is optional, and checked when sent.</remarks>
    /// <param name="keyId" example="power-bi">The key's id.</param>
    /// <param name="secretId" example="019094ca-3c00-7000-8000-000000000401">The secret's id.</param>
    private static async Task<PartDeleted> RemoveSecret(
        string keyId, Guid secretId, PartPrecondition precondition, ResourceWriter write, CancellationToken cancellation) =>
        new(await write.ChangePart<ApiKey, ApiKeyResponse>(keyId, precondition, new RemovedSecret(secretId), cancellation));
}
