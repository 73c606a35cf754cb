using System.ComponentModel.DataAnnotations;
using PartnershipTracker.Web.Configuration;

namespace PartnershipTracker.Web.Replicas;

public sealed class ReplicaSettings : ISettings
{
    public static string Section => "Replicas";

    /// <summary>The age up to which a replica may answer reads.</summary>
    [Range(1, 3600, ErrorMessage = Settings.WholeSeconds)]
    public int MaxStalenessSeconds { get; init; } = 5;

    public TimeSpan MaxStaleness => TimeSpan.FromSeconds(MaxStalenessSeconds);
}
