using PartnershipTracker.Data.Model;

namespace PartnershipTracker.Features.Citations;

/// <summary>A citation as a row of a table.</summary>
internal sealed record CitationRow(
    Guid Id, string? ExternalId, Guid Source, string TargetType, string Target, string? TargetPart, int? Start, int? End, string? Quote,
    bool Verified, string Stance, string Modality, string? Translation, string? Note, bool Retracted, string Confidentiality,
    int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static CitationRow From(Citation root) => new(
        root.Id, root.ExternalId, root.SourceId, EnumNames.Write(root.TargetType), root.Target.Id, root.Target.Part, root.Start, root.End,
        root.Quote, root.Verified, EnumNames.Write(root.Stance), EnumNames.Write(root.Modality), root.Translation, root.Note,
        root.Retracted, EnumNames.Write(root.Confidentiality), root.Version, root.CreatedAt, root.UpdatedAt);
}
