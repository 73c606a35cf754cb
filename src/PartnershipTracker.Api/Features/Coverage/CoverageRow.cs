using PartnershipTracker.Features.Insights;

namespace PartnershipTracker.Features.Coverage;

/// <summary>A cell of the matrix that is not empty, as a row of a table.</summary>
internal sealed record CoverageRow(
    string Row, string? RowKo, string? RowEn, string Column, string? ColumnKo, string? ColumnEn, int? Collaborations, int Meetings,
    string? Stages, string? LastMet, DateOnly? LastMetEarliest, DateOnly? LastMetLatest)
{
    public static IEnumerable<CoverageRow> Of(CoverageMatrix coverage)
    {
        var (rows, columns) = (ByKey(coverage.Rows), ByKey(coverage.Columns));

        return coverage.Cells().Select(c => new CoverageRow(
            c.Row, rows[c.Row]?.Ko, rows[c.Row]?.En, c.Column, columns[c.Column]?.Ko, columns[c.Column]?.En, c.Collaborations, c.Meetings,
            StageCounts.Print(c.Stages), c.LastMet?.Edtf, c.LastMet?.Earliest, c.LastMet?.Latest));
    }

    private static Dictionary<string, LocalizedText?> ByKey(IEnumerable<(string Id, LocalizedText? Name)> items) =>
        items.ToDictionary(i => i.Id, i => i.Name, StringComparer.Ordinal);
}
