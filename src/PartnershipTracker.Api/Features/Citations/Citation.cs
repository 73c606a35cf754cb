using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PartnershipTracker.Features.Collaborations;
using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.People;
using PartnershipTracker.Features.Sources;
using PartnershipTracker.Features.Trips;

namespace PartnershipTracker.Features.Citations;

public enum Stance
{
    Supports,
    Contradicts,
}

/// <summary>Evidence on exactly one fact: a passage of a source that supports or contradicts the fact.</summary>
public sealed class Citation : UuidEntity, IResource, IClassified
{
    public const int MaxQuote = 2000;

    static string IResource.Resource => "citations";

    public Guid SourceId { get; set; }

    public TargetType TargetType { get; set; }

    public Guid? MeetingId { get; set; }

    public Guid? ParticipantId { get; set; }

    /// <summary>The key of the area; together with the meeting it identifies the area link.</summary>
    public string? AreaId { get; set; }

    public Guid? CollaborationId { get; set; }

    public Guid? StageId { get; set; }

    public Guid? TripId { get; set; }

    public string? PersonId { get; set; }

    public Guid? PositionId { get; set; }

    /// <summary>The start of the passage in the text, in Unicode code points from 0.</summary>
    public int? Start { get; set; }

    /// <summary>The end of the passage: the first code point after it.</summary>
    public int? End { get; set; }

    public string? Quote { get; set; }

    /// <summary>True when the passage was found in the text.</summary>
    public bool Verified { get; set; }

    public Stance Stance { get; set; }

    public Modality Modality { get; set; }

    public string? Translation { get; set; }

    public string? Note { get; set; }

    /// <summary>True when the source is retracted. The citation then supports and contradicts nothing.</summary>
    public bool Retracted { get; set; }

    /// <summary>The confidentiality of the meeting that the citation is about; public for all other facts.</summary>
    public Confidentiality Confidentiality { get; set; }

    public List<string> Readers { get; set; } = [];

    public Target Target => new(
        TargetType,
        (MeetingId ?? CollaborationId ?? TripId)?.ToString() ?? PersonId!,
        AreaId ?? (ParticipantId ?? StageId ?? PositionId)?.ToString());

    public void SetLabel(IClassified label) => (Confidentiality, Readers) = (label.Confidentiality, [.. label.Readers]);
}

internal sealed class CitationTable : IEntityTypeConfiguration<Citation>
{
    public void Configure(EntityTypeBuilder<Citation> builder)
    {
        builder.ToTable("citations", t =>
        {
            t.HasCheckConstraint("ck_citations_span", "num_nulls(start, \"end\") IN (0, 2) AND start >= 0 AND \"end\" > start");
            t.HasCheckConstraint(
                "ck_citations_passage", "num_nonnulls(start, quote) > 0 AND (NOT verified OR num_nulls(start, quote) = 0)");
            t.HasCheckConstraint("ck_citations_root", "num_nonnulls(meeting_id, collaboration_id, trip_id, person_id) = 1");
            t.HasCheckConstraint("ck_citations_part", "num_nonnulls(participant_id, area_id, stage_id, position_id) <= 1");
        });
        builder.Ignore(c => c.Target);
        builder.HasOne<Source>().WithMany().HasForeignKey(c => c.SourceId);
        builder.HasOne<Meeting>().WithMany().HasForeignKey(c => c.MeetingId);
        builder.HasOne<Participant>().WithMany().HasForeignKey(c => c.ParticipantId);
        builder.HasOne<AreaLink>().WithMany().HasForeignKey(c => new { c.MeetingId, c.AreaId });
        builder.HasOne<Collaboration>().WithMany().HasForeignKey(c => c.CollaborationId);
        builder.HasOne<StageEntry>().WithMany().HasForeignKey(c => c.StageId);
        builder.HasOne<Trip>().WithMany().HasForeignKey(c => c.TripId);
        builder.HasOne<Person>().WithMany().HasForeignKey(c => c.PersonId);
        builder.HasOne<Position>().WithMany().HasForeignKey(c => c.PositionId);
        builder.HasIndex(c => new { c.SourceId, c.Start });
    }
}
