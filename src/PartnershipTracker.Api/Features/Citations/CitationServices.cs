using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.Sources;

namespace PartnershipTracker.Features.Citations;

public static class CitationServices
{
    /// <summary>Registers the services that keep facts and their citations consistent on every write of either.</summary>
    public static void AddEvidence(this IServiceCollection services)
    {
        services.AddScoped<CitationResolver>();
        services.AddScoped<EvidenceHooks>();
        services.AddScoped<IWriteHook<Source>, DuplicateSourceCheck>();
        services.AddScoped<IWriteHook<Citation>>(all => all.GetRequiredService<EvidenceHooks>());
        services.AddScoped<IWriteHook<Meeting>>(all => all.GetRequiredService<EvidenceHooks>());
    }
}
