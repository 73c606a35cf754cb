namespace PartnershipTracker.Resources.Crud;

/// <summary>The usual routes of a resource, with documentation that names it.</summary>
public static class CrudRoutes
{
    private const string KeyRemarks =
        "The caller chooses the key. Companies, affiliates, people and areas share one set of keys, and a key never changes.";

    private const string ReplaceRemarks = "Members that the body omits are cleared.";

    private const string PutRemarks =
        "Members that the body omits are cleared. To replace, If-Match is required; `If-None-Match: *` only creates.";

    private const string PatchRemarks =
        "A JSON merge patch (RFC 7396): null clears a member, an array replaces the existing one, and absent members stay.";

    /// <summary>Maps POST, GET, PUT, PATCH and DELETE of one item, and its history.</summary>
    /// <returns>The route group of the resource, for its list and its further routes.</returns>
    public static RouteGroupBuilder MapCrud<T, TRequest, TResponse>(
        this RouteGroupBuilder api, Resource<T, TRequest, TResponse> resource)
        where T : Root, IResource, new()
        where TRequest : class, IWriteRequest<T>, IFrom<T, TRequest>
        where TResponse : IFrom<T, TResponse>
    {
        var group = api.MapReads(resource);
        group.Map(
            resource, HttpMethods.Post, "create", CrudHandlers<T, TRequest, TResponse>.Create, $"Create {A(resource)}", KeyRemarks);

        if (resource.IsKeyed)
        {
            group.Map(
                resource, HttpMethods.Put, "put", CrudHandlers<T, TRequest, TResponse>.Put, $"Create or replace {A(resource)}", PutRemarks);
        }
        else
        {
            group.Map(
                resource, HttpMethods.Put, "replace", CrudHandlers<T, TRequest, TResponse>.Replace, $"Replace {A(resource)}",
                ReplaceRemarks);
        }

        group.Map(
            resource, HttpMethods.Patch, "patch", CrudHandlers<T, TRequest, TResponse>.Patch, $"Change some members of {A(resource)}",
            PatchRemarks);

        return group;
    }

    /// <summary>Maps the routes that are the same for every resource: GET and DELETE of one item, and its history.</summary>
    public static RouteGroupBuilder MapReads<T, TRequest, TResponse>(
        this RouteGroupBuilder api, Resource<T, TRequest, TResponse> resource)
        where T : Root, IResource, new()
        where TRequest : class, IWriteRequest<T>, IFrom<T, TRequest>
        where TResponse : IFrom<T, TResponse>
    {
        var (noun, id) = (resource.Noun.En, resource.IsKeyed ? "key" : "id");
        var group = api.MapGroup($"/{resource.Collection}").NeedsReadOrWrite().WithTag(resource.Tag.Name, resource.Tag.Description);

        group.Map(
            resource, HttpMethods.Get, "get", CrudHandlers<T, TRequest, TResponse>.Get, $"Get one {noun}",
            $"Returns the {noun} with this {id} in its current version or, with `asOf`, as it was at that instant.");
        group.Map(
            resource, HttpMethods.Delete, "delete", CrudHandlers<T, TRequest, TResponse>.Delete, $"Delete {A(resource)}",
            $"The deletion is refused with 409 while other resources refer to the {noun}. Its history stays readable.");
        group.Map(
            resource, HttpMethods.Get, "list", CrudHandlers<T, TRequest, TResponse>.ListHistory, $"List the versions of {A(resource)}",
            $"Returns who changed what, when and why, newest first. The history of a deleted {noun} stays readable.", "History");

        return group;
    }

    private static string A(Resource resource) => resource.Noun.WithArticle;

    private static void Map(
        this RouteGroupBuilder group, Resource resource, string method, string verb, Delegate handler, string summary, string remarks,
        string suffix = "")
    {
        var noun = char.ToUpperInvariant(resource.Noun.En[0]) + resource.Noun.En[1..];
        var own = verb switch
        {
            "create" => resource.Remarks.Create,
            "put" or "replace" => resource.Remarks.Replace,
            "delete" => resource.Remarks.Delete,
            _ => null,
        };
        var path = verb is "create" ? "/" : $"/{{{resource.IdParameter}}}{(suffix is "" ? "" : "/history")}";
        var route = group.MapMethods(path, [method], handler)
            .WithName(verb + noun + suffix).WithSummary(summary).WithDescription(own ?? remarks);

        if (verb is not "create")
        {
            route.WithMetadata(new PathParameter(
                resource.IdParameter, $"The {(resource.IsKeyed ? "key" : "id")} of the {resource.Noun.En}.", resource.ExampleId));
        }
    }
}
