using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
using PartnershipTracker.Data.Model;
using PartnershipTracker.Files.Writers;
using PartnershipTracker.Resources.Contracts;
using PartnershipTracker.Resources.Reading;
using PartnershipTracker.Resources.Views;
using PartnershipTracker.Resources.Writing;
using PartnershipTracker.Web.Caching;
using PartnershipTracker.Web.Lists;
using PartnershipTracker.Web.Requests;
using PartnershipTracker.Web.Routing;
using PartnershipTracker.Web.Security;

namespace PartnershipTracker.Features.Affiliates;

public static class AffiliateEndpoints
{
    private static readonly Sorting<Affiliate> Sorting = KeyedEntities.Sorting<Affiliate>();

    public static void MapAffiliates(this IEndpointRouteBuilder api)
    {
        var affiliates = api.MapGroup("/affiliates").NeedsReadOrWrite()
            .WithTag("Affiliates", "The members of the group, and the group itself.");

        affiliates.MapGet("/", List).WithName("listAffiliates");
        affiliates.MapPost("/", Create).WithName("createAffiliate");
        affiliates.MapGet("/{affiliateId}", Get).WithName("getAffiliate");
        affiliates.MapPut("/{affiliateId}", Put).WithName("putAffiliate");
        affiliates.MapPatch("/{affiliateId}", Patch).WithName("patchAffiliate");
        affiliates.MapDelete("/{affiliateId}", Delete).WithName("deleteAffiliate");
        affiliates.MapGet("/{affiliateId}/history", ListHistory).WithName("listAffiliateHistory");
        api.MapTable("/affiliates", "Affiliates", "exportAffiliates", Export);
    }

    /// <summary>List affiliates</summary>
    /// <remarks>The members of the group, and the group itself, by name.</remarks>
    private static async Task<Ok<Page<AffiliateResponse>>> List(
        [AsParameters] AffiliateFilter filter, [AsParameters] View<AffiliateResponse> view, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await Find(db, filter).ToPage(filter, Sorting, AffiliateResponse.From, cancellation));

    /// <summary>Export affiliates</summary>
    /// <remarks>A row for each, with the filters and the order of the list; all of them at once.</remarks>
    private static async Task<TableFile<AffiliateRow>> Export(
        [AsParameters] AffiliateFilter filter, ExportSession store, CancellationToken cancellation)
    {
        var names = await store.Db.Affiliates.All(cancellation);

        return new("affiliates", Find(store.Db, filter).InOrder(filter, Sorting).AsNoTracking().AsAsyncEnumerable()
            .Select(a => AffiliateRow.From(a, names.GetValueOrDefault(a.ParentId ?? ""))));
    }

    /// <summary>Add an affiliate</summary>
    /// <remarks>The caller chooses the key. Keys are shared by companies, affiliates, people and areas, and never change.</remarks>
    private static Task<Created<AffiliateResponse>> Create(AffiliateRequest request, ResourceWriter write, CancellationToken cancellation) =>
        write.Create<Affiliate, AffiliateRequest, AffiliateResponse>(request, cancellation);

    /// <summary>Get one affiliate</summary>
    /// <remarks>The affiliate with this key, in its present version or, with `asOf`, as it was then.</remarks>
    /// <param name="affiliateId" example="sk-hynix">The affiliate's key.</param>
    private static async Task<Ok<AffiliateResponse>> Get(
        string affiliateId, [AsParameters] AsOfQuery moment, [AsParameters] View<AffiliateResponse> view, VersionReader versions,
        CancellationToken cancellation) =>
        TypedResults.Ok(await versions.Show<Affiliate, AffiliateResponse>(affiliateId, moment, cancellation));

    /// <summary>Replace an affiliate, or add it under this key</summary>
    /// <remarks>What the body leaves out is cleared. To replace, If-Match is required; `If-None-Match: *` only adds.</remarks>
    /// <param name="affiliateId" example="sk-hynix">The affiliate's key.</param>
    private static Task<Results<Ok<AffiliateResponse>, Created<AffiliateResponse>>> Put(
        string affiliateId, AffiliateRequest request, Precondition precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Put<Affiliate, AffiliateRequest, AffiliateResponse>(affiliateId, request, precondition, cancellation);

    /// <summary>Change some fields of an affiliate</summary>
    /// <remarks>A JSON merge patch (RFC 7396): null clears a field, an array replaces the one that is there.</remarks>
    /// <param name="affiliateId" example="sk-hynix">The affiliate's key.</param>
    private static Task<Ok<AffiliateResponse>> Patch(
        string affiliateId, MergePatch<AffiliateRequest> patch, IfMatch precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Patch<Affiliate, AffiliateRequest, AffiliateResponse>(affiliateId, patch, precondition, cancellation);

    /// <summary>Remove an affiliate that nothing refers to</summary>
    /// <remarks>Its history stays readable.</remarks>
    /// <param name="affiliateId" example="sk-hynix">The affiliate's key.</param>
    private static Task<NoContent> Delete(string affiliateId, IfMatch precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Delete<Affiliate, AffiliateResponse>(affiliateId, precondition, cancellation);

    /// <summary>List the versions of an affiliate</summary>
    /// <remarks>Who changed what, when and why, newest first; of a deleted affiliate too.</remarks>
    /// <param name="affiliateId" example="sk-hynix">The affiliate's key.</param>
    private static async Task<Ok<Page<HistoryEntry>>> ListHistory(
        string affiliateId, [AsParameters] HistoryFilter filter, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await db.HistoryOf<Affiliate>(affiliateId, filter, cancellation));

    private static IQueryable<Affiliate> Find(TrackerDb db, AffiliateFilter filter)
    {
        var found = db.Affiliates.Matching(db, filter);

        if (filter.Kind is { Length: > 0 })
        {
            var kinds = filter.Kind.Select(EnumNames.Read<AffiliateKind>).ToArray();
            found = found.Where(a => kinds.Contains(a.Kind));
        }

        return found;
    }
}
