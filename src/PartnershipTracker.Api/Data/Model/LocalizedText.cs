using System.ComponentModel.DataAnnotations.Schema;

namespace PartnershipTracker.Data.Model;

/// <summary>A name or title in Korean, English or both.</summary>
/// <param name="Ko" example="엔비디아">The text in Korean.</param>
/// <param name="En" example="NVIDIA">The text in English.</param>
[ComplexType]
public sealed record LocalizedText(string? Ko = null, string? En = null)
{
    public const int MaxLength = 200;
}
