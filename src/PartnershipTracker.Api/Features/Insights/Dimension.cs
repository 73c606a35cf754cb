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

/// <summary>
/// The dimensions in SQL: the keys that a meeting (<c>met</c>) or a collaboration (<c>found</c>) is counted under. Those of a meeting are a
/// list in which no key is repeated; for areas, it is that of the linked areas, without those above them.
/// </summary>
internal static class Dimensions
{
    /// <summary>The key of a date that could be in two groups; its bounds follow.</summary>
    public const string Uncertain = "uncertain";

    public static bool IsTime(this Dimension dimension) => dimension is Dimension.Year or Dimension.Quarter or Dimension.Month;

    /// <summary>Returns true for dimensions of collaborations: they have no people, and no dates but those of their stages.</summary>
    public static bool IsOfCollaborations(this Dimension dimension) =>
        dimension is Dimension.Affiliate or Dimension.Company or Dimension.Area;

    /// <summary>Returns the expression of a meeting's keys.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="alias">The alias of the join that <see cref="JoinOf"/> returns.</param>
    public static string KeysOf(this Dimension dimension, string alias) => dimension switch
    {
        Dimension.Place => "ARRAY[nullif(concat_ws(', ', met.city, met.region, met.country), '')]",
        Dimension.Kind => "ARRAY[met.kind]",
        Dimension.Year => Time("year", "YYYY"),
        Dimension.Quarter => Time("quarter", "YYYY\"-Q\"Q"),
        Dimension.Month => Time("month", "YYYY-MM"),
        _ => $"{alias}.keys",
    };

    /// <summary>
    /// Returns the join that gives each meeting its keys, or nothing if they are columns of the meeting. It reads the index of a primary
    /// key in its order, and no table.
    /// </summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="alias">The alias of the join.</param>
    /// <param name="only">The parameter with the only keys to count under; null counts under all, and is not for organizations.</param>
    public static string JoinOf(this Dimension dimension, string alias, string? only) => dimension switch
    {
        Dimension.Affiliate or Dimension.Company =>
            $"""
            JOIN (SELECT meeting_id, array_agg(organization_id) AS keys FROM meeting_organizations
                WHERE organization_id = ANY ({only}) GROUP BY meeting_id) {alias} ON {alias}.meeting_id = met.id
            """,
        Dimension.Area =>
            $"""
            JOIN (SELECT meeting_id, array_agg(area_id) AS keys FROM meeting_areas
                WHERE @bases::text[] IS NULL OR basis = ANY (@bases) GROUP BY meeting_id) {alias} ON {alias}.meeting_id = met.id
            """,
        Dimension.Person =>
            $"""
            JOIN (SELECT meeting_id, array_agg(DISTINCT person_id) AS keys FROM meeting_participants
                WHERE person_id {(only is null ? "IS NOT NULL" : $"= ANY ({only})")} GROUP BY meeting_id)
                {alias} ON {alias}.meeting_id = met.id
            """,
        _ => "",
    };

    /// <summary>Returns a join that gives each collaboration its keys, as <c>alias.key</c>.</summary>
    public static string OfCollaborations(this Dimension dimension, string alias) => dimension switch
    {
        Dimension.Affiliate => $"CROSS JOIN LATERAL (SELECT found.affiliate AS key) {alias}",
        Dimension.Company => $"CROSS JOIN LATERAL (SELECT found.company AS key) {alias}",
        Dimension.Stage => $"CROSS JOIN LATERAL (SELECT found.stage AS key) {alias}",
        _ => $"JOIN (SELECT area, root AS key FROM tree) {alias} ON {alias}.area = found.area",
    };

    /// <summary>
    /// Returns the times of a meeting. A meeting of several days is in every group that it touches. One unknown day is in the group that
    /// contains all possible days or, if none does, in an uncertain group that names the possible ones. Days outside the requested period
    /// are in no group.
    /// </summary>
    private static string Time(string unit, string format) =>
        $"""
        CASE WHEN met.lasted THEN ARRAY(
                SELECT to_char(start, '{format}')
                FROM generate_series(
                    date_trunc('{unit}', greatest(met.earliest, @first)::timestamp),
                    least(met.latest, @last, greatest(met.earliest, @today))::timestamp,
                    '{(unit == "quarter" ? "3 months" : $"1 {unit}")}') start)
            WHEN date_trunc('{unit}', met.earliest::timestamp) = date_trunc('{unit}', met.latest::timestamp)
                AND met.earliest >= @first AND met.latest <= @last THEN ARRAY[to_char(met.earliest, '{format}')]
            ELSE ARRAY['{Uncertain} ' || to_char(greatest(met.earliest, @first), '{format}') || ' '
                || to_char(least(met.latest, @last), '{format}')]
            END
        """;
}
