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

namespace PartnershipTracker.Features.People;

public static class PersonEndpoints
{
    private static readonly Sorting<Person> Sorting = KeyedEntities.Sorting<Person>();

    public static void MapPeople(this IEndpointRouteBuilder api)
    {
        var people = api.MapGroup("/people").NeedsReadOrWrite().WithTag(
            "People", "The executives, ours and theirs, and the positions that they hold or held.");

        people.MapGet("/", List).WithName("listPeople");
        people.MapPost("/", Create).WithName("createPerson");
        people.MapGet("/{personId}", Get).WithName("getPerson");
        people.MapPut("/{personId}", Put).WithName("putPerson");
        people.MapPatch("/{personId}", Patch).WithName("patchPerson");
        people.MapDelete("/{personId}", Delete).WithName("deletePerson");
        people.MapGet("/{personId}/history", ListHistory).WithName("listPersonHistory");
        api.MapTable("/people", "People", "exportPeople", Export);
    }

    /// <summary>List people</summary>
    /// <remarks>The executives that the register knows, ours and theirs, by name.</remarks>
    private static async Task<Ok<Page<PersonResponse>>> List(
        [AsParameters] PersonFilter filter, [AsParameters] EvidenceFilter evidence, [AsParameters] View<PersonResponse> view, TrackerDb db,
        CancellationToken cancellation) =>
        TypedResults.Ok(await Find(db, filter, evidence).ToPage(filter, Sorting, PersonResponse.From, cancellation));

    /// <summary>Export people</summary>
    /// <remarks>A row for each, with the filters and the order of the list; all of them at once.</remarks>
    private static async Task<TableFile<PersonRow>> Export(
        [AsParameters] PersonFilter filter, [AsParameters] EvidenceFilter evidence, ExportSession store, CancellationToken cancellation)
    {
        var names = await store.Db.Organizations.All(cancellation);

        return new("people", Find(store.Db, filter, evidence).InOrder(filter, Sorting).AsNoTracking().AsAsyncEnumerable()
            .Select(p => PersonRow.From(p, names)));
    }

    /// <summary>Add a person</summary>
    /// <remarks>The caller chooses the key. Keys are shared by companies, affiliates, people and areas, and never change.</remarks>
    private static Task<Created<PersonResponse>> Create(PersonRequest request, ResourceWriter write, CancellationToken cancellation) =>
        write.Create<Person, PersonRequest, PersonResponse>(request, cancellation);

    /// <summary>Get one person</summary>
    /// <remarks>The person with this key, in its present version or, with `asOf`, as it was then.</remarks>
    /// <param name="personId" example="sam-altman">The person's key.</param>
    private static async Task<Ok<PersonResponse>> Get(
        string personId, [AsParameters] AsOfQuery moment, [AsParameters] View<PersonResponse> view, VersionReader versions,
        CancellationToken cancellation) =>
        TypedResults.Ok(await versions.Show<Person, PersonResponse>(personId, moment, cancellation));

    /// <summary>Replace a person, or add it under this key</summary>
    /// <remarks>What the body leaves out is cleared. To replace, If-Match is required; `If-None-Match: *` only adds.</remarks>
    /// <param name="personId" example="sam-altman">The person's key.</param>
    private static Task<Results<Ok<PersonResponse>, Created<PersonResponse>>> Put(
        string personId, PersonRequest request, Precondition precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Put<Person, PersonRequest, PersonResponse>(personId, request, precondition, cancellation);

    /// <summary>Change some fields of a person</summary>
    /// <remarks>A JSON merge patch (RFC 7396): null clears a field, an array replaces the one that is there.</remarks>
    /// <param name="personId" example="sam-altman">The person's key.</param>
    private static Task<Ok<PersonResponse>> Patch(
        string personId, MergePatch<PersonRequest> patch, IfMatch precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Patch<Person, PersonRequest, PersonResponse>(personId, patch, precondition, cancellation);

    /// <summary>Remove a person that nothing refers to</summary>
    /// <remarks>Its history stays readable.</remarks>
    /// <param name="personId" example="sam-altman">The person's key.</param>
    private static Task<NoContent> Delete(string personId, IfMatch precondition, ResourceWriter write, CancellationToken cancellation) =>
        write.Delete<Person, PersonResponse>(personId, precondition, cancellation);

    /// <summary>List the versions of a person</summary>
    /// <remarks>Who changed what, when and why, newest first; of a deleted person too.</remarks>
    /// <param name="personId" example="sam-altman">The person's key.</param>
    private static async Task<Ok<Page<HistoryEntry>>> ListHistory(
        string personId, [AsParameters] HistoryFilter filter, TrackerDb db, CancellationToken cancellation) =>
        TypedResults.Ok(await db.HistoryOf<Person>(personId, filter, cancellation));

    private static IQueryable<Person> Find(TrackerDb db, PersonFilter filter, EvidenceFilter evidence)
    {
        var found = db.People.Matching(db, filter).WithEvidence(evidence);

        return filter.Organization is { Length: > 0 } organizations
            ? found.Where(p => p.Positions.Any(held => organizations.Contains(held.OrganizationId)))
            : found;
    }
}
