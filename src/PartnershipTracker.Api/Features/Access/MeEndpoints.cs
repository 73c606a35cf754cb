using System.ComponentModel.DataAnnotations;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Requests;
using PartnershipTracker.Web.Routing;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Access;

/// <summary>Who the caller is, and what they may do and see.</summary>
/// <param name="Principal" example="local-admin">How logs and lists of readers name the caller.</param>
/// <param name="Kind" example="local_administrator">How it is known who the caller is.</param>
/// <param name="Scopes" example="[&quot;read&quot;]">What the caller may do.</param>
/// <param name="Clearance" example="restricted">Up to which confidentiality the caller sees meetings.</param>
/// <param name="ExpiresAt">From when on the credential is refused; null: never.</param>
public sealed record MeResponse(
    [property: MaxLength(Rules.ShortText)] string Principal, CallerKind Kind,
    [property: MaxLength(10)] IReadOnlyList<string> Scopes, Confidentiality Clearance, DateTimeOffset? ExpiresAt) : IVersioned
{
    string IVersioned.EntityTag => ETag.OfText($"{Principal}|{string.Join(' ', Scopes)}|{Clearance}|{ExpiresAt:O}");
}

/// <summary>What the document may say of it.</summary>
public sealed class MeResponseValidator : AbstractValidator<MeResponse>
{
    public MeResponseValidator() => RuleForEach(m => m.Scopes).OneOf(Data.Visibility.Scopes.All);
}

public static class MeEndpoints
{
    public static void MapMe(this IEndpointRouteBuilder api) => api.MapGroup("/me").Needs(AccessControl.Anybody, AccessControl.Anybody)
        .WithTag("Me", "Who the caller is.").MapGet("/", Get).WithName("getMe");

    /// <summary>Who am I, and what may I do?</summary>
    /// <remarks>The principal that the credentials of this request stand for, its scopes and its clearance.</remarks>
    private static Ok<MeResponse> Get(Caller caller) =>
        TypedResults.Ok(new MeResponse(caller.Name, caller.Kind, [.. caller.Scopes], caller.Clearance, caller.ExpiresAt));
}
