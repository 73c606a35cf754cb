using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PartnershipTracker.Features.Organizations;

/// <summary>
/// A party of meetings and an employer of people: a company outside the group, or an affiliate inside it. Both are in one table, so that
/// one foreign key can refer to either.
/// </summary>
public abstract class Organization : KeyedEntity
{
    /// <summary>The ISO 3166-1 alpha-2 code.</summary>
    public string? Country { get; set; }

    public string? Website { get; set; }

    /// <summary>The ticker symbol of the main listing.</summary>
    public string? Ticker { get; set; }

    /// <summary>The Wikidata item, such as Q182477.</summary>
    public string? Wikidata { get; set; }

    /// <summary><c>companies</c> or <c>affiliates</c>.</summary>
    public string Resource { get; private set; } = null!;
}

internal sealed class OrganizationTable : IEntityTypeConfiguration<Organization>
{
    public void Configure(EntityTypeBuilder<Organization> builder)
    {
        builder.ToTable("organizations").HasDiscriminator(o => o.Resource);
        builder.Property(o => o.Resource).HasColumnType("text");
    }
}
