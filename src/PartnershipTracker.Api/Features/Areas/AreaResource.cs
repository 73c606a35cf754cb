namespace PartnershipTracker.Features.Areas;

/// <summary>The definition of areas.</summary>
internal static class AreaResource
{
    public static readonly Resource<Area, AreaRequest, AreaResponse> Definition = new()
    {
        Noun = new("area", "분야"),
        ExampleId = "hbm-packaging",
        Tag = ("Areas", "The collaboration areas, a tree. A filter by an area includes the areas below it."),
        Includes =
        [
            Include.Referenced<AreaResponse, Area, AreaResponse, string>("parent", a => Include.Optional(a.Parent)),
            Include.Referring<AreaResponse, Area, AreaResponse, string>(
                "children", a => a.Id, FirstChildren, a => a.ParentId, id => $"areas?parent={id}"),
        ],
        Import = new ImportDefinition<Area, AreaRequest, AreaResponse>
        {
            Table = CsvMapping<Area>.Of(
                a => AreaRow.From(a, null),
                [.. CsvColumns.Name, CsvColumns.Aliases, CsvColumns.Plain("parent"), CsvColumns.Plain("description")]),
        },
    };

    private static IQueryable<Area> FirstChildren(TrackerDb db, string[] parents, int max) => db.Areas
        .Where(a => parents.Contains(a.Id))
        .SelectMany(a => db.Areas
            .Where(child => child.ParentId == a.Id).OrderBy(child => child.SortName).ThenBy(child => child.Id).Take(max))
        .OrderBy(child => child.SortName).ThenBy(child => child.Id);
}

/// <summary>An area as a row of a table.</summary>
internal sealed record AreaRow(
    string Id, string? NameKo, string? NameEn, string? Parent, string? ParentKo, string? ParentEn, string? Aliases, string? Description,
    int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static AreaRow From(Area root, LocalizedText? parent) => new(
        root.Id, root.Name.Ko, root.Name.En, root.ParentId, parent?.Ko, parent?.En, root.PrintedAliases(), root.Description,
        root.Version, root.CreatedAt, root.UpdatedAt);
}
