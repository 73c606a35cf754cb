namespace PartnershipTracker.Features.Insights;

/// <summary>An answer that is computed from many resources. Its ETag is weak, and changes with anything shown.</summary>
public abstract record ComputedResponse : IVersioned
{
    private string? _tag;

    string IVersioned.EntityTag => _tag ??= ETag.OfText(JsonSerializer.Serialize(this, GetType(), ApiJson.Options));
}
