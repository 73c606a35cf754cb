namespace PartnershipTracker.Files.Readers;

/// <summary>A reader of the tables of a workbook (ECMA-376), each on a sheet of its own.</summary>
public sealed class WorkbookReader : ImportFile
{
    private readonly List<TableItemReader> _tables;

    /// <param name="file">The workbook.</param>
    /// <param name="resource">The collection of the only table; null when the sheets are named like their collections.</param>
    /// <param name="resources">The collections that a table can have.</param>
    /// <param name="schemaOf">Returns the columns of a collection.</param>
    public WorkbookReader(Stream file, string? resource, IReadOnlyCollection<string> resources, Func<string, TableSchema> schemaOf)
    {
        var (sheets, fault) = XlsxPackage.Check(file);
        var visible = sheets.Select(sheet => (Rows: new XlsxRows(file, sheet), Name: TableSchema.Letters(sheet))).ToList();
        _tables = [];

        if (fault is not null || visible.Count == 0)
        {
            RefuseLine(1, fault ?? Fault.At("#", "not_xlsx"));
        }
        else if (resource is not null)
        {
            var schema = schemaOf(resource);
            var named = visible.FindIndex(sheet => sheet.Name == resource);
            var at = named >= 0 ? named : visible.FindIndex(sheet => sheet.Rows.Beginning().Any(row => schema.CountKnown(row.Cells) > 0));
            _tables.Add(new(visible[Math.Max(at, 0)].Rows, schema));
        }
        else
        {
            _tables.AddRange(visible.Where(sheet => resources.Contains(sheet.Name)).DistinctBy(sheet => sheet.Name)
                .Select(sheet => new TableItemReader(sheet.Rows, schemaOf(sheet.Name), $"#/{sheet.Name}")));

            if (_tables.Count == 0)
            {
                RefuseLine(1, Fault.At("#", "no_sheet", string.Join(", ", resources)));
            }
        }

        _tables.ForEach(Include);
    }

    public override int Total => _tables.Sum(table => table.Total);

    public override bool Has(string resource) => _tables.Exists(table => table.Has(resource));

    public override IEnumerable<ImportRow> Of(string resource) => _tables.First(table => table.Has(resource)).Of(resource);
}
