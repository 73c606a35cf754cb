using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PartnershipTracker.Features.Affiliates;
using PartnershipTracker.Features.Areas;
using PartnershipTracker.Features.Companies;

namespace PartnershipTracker.Features.Collaborations;

public enum CollaborationStage
{
    Exploring,
    Announced,
    Active,
    Expanding,
    Paused,
    Ended,
}

/// <summary>
/// The collaboration of an affiliate with a company in an area, with the history of its stages. There is one row for each such triple.
/// </summary>
public sealed class Collaboration : UuidEntity, IResource, IRootFact, IEvidenced
{
    static string IResource.Resource => "collaborations";

    static short IResource.Shape => 2;

    public string AffiliateId { get; set; } = null!;

    public string CompanyId { get; set; } = null!;

    public string AreaId { get; set; } = null!;

    /// <summary>The stage of the last entry of the history. It is stored as a column, because lists filter by it.</summary>
    public CollaborationStage Stage { get; private set; }

    public string? Description { get; set; }

    public Support Support { get; set; }

    public List<string> Modalities { get; set; } = [];

    public bool Disputed { get; set; }

    public bool HasDisputed { get; set; }

    public bool HasUnsupported { get; set; }

    public List<StageEntry> Stages { get; private set; } = [];

    public IEnumerable<IFact> Facts => [this, .. Stages];

    public override IEnumerable<Guid> PartIds => Stages.Select(s => s.Id);

    /// <summary>Sets the stage to that of the last entry of the history.</summary>
    public void UpdateStage() => Stage = Stages.MaxBy(s => s.Ordinal)!.Stage;
}

/// <summary>An entry of a collaboration's history: a stage, with its dates.</summary>
public sealed class StageEntry : IPart, IFact
{
    public required Guid Id { get; init; }

    public Guid CollaborationId { get; private set; }

    public CollaborationStage Stage { get; set; }

    /// <summary>The date from which the collaboration was in the stage; null: no source states it.</summary>
    public FuzzyDate? Since { get; set; }

    /// <summary>The date on which a source reported the stage.</summary>
    public FuzzyDate? Reported { get; set; }

    public Support Support { get; set; }

    public bool Disputed { get; set; }

    /// <summary>The place in the history, oldest first.</summary>
    public int Ordinal { get; set; }
}

internal sealed class CollaborationTable : IEntityTypeConfiguration<Collaboration>
{
    public void Configure(EntityTypeBuilder<Collaboration> builder)
    {
        builder.ToTable("collaborations");
        builder.HasIndex(c => new { c.AffiliateId, c.CompanyId, c.AreaId }).IsUnique();
        builder.HasOne<Affiliate>().WithMany().HasForeignKey(c => c.AffiliateId);
        builder.HasOne<Company>().WithMany().HasForeignKey(c => c.CompanyId);
        builder.HasOne<Area>().WithMany().HasForeignKey(c => c.AreaId);
        builder.HasMany(c => c.Stages).WithOne().HasForeignKey(s => s.CollaborationId);
        builder.Navigation(c => c.Stages).AutoInclude();
    }
}

internal sealed class StageEntryTable : IEntityTypeConfiguration<StageEntry>
{
    public void Configure(EntityTypeBuilder<StageEntry> builder) =>
        builder.ToTable("collaboration_stages").Property(s => s.Id).ValueGeneratedNever();
}
