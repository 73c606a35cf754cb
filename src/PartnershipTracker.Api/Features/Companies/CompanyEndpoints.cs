using PartnershipTracker.Features.Organizations;
using PartnershipTracker.Files.Writers;

namespace PartnershipTracker.Features.Companies;

public static class CompanyEndpoints
{
    private static readonly Sorting<Company> Sorting = KeyedEntities.Sorting<Company>();

    public static void MapCompanies(this RouteGroupBuilder api)
    {
        var companies = api.MapCrud(CompanyResource.Definition);

        companies.MapGet("/", List).WithName("listCompanies");
        api.MapTable("/companies", "Companies", "exportCompanies", Export);
    }

    /// <summary>List companies</summary>
    /// <remarks>The companies outside the group, by name.</remarks>
    private static async Task<Ok<Page<Rendered<CompanyResponse>>>> List(
        [AsParameters] CompanyFilter filter, [AsParameters] View<CompanyResponse> view, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await db.Companies.Matching(db, filter).With(filter)
            .ToPage<Company, CompanyResponse>(filter, Sorting, cancellation));

    /// <summary>Export companies</summary>
    /// <remarks>One row for each item, with the filters and the order of the list, without pages.</remarks>
    private static TableFile<CompanyRow> Export([AsParameters] CompanyFilter filter, ExportSession session) => new(
        "companies",
        session.Db.Companies.Matching(session.Db, filter).With(filter).InOrder(filter, Sorting).ToExport(CompanyRow.From));
}
