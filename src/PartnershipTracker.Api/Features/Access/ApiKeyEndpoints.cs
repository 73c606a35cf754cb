namespace PartnershipTracker.Features.Access;

public static class ApiKeyEndpoints
{
    public static void MapApiKeys(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/keys").Needs(Scopes.Admin, Scopes.Admin).WithMetadata(new CreatedWith("POST /api/v1/keys")).WithTag(
            "API keys", "The keys with which programs authenticate, with their scopes, their clearance and their secrets.");

        keys.AddEndpointFilter(DropCache);

        keys.MapGet("/", List).WithName("listKeys");
        keys.MapPost("/", Create).WithName("createKey");
        keys.MapGet("/{keyId}", Get).WithName("getKey");
        keys.MapPatch("/{keyId}", Patch).WithName("patchKey");
        keys.MapDelete("/{keyId}", Delete).WithName("deleteKey");
        keys.MapGet("/{keyId}/history", ListHistory).WithName("listKeyHistory");
        keys.MapGet("/{keyId}/secrets", ListSecrets).WithName("listKeySecrets");
        keys.MapPost("/{keyId}/secrets", CreateSecret).WithName("createKeySecret");
        keys.MapDelete("/{keyId}/secrets/{credentialId:guid}", DeleteSecret).WithName("deleteKeySecret");
    }

    /// <summary>
    /// Drops the cache of this process after a change and before its answer, because the notification of the database may arrive after the
    /// next request. Only a creation may be committed later than this, and it needs no drop: unknown keys are not kept.
    /// </summary>
    private static async ValueTask<object?> DropCache(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        finally
        {
            if (!HttpMethods.IsGet(context.HttpContext.Request.Method))
            {
                context.HttpContext.RequestServices.GetRequiredService<ApiKeyCache>().Drop();
            }
        }
    }

    /// <summary>List API keys</summary>
    /// <remarks>All keys, expired ones included, by id. Deleted keys are not listed; their history stays readable.</remarks>
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

    /// <summary>Create an API key</summary>
    /// <remarks>
    /// Only this answer shows the secret. You cannot grant a scope or a clearance that you do not have yourself. The id of a deleted key is
    /// never used again.
    /// </remarks>
    private static async Task<Created<IssuedKeyResponse>> Create(
        ApiKeyRequest request, ResourceWriter writer, TimeProvider clock, CancellationToken cancellation)
    {
        var secret = new AddedSecret(clock.Now());
        var created = await writer.Create<ApiKey, NewKey, ApiKeyResponse>(new(request, secret), cancellation);

        return TypedResults.Created(created.Location, IssuedKeyResponse.Of(created.Value!.Read(), secret));
    }

    /// <summary>Get one API key</summary>
    /// <remarks>
    /// The answer shows the scopes, the clearance and the ids of the secrets, and never a secret. A new register has no API keys: create
    /// one first with `POST /api/v1/keys`.
    /// </remarks>
    /// <param name="keyId" example="power-bi">The key's id.</param>
    private static async Task<Ok<ApiKeyResponse>> Get(string keyId, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(ApiKeyResponse.From(await db.Get<ApiKey>(keyId, cancellation)));

    /// <summary>Change some members of an API key</summary>
    /// <remarks>
    /// The body is a JSON merge patch (RFC 7396). New scopes and a new clearance take effect with the next request, and on other instances
    /// of the application within a second.
    /// </remarks>
    /// <param name="keyId" example="power-bi">The key's id.</param>
    private static Task<Ok<Rendered<ApiKeyResponse>>> Patch(
        string keyId, MergePatch<ApiKeyRequest> patch, IfMatch precondition, ResourceWriter writer, CancellationToken cancellation) =>
        writer.Patch<ApiKey, ApiKeyRequest, ApiKeyResponse>(keyId, patch, precondition, cancellation);

    /// <summary>Delete an API key</summary>
    /// <remarks>
    /// Revokes the key: the next request with it fails, and on other instances of the application within a second. Its secrets are deleted
    /// with it. The history of the key stays readable.
    /// </remarks>
    /// <param name="keyId" example="power-bi">The key's id.</param>
    private static Task<NoContent> Delete(string keyId, IfMatch precondition, ResourceWriter writer, CancellationToken cancellation) =>
        writer.Delete<ApiKey, ApiKeyResponse>(keyId, precondition, cancellation);

    /// <summary>List the versions of an API key</summary>
    /// <remarks>
    /// Each version names the caller, the time, the reason and the changed fields; the newest comes first. The history of a deleted key is
    /// readable too. It contains no secrets.
    /// </remarks>
    /// <param name="keyId" example="power-bi">The key's id.</param>
    private static async Task<Ok<Page<HistoryEntry>>> ListHistory(
        string keyId, [AsParameters] HistoryFilter filter, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await db.HistoryOf<ApiKey>(keyId, filter, cancellation));

    /// <summary>List the secrets of an API key</summary>
    /// <remarks>
    /// Each entry shows the instants of the secret's creation and of its last use, to the minute. During a rotation they tell when the old
    /// secret is no longer in use. The secrets themselves are not shown.
    /// </remarks>
    /// <param name="keyId" example="power-bi">The key's id.</param>
    private static async Task<Ok<Page<ApiKeySecretResponse>>> ListSecrets(string keyId, TrackerDb db, CancellationToken cancellation)
    {
        var key = await db.Get<ApiKey>(keyId, cancellation);

        return TypedResults.Ok(new Page<ApiKeySecretResponse>([.. key.Secrets.OrderBy(s => s.Id).Select(ApiKeySecretResponse.From)]));
    }

    /// <summary>Create a second secret for an API key</summary>
    /// <remarks>
    /// Use this to rotate a key. Only this answer shows the secret. Both secrets are valid until you delete one of them. A third secret is
    /// refused (409). If-Match is optional, and checked when sent.
    /// </remarks>
    /// <param name="keyId" example="power-bi">The key's id.</param>
    private static async Task<Created<IssuedKeyResponse>> CreateSecret(
        string keyId, PartPrecondition precondition, ResourceWriter writer, TimeProvider clock, CancellationToken cancellation)
    {
        var secret = new AddedSecret(clock.Now());
        var key = await writer.ChangePart<ApiKey, ApiKeyResponse>(keyId, precondition, secret, cancellation);

        return TypedResults.Created(
            $"/api/v1/keys/{key.Id}/secrets", IssuedKeyResponse.Of(ApiKeyResponse.From(key), secret));
    }

    /// <summary>Delete a secret of an API key</summary>
    /// <remarks>
    /// The next request with the secret fails, and on other instances of the application within a second. If-Match is optional, and checked
    /// when sent.
    /// </remarks>
    /// <param name="keyId" example="power-bi">The key's id.</param>
    /// <param name="credentialId" example="019094ca-3c00-7000-8000-000000000401">The secret's id.</param>
    private static async Task<PartDeleted> DeleteSecret(
        string keyId, Guid credentialId, PartPrecondition precondition, ResourceWriter writer, CancellationToken cancellation) =>
        PartDeleted.Of(
            await writer.ChangePart<ApiKey, ApiKeyResponse>(keyId, precondition, new RemovedSecret(credentialId), cancellation));
}
