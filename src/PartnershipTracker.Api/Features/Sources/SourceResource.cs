namespace PartnershipTracker.Features.Sources;

/// <summary>The definition of sources.</summary>
internal static class SourceResource
{
    public static readonly Resource<Source, SourceRequest, SourceResponse> Definition = new()
    {
        Noun = new("source", "출처"),
        ExampleId = "019094ca-3c00-7000-8000-000000000401",
        Tag = ("Sources", "The articles and documents that facts rest on."),
        Remarks = new(
            Create: "Send the metadata of the source. When its text may not be redistributed, send the SHA-256 and the length of the text; "
                + "the text can be attached later. A second source with the same URL or text is refused with a 409 that names the first.",
            Replace: "Members that the body omits are cleared. `sha256` and `length` cannot change once the text is attached (422).",
            Delete: "The deletion is refused with 409 while citations refer to the source: retract an unreliable source instead. The text "
                + "is deleted with the source. The history stays readable."),
        Import = new ImportDefinition<Source, SourceRequest, SourceResponse>
        {
            Dates = [new("published")],
            Table = CsvMapping<Source>.Of(
                SourceRow.From,
                [
                    CsvColumns.Plain("externalId"), .. CsvColumns.Title, CsvColumn.Text("publisherKo", "/publisher/ko"),
                    CsvColumn.Text("publisherEn", "/publisher/en"),
                    CsvColumns.Texts("authors"),
                    .. CsvColumns.All("url", "language", "published", "retrievedAt", "reliability", "sha256"),
                    CsvColumns.Whole("length"),
                ]),
        },
    };
}

/// <summary>A source as a row of a table, without its text.</summary>
internal sealed record SourceRow(
    Guid Id, string? ExternalId, string? TitleKo, string? TitleEn, string? PublisherKo, string? PublisherEn, string? Authors, string? Url,
    string Language, string? Published, DateOnly? PublishedEarliest, DateOnly? PublishedLatest, object? RetrievedAt,
    string Reliability, string? Sha256, int? Length, bool HasText, DateTimeOffset? RetractedAt, string? RetractionReason,
    int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static SourceRow From(Source root) => new(
        root.Id, root.ExternalId, root.Title.Ko, root.Title.En, root.Publisher.Ko, root.Publisher.En, Cells.Join(root.Authors), root.Url,
        root.Language, root.Published?.Edtf, root.Published?.FirstDay, root.Published?.LastDay,
        Exact(root.RetrievedAt), root.Reliability, root.Sha256, root.Length, root.HasText, root.RetractedAt, root.RetractionReason,
        root.Version, root.CreatedAt, root.UpdatedAt);

    /// <summary>Returns an instant as text if it has a fraction of a second, which the dates of a workbook lose.</summary>
    private static object? Exact(DateTimeOffset? instant) =>
        instant?.Ticks % TimeSpan.TicksPerSecond is > 0 ? Cells.Print(instant) : instant;
}
