using PartnershipTracker.Files.Writers;

namespace PartnershipTracker.Features.People;

public static class PersonEndpoints
{
    private static readonly Sorting<Person> Sorting = KeyedEntities.Sorting<Person>();

    public static void MapPeople(this RouteGroupBuilder api)
    {
        var people = api.MapCrud(PersonResource.Definition);

        people.MapGet("/", List).WithName("listPeople");
        api.MapTable("/people", "People", "exportPeople", Export);
    }

    /// <summary>List people</summary>
    /// <remarks>The executives of the group and of companies, by name.</remarks>
    private static async Task<Ok<Page<Rendered<PersonResponse>>>> List(
        [AsParameters] PersonFilter filter, [AsParameters] EvidenceFilter evidence, [AsParameters] View<PersonResponse> view, TrackerDb db,
        CancellationToken cancellation) =>
        TypedResults.Ok(await Find(db, filter, evidence).ToPage<Person, PersonResponse>(filter, Sorting, cancellation));

    /// <summary>Export people</summary>
    /// <remarks>One row for each item, with the filters and the order of the list, without pages.</remarks>
    private static async Task<TableFile<PersonRow>> Export(
        [AsParameters] PersonFilter filter, [AsParameters] EvidenceFilter evidence, ExportSession session, CancellationToken cancellation)
    {
        var names = await session.Db.Organizations.All(cancellation);

        return new("people", Find(session.Db, filter, evidence).InOrder(filter, Sorting).ToExport(p => PersonRow.From(p, names)));
    }

    private static IQueryable<Person> Find(TrackerDb db, PersonFilter filter, EvidenceFilter evidence)
    {
        var found = db.People.Matching(db, filter).WithEvidence(evidence);

        return filter.Organization is { Length: > 0 } organizations
            ? found.Where(p => p.Positions.Any(position => organizations.Contains(position.OrganizationId)))
            : found;
    }
}
