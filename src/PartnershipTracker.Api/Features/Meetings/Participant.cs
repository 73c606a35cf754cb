using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PartnershipTracker.Features.Organizations;
using PartnershipTracker.Features.People;

namespace PartnershipTracker.Features.Meetings;

public enum ParticipantSide
{
    Ours,
    Theirs,
    ThirdParty,
}

public enum ParticipantRole
{
    Principal,
    Attendee,
    Host,
}

public static class ParticipantSides
{
    /// <summary>
    /// Returns the collection of the organizations of a side: affiliates are ours, companies theirs or third parties. The database enforces
    /// it.
    /// </summary>
    public static string Organizations(this ParticipantSide? side) => side switch
    {
        null => ResourceReference.Organizations,
        ParticipantSide.Ours => "affiliates",
        _ => "companies",
    };
}

/// <summary>A party of a meeting.</summary>
public sealed class Participant : IPart, IFact
{
    public required Guid Id { get; init; }

    public Guid MeetingId { get; private set; }

    public string? OrganizationId { get; set; }

    /// <summary>The party in words, when no organization is known.</summary>
    public string? PartyKo { get; set; }

    /// <inheritdoc cref="PartyKo"/>
    public string? PartyEn { get; set; }

    /// <summary>The key of the person; null: no source names the person.</summary>
    public string? PersonId { get; set; }

    /// <summary>The job title as the source states it, which may differ from the person's own title.</summary>
    public string? StatedTitle { get; set; }

    public ParticipantSide Side { get; set; }

    public ParticipantRole Role { get; set; }

    /// <summary>The number of people, when the party is a group and a source states the number.</summary>
    public int? HeadCount { get; set; }

    public Support Support { get; set; }

    public bool Disputed { get; set; }

    /// <summary>The place in the list of participants.</summary>
    public int Ordinal { get; set; }
}

internal sealed class ParticipantTable : IEntityTypeConfiguration<Participant>
{
    public void Configure(EntityTypeBuilder<Participant> builder)
    {
        builder.ToTable("meeting_participants", t => t.HasCheckConstraint(
            "ck_meeting_participants_party", "(organization_id IS NULL) = (num_nonnulls(party_ko, party_en) > 0)"));
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.HasOne<Organization>().WithMany().HasForeignKey(p => p.OrganizationId);
        builder.HasOne<Person>().WithMany().HasForeignKey(p => p.PersonId);
        builder.HasIndex(p => new { p.PersonId, p.MeetingId });
    }
}
