using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PartnershipTracker.Features.People;

namespace PartnershipTracker.Features.Trips;

/// <summary>An itinerary. Each meeting names its trip and, if known, its order in the trip.</summary>
public sealed class Trip : UuidEntity, IResource, IRootFact, IEvidenced
{
    static string IResource.Resource => "trips";

    static short IResource.Shape => 2;

    public LocalizedText Title { get; set; } = null!;

    public string? TravellerId { get; set; }

    public FuzzyDate Date { get; set; } = null!;

    public Support Support { get; set; }

    public List<string> Modalities { get; set; } = [];

    public bool Disputed { get; set; }

    public bool HasDisputed { get; set; }

    public bool HasUnsupported { get; set; }

    public IEnumerable<IFact> Facts => [this];
}

internal sealed class TripTable : IEntityTypeConfiguration<Trip>
{
    public void Configure(EntityTypeBuilder<Trip> builder) =>
        builder.ToTable("trips").HasOne<Person>().WithMany().HasForeignKey(t => t.TravellerId);
}
