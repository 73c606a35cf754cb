namespace PartnershipTracker.Features.Timeline;

/// <summary>An entry of the timeline as a row of a table. Several values are in one cell, by key and by name.</summary>
internal sealed record TimelineRow(
    string Type, Guid Id, string Date, DateOnly Earliest, DateOnly? Latest, string PlacedBy, string? TitleKo, string? TitleEn,
    string? Stage, string? People, string? PeopleKo, string? PeopleEn, string? Affiliates, string? AffiliatesKo, string? AffiliatesEn,
    string? Companies, string? CompaniesKo, string? CompaniesEn, string? Areas, string? AreasKo, string? AreasEn, Guid? Trip, string Link)
{
    public static TimelineRow From(TimelineEntry entry, IReadOnlyDictionary<string, LocalizedText> names)
    {
        string? Ko(IEnumerable<string> keys) => Cells.Join(keys.Select(key => names[key].Ko ?? names[key].En));
        string? En(IEnumerable<string> keys) => Cells.Join(keys.Select(key => names[key].En ?? names[key].Ko));

        return new(
            EnumNames.Write(entry.Type), entry.Id, entry.Date.Edtf, entry.Date.Earliest, Cells.Latest(entry.Date),
            EnumNames.Write(entry.PlacedBy), entry.Title?.Ko, entry.Title?.En, entry.Stage is { } stage ? EnumNames.Write(stage) : null,
            Cells.Join(entry.People), Ko(entry.People), En(entry.People),
            Cells.Join(entry.Affiliates), Ko(entry.Affiliates), En(entry.Affiliates),
            Cells.Join(entry.Companies), Ko(entry.Companies), En(entry.Companies),
            Cells.Join(entry.Areas), Ko(entry.Areas), En(entry.Areas), entry.Trip, entry.Link);
    }

    /// <summary>Returns the names of all keys that an entry can have.</summary>
    public static async Task<Dictionary<string, LocalizedText>> Names(TrackerDb db, CancellationToken cancellation) => new(
        [.. await db.Organizations.All(cancellation), .. await db.People.All(cancellation), .. await db.Areas.All(cancellation)],
        StringComparer.Ordinal);
}
