using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PartnershipTracker.Data;
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

namespace PartnershipTracker.Features.Companies;

public static class CompanyEndpoints
{
    private static readonly Sorting<Company> Sorting = KeyedEntities.Sorting<Company>();

    public static void MapCompanies(this IEndpointRouteBuilder api)
    {
        var companies = api.MapGroup("/companies").NeedsReadOrWrite().WithTag("Companies", "The companies outside the group.");

        companies.MapGet("/", List).WithName("listCompanies");
        companies.MapPost("/", Create).WithName("createCompany");
        companies.MapGet("/{companyId}", Get).WithName("getCompany");
        companies.MapPut("/{companyId}", Put).WithName("putCompany");
        companies.MapPatch("/{companyId}", Patch).WithName("patchCompany");
        companies.MapDelete("/{companyId}", Delete).WithName("deleteCompany");
        companies.MapGet("/{companyId}/history", ListHistory).WithName("listCompanyHistory");
        api.MapTable("/companies", "Companies", "exportCompanies", Export);
    }

    /// <summary>List companies</summary>
    /// <remarks>The companies outside the group that the register knows, by name.</remarks>
    private static async Task<Ok<Page<CompanyResponse>>> List(
        [AsParameters] CompanyFilter filter, [AsParameters] View<CompanyResponse> view, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await db.Companies.Matching(db, filter).ToPage(filter, Sorting, CompanyResponse.From, cancellation));

    /// <summary>Export companies</summary>
    /// <remarks>A row for each, with the filters and the order of the list; all of them at once.</remarks>
    private static TableFile<CompanyRow> Export([AsParameters] CompanyFilter filter, ExportSession store) => new(
        "companies",
        store.Db.Companies.Matching(store.Db, filter).InOrder(filter, Sorting).AsNoTracking().AsAsyncEnumerable().Select(CompanyRow.From));

    /// <summary>Add a company</summary>
    /// <remarks>The caller chooses the key. Keys are shared by companies, affiliates, people and areas, and never change.</remarks>
    private static Task<Created<CompanyResponse>> Create(CompanyRequest request, ResourceWriter write, CancellationToken cancellation) =>
        write.Create<Company, CompanyRequest, CompanyResponse>(request, cancellation);

    /// <summary>Get one company</summary>
    /// <remarks>The company with this key, in its present version or, with `asOf`, as it was then.</remarks>
    /// <param name="companyId" example="nvidia">The company's key.</param>
    private static async Task<Ok<CompanyResponse>> Get(
        string companyId, [AsParameters] AsOfQuery moment, [AsParameters] View<CompanyResponse> view, VersionReader versions,
        CancellationToken cancellation) =>
        TypedResults.Ok(await versions.Show<Company, CompanyResponse>(companyId, moment, cancellation));

    /// <summary>Replace a company, or add it under this key</summary>
    /// <remarks>What the body leaves out is cleared. To replace, If-Match is required; `If-None-Match: *` only adds.</remarks>
    /// <param name="companyId" example="nvidia">The company's key.</param>
    private static Task<Results<Ok<CompanyResponse>, Created<CompanyResponse>>> Put(
        string companyId, CompanyRequest request, Precondition precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Put<Company, CompanyRequest, CompanyResponse>(companyId, request, precondition, cancellation);

    /// <summary>Change some fields of a company</summary>
    /// <remarks>A JSON merge patch (RFC 7396): null clears a field, an array replaces the one that is there.</remarks>
    /// <param name="companyId" example="nvidia">The company's key.</param>
    private static Task<Ok<CompanyResponse>> Patch(
        string companyId, MergePatch<CompanyRequest> patch, IfMatch precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Patch<Company, CompanyRequest, CompanyResponse>(companyId, patch, precondition, cancellation);

    /// <summary>Remove a company that nothing refers to</summary>
    /// <remarks>Its history stays readable.</remarks>
    /// <param name="companyId" example="nvidia">The company's key.</param>
    private static Task<NoContent> Delete(string companyId, IfMatch precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Delete<Company, CompanyResponse>(companyId, precondition, cancellation);

    /// <summary>List the versions of a company</summary>
    /// <remarks>Who changed what, when and why, newest first; of a deleted company too.</remarks>
    /// <param name="companyId" example="nvidia">The company's key.</param>
    private static async Task<Ok<Page<HistoryEntry>>> ListHistory(
        string companyId, [AsParameters] HistoryFilter filter, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await db.HistoryOf<Company>(companyId, filter, cancellation));
}
