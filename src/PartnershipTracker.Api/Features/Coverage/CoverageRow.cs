using System.ComponentModel.DataAnnotations;
using PartnershipTracker.Features.Insights;

namespace PartnershipTracker.Features.Coverage;

/// <summary>A cell of the matrix that is not empty, as a row of a table.</summary>
/// <param name="Row" example="sk-hynix">The id of the row.</param>
/// <param name="RowKo" example="SK하이닉스">Its name in Korean; null for a time.</param>
/// <param name="RowEn" example="SK hynix">Its name in English; null for a time.</param>
/// <param name="Column" example="nvidia">The id of the column.</param>
/// <param name="ColumnKo" example="엔비디아">Its name in Korean; null for a time.</param>
/// <param name="ColumnEn" example="NVIDIA">Its name in English; null for a time.</param>
/// <param name="Collaborations" example="1">The number of collaborations; null if an axis is no dimension of collaborations.</param>
/// <param name="Meetings" example="1">The number of meetings.</param>
/// <param name="Stages" example="active 1">The stages of the collaborations, with the number in each.</param>
/// <param name="LastMet">The date of the last held meeting, as precisely as it is known.</param>
/// <param name="LastMetEarliest">The first day that it may have been on.</param>
/// <param name="LastMetLatest">The last day that it may have been on.</param>
public sealed record CoverageRow(
    [property: MaxLength(Key.MaxLength)] string Row,
    [property: MaxLength(LocalizedText.MaxLength)] string? RowKo,
    [property: MaxLength(LocalizedText.MaxLength)] string? RowEn,
    [property: MaxLength(Key.MaxLength)] string Column,
    [property: MaxLength(LocalizedText.MaxLength)] string? ColumnKo,
    [property: MaxLength(LocalizedText.MaxLength)] string? ColumnEn,
    int? Collaborations, int Meetings,
    [property: MaxLength(Rules.ShortText)] string? Stages,
    [property: MaxLength(FuzzyDate.MaxLength)] string? LastMet, DateOnly? LastMetEarliest, DateOnly? LastMetLatest)
{
    internal static IEnumerable<CoverageRow> Of(CoverageMatrix coverage)
    {
        var (rows, columns) = coverage.Names();

        return coverage.Cells().Select(c => new CoverageRow(
            c.Row, rows[c.Row]?.Ko, rows[c.Row]?.En, c.Column, columns[c.Column]?.Ko, columns[c.Column]?.En, c.Collaborations, c.Meetings,
            StageCounts.Print(c.Stages), c.LastMet?.Edtf, c.LastMet?.Earliest, c.LastMet?.Latest));
    }
}

/// <summary>An empty or stale cell of the matrix, as a row of a table.</summary>
/// <param name="Row" example="sk-hynix">The id of the row.</param>
/// <param name="RowKo" example="SK하이닉스">Its name in Korean.</param>
/// <param name="RowEn" example="SK hynix">Its name in English.</param>
/// <param name="Column" example="openai">The id of the column.</param>
/// <param name="ColumnKo" example="오픈AI">Its name in Korean.</param>
/// <param name="ColumnEn" example="OpenAI">Its name in English.</param>
/// <param name="Reason" example="empty">The reason: no meeting and no collaboration, or none lately.</param>
/// <param name="LastMet">The date of the last held meeting, as precisely as it is known.</param>
/// <param name="LastMetEarliest">The first day that it may have been on.</param>
/// <param name="LastMetLatest">The last day that it may have been on.</param>
/// <param name="NotHeld" example="planned 1; cancelled 2">The numbers of planned and of cancelled meetings.</param>
public sealed record GapRow(
    [property: MaxLength(Key.MaxLength)] string Row,
    [property: MaxLength(LocalizedText.MaxLength)] string? RowKo,
    [property: MaxLength(LocalizedText.MaxLength)] string? RowEn,
    [property: MaxLength(Key.MaxLength)] string Column,
    [property: MaxLength(LocalizedText.MaxLength)] string? ColumnKo,
    [property: MaxLength(LocalizedText.MaxLength)] string? ColumnEn,
    GapReason Reason,
    [property: MaxLength(FuzzyDate.MaxLength)] string? LastMet, DateOnly? LastMetEarliest, DateOnly? LastMetLatest,
    [property: MaxLength(Rules.ShortText)] string? NotHeld)
{
    internal static IEnumerable<GapRow> Of(CoverageMatrix coverage, IEnumerable<Gap> gaps)
    {
        var (rows, columns) = coverage.Names();

        return gaps.Select(g => new GapRow(
            g.Row, rows[g.Row]?.Ko, rows[g.Row]?.En, g.Column, columns[g.Column]?.Ko, columns[g.Column]?.En,
            g.Reason, g.LastMet?.Edtf, g.LastMet?.Earliest, g.LastMet?.Latest, StatusCounts.Print(g.NotHeld)));
    }
}
