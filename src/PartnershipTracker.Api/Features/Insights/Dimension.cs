namespace PartnershipTracker.Features.Insights;

/// <summary>A dimension that meetings and collaborations are counted by.</summary>
public enum Dimension
{
    Affiliate,
    Company,
    Area,
    Person,
    Place,
    Kind,
    Stage,
    Year,
    Quarter,
    Month,
}

/// <summary>The dimensions, and the SQL of those of collaborations (<c>found</c> has their columns).</summary>
internal static class Dimensions
{
    /// <summary>The key of a date that could be in two groups; its bounds follow.</summary>
    public const string Uncertain = "uncertain";

    public static readonly LocalizedText UncertainName = new("불확실", "Uncertain");

    public static bool IsTime(this Dimension dimension) => dimension is Dimension.Year or Dimension.Quarter or Dimension.Month;

    /// <summary>Returns true for dimensions of collaborations: they have no people, and no dates but those of their stages.</summary>
    public static bool IsOfCollaborations(this Dimension dimension) =>
        dimension is Dimension.Affiliate or Dimension.Company or Dimension.Area;

    /// <summary>Returns a join that gives each collaboration its keys, as <c>alias.key</c>.</summary>
    public static string OfCollaborations(this Dimension dimension, string alias) => dimension switch
    {
        Dimension.Affiliate => $"CROSS JOIN LATERAL (SELECT found.affiliate AS key) {alias}",
        Dimension.Company => $"CROSS JOIN LATERAL (SELECT found.company AS key) {alias}",
        Dimension.Stage => $"CROSS JOIN LATERAL (SELECT found.stage AS key) {alias}",
        _ => $"JOIN (SELECT area, root AS key FROM tree) {alias} ON {alias}.area = found.area",
    };
}
