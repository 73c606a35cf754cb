using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PartnershipTracker.Features.Organizations;

namespace PartnershipTracker.Features.People;

/// <summary>An executive of the group or of a partner. No e-mail address or phone number is stored, because none is needed.</summary>
public sealed class Person : KeyedEntity, IResource, IEvidenced
{
    static string IResource.Resource => "people";

    public List<Position> Positions { get; private set; } = [];

    public bool HasDisputed { get; set; }

    public bool HasUnsupported { get; set; }

    public IEnumerable<IFact> Facts => Positions;

    public override IEnumerable<Guid> PartIds => Positions.Select(p => p.Id);
}

/// <summary>A present or past position of a person at an organization.</summary>
public sealed class Position : IPart, IFact
{
    public required Guid Id { get; init; }

    public string PersonId { get; private set; } = "";

    public string OrganizationId { get; set; } = null!;

    public LocalizedText Title { get; set; } = null!;

    /// <summary>The start date; null: no source states it.</summary>
    public FuzzyDate? From { get; set; }

    /// <summary>The end date; null: no source states an end.</summary>
    public FuzzyDate? To { get; set; }

    public Support Support { get; set; }

    public bool Disputed { get; set; }

    /// <summary>The place in the list of the person's positions.</summary>
    public int Ordinal { get; set; }
}

internal sealed class PersonTable : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("people");
        builder.HasMany(p => p.Positions).WithOne().HasForeignKey(p => p.PersonId);
        builder.Navigation(p => p.Positions).AutoInclude();
    }
}

internal sealed class PositionTable : IEntityTypeConfiguration<Position>
{
    public void Configure(EntityTypeBuilder<Position> builder)
    {
        builder.ToTable("positions").Property(p => p.Id).ValueGeneratedNever();
        builder.HasOne<Organization>().WithMany().HasForeignKey(p => p.OrganizationId);
    }
}
