using System.Text.Json;
using PartnershipTracker.Http;

namespace PartnershipTracker.Features.Insights;

/// <summary>An answer that is computed from many things: its tag is weak, and moves with anything shown.</summary>
public abstract record Computed : IVersioned
{
    private string? _tag;

    string IVersioned.EntityTag => _tag ??= ETag.OfText(JsonSerializer.Serialize(this, GetType(), Json.Options));
}
