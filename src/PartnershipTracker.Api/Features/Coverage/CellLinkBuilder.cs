using PartnershipTracker.Features.Insights;
using PartnershipTracker.Features.Meetings;

namespace PartnershipTracker.Features.Coverage;

/// <summary>The list requests behind the cells: the filters of the query, with variables for the row and the column.</summary>
internal sealed class CellLinkBuilder(CoverageQuery query)
{
    private static readonly string[] OfCollaborations = ["affiliate", "company", "area", "modality"];

    private static readonly string[] OfMeetings =
        [.. typeof(MeetingCriteria).GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name))];

    public string Collaborations() => Template("collaborations", Named("stage", query.Stage), OfCollaborations);

    public string Meetings() => Template("meetings", Named("kind", query.MeetingKind).Concat(Held), OfMeetings);

    /// <summary>Returns the request of a template for one cell; null for an uncertain date, which no list has.</summary>
    public static string? Expand(string template, AxisItem row, AxisItem column)
    {
        var expanded = template
            .Replace("{row}", row.Id, StringComparison.Ordinal).Replace("{column}", column.Id, StringComparison.Ordinal);
        var (first, last) = (row.From ?? column.From, row.To ?? column.To);

        return !expanded.Contains("{from}", StringComparison.Ordinal) ? expanded
            : first is null || last is null ? null
            : expanded.Replace("{from}", Day.Print(first.Value), StringComparison.Ordinal)
                .Replace("{to}", Day.Print(last.Value), StringComparison.Ordinal);
    }

    /// <summary>The status that counts as met, unless the query names others.</summary>
    private IEnumerable<KeyValuePair<string, string?>> Held => query.Request.Query.ContainsKey("status")
        ? []
        : Named("status", [EnumNames.Write(MeetingStatus.Held)]);

    private string Template(string list, IEnumerable<KeyValuePair<string, string?>> more, IEnumerable<string> passed)
    {
        (string Name, string Value)[] cell = [.. Of(query.RowsAre, "row"), .. Of(query.ColumnsAre, "column")];
        var asked = query.Request.Query
            .Where(q => passed.Contains(q.Key) && !Array.Exists(cell, c => c.Name == q.Key))
            .SelectMany(q => Named(q.Key, q.Value!));
        var rest = QueryString.Create(more.Concat(asked)).ToUriComponent();

        return $"{query.Api}/{list}?{string.Join('&', cell.Select(c => $"{c.Name}={c.Value}"))}{rest.Replace('?', '&')}";
    }

    private static (string Name, string Value)[] Of(Dimension dimension, string item) => dimension.IsTime()
        ? [("from", "{from}"), ("to", "{to}"), ("match", Periods.Touching)]
        : [(EnumNames.Write(dimension), $"{{{item}}}")];

    private static IEnumerable<KeyValuePair<string, string?>> Named(string name, IEnumerable<string?>? values) =>
        (values ?? []).Select(value => KeyValuePair.Create(name, value));
}
