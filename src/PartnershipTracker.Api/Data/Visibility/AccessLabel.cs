namespace PartnershipTracker.Data.Visibility;

/// <summary>The confidentiality and readers of a resource at one moment. A resource that is not classified is public.</summary>
public sealed record AccessLabel(Confidentiality Confidentiality, List<string> Readers) : IClassified
{
    public static AccessLabel Of(object resource) =>
        resource is IClassified classified ? new(classified.Confidentiality, [.. classified.Readers]) : new(Confidentiality.Public, []);
}
