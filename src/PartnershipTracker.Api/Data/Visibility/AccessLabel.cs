namespace PartnershipTracker.Data.Visibility;

/// <summary>How closely something is held at a moment; what is not classified is public.</summary>
public sealed record AccessLabel(Confidentiality Confidentiality, List<string> Readers) : IClassified
{
    public static AccessLabel Of(object thing) =>
        thing is IClassified classified ? new(classified.Confidentiality, [.. classified.Readers]) : new(Confidentiality.Public, []);
}
