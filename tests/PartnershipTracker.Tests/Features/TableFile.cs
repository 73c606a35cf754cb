using System.Globalization;
using System.Text;
using CsvHelper;

namespace PartnershipTracker.Tests.Features;

/// <summary>A table as its CSV export has it, whose cells tests change.</summary>
public sealed class TableFile
{
    private readonly List<string[]> _rows = [];

    private TableFile(IEnumerable<string[]> rows) => _rows.AddRange(rows);

    public static async Task<TableFile> Export(TrackerApp app, string path)
    {
        using var csv = new CsvParser(new StringReader(Encoding.UTF8.GetString(await app.GetBytes(path)).TrimStart('\uFEFF')), CultureInfo.InvariantCulture);
        var rows = new List<string[]>();

        while (csv.Read())
        {
            rows.Add(csv.Record!);
        }

        return new(rows);
    }

    public IReadOnlyList<string> Columns => _rows[0];

    public IReadOnlyList<string[]> Rows => _rows[1..];

    public string this[int row, string column]
    {
        get => _rows[row + 1][Array.IndexOf(_rows[0], column)];
        set => _rows[row + 1][Array.IndexOf(_rows[0], column)] = value;
    }

    /// <summary>Returns the table with the row that has an id alone, and with some of the columns; with all if none is named.</summary>
    public TableFile Of(string id, params string[] columns) =>
        new TableFile([_rows[0], _rows.Single(row => row.Contains(id))]).With(columns is [] ? _rows[0] : columns);

    /// <summary>Returns the table with these columns only.</summary>
    public TableFile With(params string[] columns) =>
        new(_rows.Select(row => columns.Select(column => row[Array.IndexOf(_rows[0], column)]).ToArray()));

    public Task<ApiResponse> Import(TrackerApp app, string resource, string query = "") =>
        app.Import(ToBytes(), "text/csv", $"?resource={resource}{query}");

    public byte[] ToBytes()
    {
        using var text = new StringWriter();

        using (var csv = new CsvWriter(text, CultureInfo.InvariantCulture, leaveOpen: true))
        {
            foreach (var row in _rows)
            {
                row.ToList().ForEach(csv.WriteField);
                csv.NextRecord();
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
