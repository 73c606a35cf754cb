using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Coverage;

/// <summary>The list requests that return what a cell counts: the filters of the query, with the row and the column.</summary>
internal sealed class CellLinkBuilder(CoverageQuery query, MeetingCriteria criteria)
{
    private static readonly string[] OfCollaborations = ["affiliate", "company", "area"];

    private static readonly string[] OfMeetings =
        [.. typeof(MeetingCriteria).GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name))];

    public string Collaborations(string row, string column) =>
        Url("collaborations", [.. Place(row, column), .. Named("stage", query.Stage)], OfCollaborations);

    /// <summary>Returns null for an uncertain date: a list selects by period, and the date may be in the period or not.</summary>
    public string? Meetings(string row, string column) => row is Dimensions.Uncertain || column is Dimensions.Uncertain
        ? null
        : Url("meetings", [.. Place(row, column), .. Named("kind", query.MeetingKind)], OfMeetings);

    private IEnumerable<KeyValuePair<string, string?>> Place(string row, string column) =>
        [.. At(query.RowsAre, row), .. At(query.ColumnsAre, column)];

    private IEnumerable<KeyValuePair<string, string?>> At(Dimension dimension, string key)
    {
        if (!dimension.IsTime())
        {
            return [new(EnumNames.Write(dimension), key)];
        }

        var (first, last) = Axes.Days(dimension, key);
        first = criteria.FirstDay is { } from && from > first ? from : first;
        last = criteria.LastDay is { } to && to < last ? to : last;

        return [new("from", Day.Print(first)), new("to", Day.Print(last)), new("match", Periods.Touching)];
    }

    private string Url(string list, List<KeyValuePair<string, string?>> cell, IEnumerable<string> passed)
    {
        var asked = query.Request.Query
            .Where(q => passed.Contains(q.Key) && !cell.Exists(c => c.Key == q.Key))
            .SelectMany(q => Named(q.Key, q.Value!));

        return $"{query.Api}/{list}{QueryString.Create(cell.Concat(asked))}";
    }

    private static IEnumerable<KeyValuePair<string, string?>> Named(string name, IEnumerable<string?>? values) =>
        (values ?? []).Select(value => KeyValuePair.Create(name, value));
}
