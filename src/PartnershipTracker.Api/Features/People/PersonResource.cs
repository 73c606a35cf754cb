using PartnershipTracker.Data.Dates;
using PartnershipTracker.Features.Affiliates;
using PartnershipTracker.Features.Companies;

namespace PartnershipTracker.Features.People;

/// <summary>The definition of people.</summary>
internal static class PersonResource
{
    public static readonly Resource<Person, PersonRequest, PersonResponse> Definition = new()
    {
        Noun = new("person", "인물"),
        ExampleId = "sam-altman",
        Tag = ("People", "The executives of the group and of companies, with their current and past positions."),
        Includes =
        [
            Include.Referenced<PersonResponse, Company, CompanyResponse, string>(
                "companies", p => p.Positions.Select(position => position.Organization)),
            Include.Referenced<PersonResponse, Affiliate, AffiliateResponse, string>(
                "affiliates", p => p.Positions.Select(position => position.Organization)),
        ],
        Import = new ImportDefinition<Person, PersonRequest, PersonResponse>
        {
            Dates =
            [
                new("heldFrom", DateRole.Start, "heldTo") { IsList = true }, new("heldTo", DateRole.End, "heldFrom") { IsList = true },
            ],
            Table = CsvMapping<Person>.Of(
                async (db, people, cancellation) =>
                {
                    var organizations = await db.Organizations.All(cancellation);

                    return people.Select(p => PersonRow.From(p, organizations));
                },
                [
                    .. CsvColumns.Name, CsvColumns.Aliases,
                    Positions.Column(),
                ]),
        },
    };

    private static PartColumns Positions => new(
        "/positions", ("organizations", "/organization"), ("titlesKo", "/title/ko"), ("titlesEn", "/title/en"), ("heldFrom", "/from"),
        ("heldTo", "/to"), ("positionIds", "/id"))
    {
        Distinguishing = ["/title/ko", "/title/en"],
    };
}

/// <summary>A person as a row of a table; the n-th organization, title, date and id belong to one position.</summary>
internal sealed record PersonRow(
    string Id, string? NameKo, string? NameEn, string? Aliases, string? Organizations, string? OrganizationsKo, string? OrganizationsEn,
    string? TitlesKo, string? TitlesEn, string? HeldFrom, string? HeldTo, string? PositionIds, int Version, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static PersonRow From(Person root, IReadOnlyDictionary<string, LocalizedText> organizations)
    {
        var positions = root.Positions.InOrder().ToList();
        string? Each(Func<Position, string?> select) => Cells.Join(positions.Select(select));

        return new(
            root.Id, root.Name.Ko, root.Name.En, root.PrintedAliases(), Each(p => p.OrganizationId),
            Each(p => organizations[p.OrganizationId].Ko), Each(p => organizations[p.OrganizationId].En),
            Each(p => p.Title.Ko), Each(p => p.Title.En),
            Each(p => p.From?.Edtf), Each(p => p.To?.Edtf), Each(p => p.Id.ToString()), root.Version, root.CreatedAt, root.UpdatedAt);
    }
}
