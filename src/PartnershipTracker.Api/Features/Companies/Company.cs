using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PartnershipTracker.Features.Organizations;

namespace PartnershipTracker.Features.Companies;

/// <summary>A company outside the group: OpenAI, Microsoft, Amazon, Intel, NVIDIA, TSMC.</summary>
public sealed class Company : Organization, IResource
{
    static string IResource.Resource => "companies";
}

internal sealed class CompanyTable : IEntityTypeConfiguration<Company>
{
    public void Configure(EntityTypeBuilder<Company> builder) => builder.HasDiscriminator(c => c.Resource).HasValue("companies");
}
