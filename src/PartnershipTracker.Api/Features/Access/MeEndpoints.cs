using System.ComponentModel.DataAnnotations;

namespace PartnershipTracker.Features.Access;

/// <summary>The caller, with its scopes and its clearance.</summary>
/// <param name="Principal" example="local-admin">The caller's name in logs and in lists of readers.</param>
/// <param name="Kind" example="local_administrator">The kind of credential that identifies the caller.</param>
/// <param name="Scopes" example="[&quot;read&quot;]">The caller's scopes: the permissions that the caller has.</param>
/// <param name="Clearance" example="restricted">The highest confidentiality of the meetings that the caller can read.</param>
/// <param name="ExpiresAt">The instant from which the credential is refused; null: it does not expire.</param>
public sealed record MeResponse(
    [property: MaxLength(Rules.ShortText)] string Principal, CallerKind Kind,
    [property: MaxLength(10)] IReadOnlyList<string> Scopes, Confidentiality Clearance, DateTimeOffset? ExpiresAt) : IVersioned
{
    string IVersioned.EntityTag => ETag.OfText($"{Principal}|{string.Join(' ', Scopes)}|{Clearance}|{ExpiresAt:O}");
}

/// <summary>The bounds of <see cref="MeResponse"/> for the OpenAPI document.</summary>
public sealed class MeResponseValidator : AbstractValidator<MeResponse>
{
    public MeResponseValidator() => RuleForEach(m => m.Scopes).OneOf(Data.Visibility.Scopes.All);
}

public static class MeEndpoints
{
    public static void MapMe(this RouteGroupBuilder api) => api.MapGroup("/me").Needs(AccessControl.Anybody, AccessControl.Anybody)
        .WithTag("Me", "The caller of this API.").MapGet("/", Get).WithName("getMe");

    /// <summary>Get the caller</summary>
    /// <remarks>The answer names the principal of this request's credential, with its scopes and its clearance.</remarks>
    private static Ok<MeResponse> Get(Caller caller) =>
        TypedResults.Ok(new MeResponse(caller.Name, caller.Kind, [.. caller.Scopes], caller.Clearance, caller.ExpiresAt));
}
