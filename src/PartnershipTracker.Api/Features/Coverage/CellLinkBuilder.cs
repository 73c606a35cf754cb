using PartnershipTracker.Features.Insights;

namespace PartnershipTracker.Features.Coverage;

/// <summary>The list requests behind the cells: the filters of the query, with variables for the row and the column.</summary>
internal sealed class CellLinkBuilder(CoverageQuery query)
{
    private readonly FactLists _lists = new(query, query.MeetingKind, query.Stage);

    private readonly (string Name, string Value)[] _cell = [.. Of(query.RowsAre, "row"), .. Of(query.ColumnsAre, "column")];

    public string Collaborations() => _lists.Collaborations(_cell);

    public string Meetings() => _lists.Meetings(_cell);

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

    private static (string Name, string Value)[] Of(Dimension dimension, string item) => dimension.IsTime()
        ? [("from", "{from}"), ("to", "{to}"), ("match", Periods.Touching)]
        : [(EnumNames.Write(dimension), $"{{{item}}}")];
}
