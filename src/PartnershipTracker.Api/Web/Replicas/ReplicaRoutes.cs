using PartnershipTracker.Web.Configuration;

namespace PartnershipTracker.Web.Replicas;

public static class ReplicaRoutes
{
    /// <summary>Lets only the primary answer the reads of some routes.</summary>
    public static T OnPrimaryOnly<T>(this T routes, bool showsPosition = false)
        where T : IEndpointConventionBuilder => routes.WithMetadata(new ReplicaReads.PrimaryOnly(showsPosition));

    public static void AddReplicas(this WebApplicationBuilder builder)
    {
        builder.AddSettings<ReplicaSettings>();
        builder.Services.AddSingleton<ReplicaWatch>().AddHostedService(provider => provider.GetRequiredService<ReplicaWatch>())
            .AddSingleton<PositionTokens>().AddSingleton<ReplicaReads>();
    }
}
