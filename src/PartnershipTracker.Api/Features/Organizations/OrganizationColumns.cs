namespace PartnershipTracker.Features.Organizations;

/// <summary>The columns that companies and affiliates have in common.</summary>
internal static class OrganizationColumns
{
    public static readonly CsvColumn[] All =
    [
        .. CsvColumns.Name, CsvColumns.Aliases, .. CsvColumns.All("country", "website"),
        CsvColumn.Text("ticker", "/externalIds/ticker"), CsvColumn.Text("wikidata", "/externalIds/wikidata"),
    ];
}
