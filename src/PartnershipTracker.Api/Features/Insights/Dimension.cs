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

/// <summary>The dimensions in SQL: the keys that a meeting (<c>met</c>) or a collaboration (<c>found</c>) is counted under.</summary>
internal static class Dimensions
{
    /// <summary>The key of a date that could be in two groups; its bounds follow.</summary>
    public const string Uncertain = "uncertain";

    public static bool IsTime(this Dimension dimension) => dimension is Dimension.Year or Dimension.Quarter or Dimension.Month;

    /// <summary>Returns true for dimensions of collaborations: they have no people, and no dates but those of their stages.</summary>
    public static bool IsOfCollaborations(this Dimension dimension) =>
        dimension is Dimension.Affiliate or Dimension.Company or Dimension.Area;

    /// <summary>Returns a join that gives each meeting its keys, as <c>alias.key</c>.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="alias">The alias of the keys.</param>
    public static string OfMeetings(this Dimension dimension, string alias) => dimension switch
    {
        Dimension.Affiliate => Organizations("affiliates", alias),
        Dimension.Company => Organizations("companies", alias),
        Dimension.Area =>
            $"""
            JOIN (SELECT l.meeting_id, t.root AS key FROM meeting_areas l JOIN tree t ON t.area = l.area_id WHERE l.basis = ANY (@bases))
                {alias} ON {alias}.meeting_id = met.id
            """,
        Dimension.Person =>
            $"""
            JOIN (SELECT meeting_id, person_id AS key FROM meeting_participants WHERE person_id IS NOT NULL)
                {alias} ON {alias}.meeting_id = met.id
            """,
        Dimension.Place => $"CROSS JOIN LATERAL (SELECT nullif(concat_ws(', ', met.city, met.region, met.country), '') AS key) {alias}",
        Dimension.Kind => $"CROSS JOIN LATERAL (SELECT met.kind AS key) {alias}",
        Dimension.Year => Time("year", "YYYY", alias),
        Dimension.Quarter => Time("quarter", "YYYY\"-Q\"Q", alias),
        _ => Time("month", "YYYY-MM", alias),
    };

    /// <summary>Returns a join that gives each collaboration its keys, as <c>alias.key</c>.</summary>
    public static string OfCollaborations(this Dimension dimension, string alias) => dimension switch
    {
        Dimension.Affiliate => $"CROSS JOIN LATERAL (SELECT found.affiliate AS key) {alias}",
        Dimension.Company => $"CROSS JOIN LATERAL (SELECT found.company AS key) {alias}",
        Dimension.Stage => $"CROSS JOIN LATERAL (SELECT found.stage AS key) {alias}",
        _ => $"JOIN (SELECT area, root AS key FROM tree) {alias} ON {alias}.area = found.area",
    };

    private static string Organizations(string resource, string alias) =>
        $"""
        JOIN (SELECT meeting_id, organization_id AS key FROM meeting_organizations WHERE resource = '{resource}')
            {alias} ON {alias}.meeting_id = met.id
        """;

    /// <summary>
    /// Returns a join by time. A meeting of several days is in every group that it touches. One unknown day is in the group that contains
    /// all possible days or, if none does, in an uncertain group that names the possible ones. Days outside the requested period are in
    /// no group.
    /// </summary>
    private static string Time(string unit, string format, string alias) =>
        $"""
        CROSS JOIN LATERAL (
            SELECT to_char(start, '{format}') AS key
            FROM generate_series(
                date_trunc('{unit}', greatest(met.earliest, @first)::timestamp),
                least(met.latest, @last, greatest(met.earliest, @today))::timestamp,
                '{(unit == "quarter" ? "3 months" : $"1 {unit}")}') start
            WHERE met.lasted
            UNION ALL
            SELECT CASE
                WHEN date_trunc('{unit}', met.earliest::timestamp) = date_trunc('{unit}', met.latest::timestamp)
                    AND met.earliest >= @first AND met.latest <= @last THEN to_char(met.earliest, '{format}')
                ELSE '{Uncertain} ' || to_char(greatest(met.earliest, @first), '{format}') || ' '
                    || to_char(least(met.latest, @last), '{format}')
                END
            WHERE NOT met.lasted) {alias}
        """;
}
