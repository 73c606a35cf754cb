using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.Sources;
using PartnershipTracker.Http;

namespace PartnershipTracker.Features.Citations;

public static class CitationServices
{
    /// <summary>Facts and what is said of them are written together, whichever way either comes.</summary>
    public static void AddEvidence(this IServiceCollection services)
    {
        services.AddScoped<Placing>();
        services.AddScoped<SourceEvidence>();
        services.AddScoped<EvidenceOfFacts>();
        services.AddScoped<IAttends<Source>, SourceTwins>();
        services.AddScoped<IAttends<Citation>>(all => all.GetRequiredService<EvidenceOfFacts>());
        services.AddScoped<IAttends<Meeting>>(all => all.GetRequiredService<EvidenceOfFacts>());
    }
}
