using System.ComponentModel.DataAnnotations.Schema;

namespace PartnershipTracker.Data.Model;

/// <summary>A name or title in Korean and English; at least one of the two is there.</summary>
/// <param name="Ko" example="엔비디아">Korean.</param>
/// <param name="En" example="NVIDIA">English.</param>
[ComplexType]
public sealed record LocalizedText(string? Ko = null, string? En = null)
{
    public const int MaxLength = 200;
}
