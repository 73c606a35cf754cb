using PartnershipTracker.Features.Meetings;
using PartnershipTracker.Features.Sources;
using PartnershipTracker.Resources.Writing;

namespace PartnershipTracker.Features.Citations;

public static class CitationServices
{
    /// <summary>Facts and what is said of them are written together, whichever way either comes.</summary>
    public static void AddEvidence(this IServiceCollection services)
    {
        services.AddScoped<CitationResolver>();
        services.AddScoped<EvidenceHooks>();
        services.AddScoped<IWriteHook<Source>, DuplicateSourceCheck>();
        services.AddScoped<IWriteHook<Citation>>(all => all.GetRequiredService<EvidenceHooks>());
        services.AddScoped<IWriteHook<Meeting>>(all => all.GetRequiredService<EvidenceHooks>());
    }
}
