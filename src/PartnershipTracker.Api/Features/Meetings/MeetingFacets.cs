namespace PartnershipTracker.Features.Meetings;

/// <summary>
/// The pages of meetings by company, affiliate and area, read from the table of facets, whose index has them in the order of the list. Each
/// combination of one value of each filter is a range of that index, and a page is among the first rows of these ranges.
/// </summary>
internal static class MeetingFacets
{
    /// <summary>The parameters that facets answer, and those that select no meetings.</summary>
    private static readonly HashSet<string> Answered =
        ["company", "affiliate", "area", "basis", "from", "to", "match", "sort", "limit", "cursor", "count", "include", "fields"];

    /// <summary>The combinations of values above which the ordinary filters read less than the first rows of each.</summary>
    private const int MaxRanges = 100;

    /// <summary>Returns true if the facets answer all filters, and are in the order of the page.</summary>
    /// <param name="filter">The page and its order.</param>
    /// <param name="criteria">The filters of the request.</param>
    /// <param name="within">The area in the URL, which must include the area of the link too; null: none.</param>
    public static bool Answer(MeetingFilter filter, MeetingCriteria criteria, string? within)
    {
        var hasParty = criteria.Company is { Length: > 0 } || criteria.Affiliate is { Length: > 0 };
        var hasArea = criteria.Area is { Length: > 0 } || within is not null;

        return (hasParty || hasArea) && (hasArea || criteria.Basis is not { Length: > 0 }) && criteria.Match is not Periods.Touching
            && Count(criteria.Company) * Count(criteria.Affiliate) * Count(criteria.Area) <= MaxRanges
            && filter.Sort is (null or "date" or "-date") && filter.Request.Query.Keys.All(Answered.Contains);
    }

    /// <summary>Reads a page with one statement, and the total with another one.</summary>
    public static Task<Page<Rendered<MeetingResponse>>> Page(
        TrackerDb db, MeetingFilter filter, MeetingCriteria criteria, string? within, CancellationToken cancellation)
    {
        var statement = new MeetingFacetStatement(db.Caller, filter, criteria, within);
        var rows = db.Database.SqlQueryRaw<Row>(statement.Sql, statement.Parameters);

        return db.ToPage<Meeting, MeetingResponse>(
            async () =>
            {
                var found = (await rows.ToListAsync(cancellation)).ConvertAll(row => row.ToRendered());

                return found.ToPage(filter, row => row.Keys, await Total(db, filter, criteria, within, cancellation));
            },
            cancellation);
    }

    private static async Task<int?> Total(
        TrackerDb db, MeetingFilter filter, MeetingCriteria criteria, string? within, CancellationToken cancellation)
    {
        if (filter.Count is not "true")
        {
            return null;
        }

        var statement = new MeetingFacetStatement(db.Caller, filter, criteria, within, isCount: true);

        return (await db.Database.SqlQueryRaw<int>(statement.Sql, statement.Parameters).ToListAsync(cancellation)).Single();
    }

    private static int Count(string[]? values) => int.Max(1, values?.Length ?? 0);

    /// <summary>The columns of the statement.</summary>
    private sealed record Row(
        Guid Id, int Version, byte[]? Image, short ImageShape, int ImageVersion, string Confidentiality, List<string> Readers,
        DateOnly DateEarliest, DateOnly DateLatest, int SortOrder, string Snapshot)
    {
        public RenderedRow ToRendered() => new()
        {
            Id = Id,
            Version = Version,
            Image = Image,
            ImageShape = ImageShape,
            ImageVersion = ImageVersion,
            Confidentiality = EnumNames.Read<Confidentiality>(Confidentiality),
            Readers = Readers,
            Snapshot = Snapshot,
            Keys = [DateEarliest, DateLatest, SortOrder, Id],
        };
    }
}
