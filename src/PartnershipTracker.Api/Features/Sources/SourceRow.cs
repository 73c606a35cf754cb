using PartnershipTracker.Resources.Tables;

namespace PartnershipTracker.Features.Sources;

/// <summary>A source as a row of a table: never its text.</summary>
internal sealed record SourceRow(
    Guid Id, string? ExternalId, string? TitleKo, string? TitleEn, string? PublisherKo, string? PublisherEn, string? Authors, string? Url,
    string Language, string? Published, DateOnly? PublishedEarliest, DateOnly? PublishedLatest, DateTimeOffset? RetrievedAt,
    string Reliability, string? Sha256, int? Length, bool HasText, DateTimeOffset? RetractedAt, string? RetractionReason,
    int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static SourceRow From(Source root) => new(
        root.Id, root.ExternalId, root.Title.Ko, root.Title.En, root.Publisher.Ko, root.Publisher.En, Cells.Join(root.Authors), root.Url,
        root.Language, root.Published?.Edtf, root.Published?.Earliest, root.Published is { } date ? Cells.Latest(date) : null,
        root.RetrievedAt, root.Reliability, root.Sha256, root.Length, root.HasText, root.RetractedAt, root.RetractionReason,
        root.Version, root.CreatedAt, root.UpdatedAt);
}
