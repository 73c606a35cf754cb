using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Sources;
using PartnershipTracker.Features.Trips;

namespace PartnershipTracker.Features.Citations;

/// <summary>The definition of citations.</summary>
internal static class CitationResource
{
    public static readonly Resource<Citation, BundledCitation, CitationResponse> Definition = new()
    {
        Noun = new("citation", "인용"),
        ExampleId = "019094ca-3c00-7000-8000-000000000501",
        Tag = ("Citations", "The passages of sources that support or contradict facts."),
        Remarks = new(Delete: "Its history stays readable. The resource that holds the fact shows the remaining evidence."),
        Includes =
        [
            Include.Referenced<CitationResponse, Source, SourceResponse, Guid>("source", c => [c.Source]),
            Include.Referenced<CitationResponse, Meeting, MeetingResponse, Guid>(
                "meeting", c => TargetIn(c, "meetings").Select(Guid.Parse)),
            Include.Referenced<CitationResponse, Collaboration, CollaborationResponse, Guid>(
                "collaboration", c => TargetIn(c, "collaborations").Select(Guid.Parse)),
            Include.Referenced<CitationResponse, Trip, TripResponse, Guid>("trip", c => TargetIn(c, "trips").Select(Guid.Parse)),
            Include.Referenced<CitationResponse, Person, PersonResponse, string>("person", c => TargetIn(c, "people")),
        ],
        IncludedIn =
        [
            Include.Referring<PersonResponse, Citation, CitationResponse, string>(
                "citations", p => p.Id, FirstCitations.OfPeople, c => c.PersonId, OfTarget),
            Include.Referring<TripResponse, Citation, CitationResponse, Guid>(
                "citations", t => t.Id, FirstCitations.OfTrips, c => c.TripId!.Value, OfTarget),
            Include.Referring<MeetingResponse, Citation, CitationResponse, Guid>(
                "citations", m => m.Id, FirstCitations.OfMeetings, c => c.MeetingId!.Value, OfTarget),
            Include.Referring<CollaborationResponse, Citation, CitationResponse, Guid>(
                "citations", c => c.Id, FirstCitations.OfCollaborations, c => c.CollaborationId!.Value, OfTarget),
            Include.Referring<SourceResponse, Citation, CitationResponse, Guid>(
                "citations", s => s.Id, FirstCitations.OfSources, c => c.SourceId, id => $"sources/{id}/facts"),
        ],
        Import = new ImportDefinition<Citation, BundledCitation, CitationResponse>
        {
            Read = BundledCitation.Read,
            Write = BundledCitation.Write,
            Upsert = BundledCitation.Put,
            Lock = (db, items, cancellation) => db.LockEvidence([.. items.Select(item => item.Request)], cancellation),
            Table = CsvMapping<Citation>.Of(
                CitationRow.From,
                [
                    .. CsvColumns.All("externalId", "source"), CsvColumn.Text("targetType", "/target/type"),
                    CsvColumn.Text("target", "/target/id"), CsvColumn.Text("targetPart", "/target/part"),
                    new(["start", "end"], "/span", Span), .. CsvColumns.All("quote", "stance", "modality", "translation", "note"),
                ]),
        },
        Restore = RestoreDefinition.Of<Citation, ResolvedCitation, CitationResponse>((services, image, cancellation) =>
            services.GetRequiredService<CitationResolver>().Restore(ResourceImage.Read<CitationResponse>(image), cancellation)),
    };

    private static JsonObject? Span(IReadOnlyList<string?> cells) => cells[0] is null && cells[1] is null
        ? null
        : new() { ["start"] = CsvColumns.Number(cells[0]), ["end"] = CsvColumns.Number(cells[1]) };

    private static string OfTarget<T>(T id) => $"citations?target={id}";

    private static string[] TargetIn(CitationResponse citation, string collection) =>
        new Target(citation.Target.Type!.Value, citation.Target.Id!, null).Resource == collection ? [citation.Target.Id!] : [];
}

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
