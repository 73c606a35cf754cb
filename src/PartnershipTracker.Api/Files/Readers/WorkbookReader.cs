namespace PartnershipTracker.Files.Readers;

/// <summary>A reader of the tables of a workbook (ECMA-376), each on a sheet of its own.</summary>
public sealed class WorkbookReader : ImportFile
{
    private readonly Dictionary<string, TableItemReader> _tables;

    /// <param name="file">The workbook.</param>
    /// <param name="resource">The collection of the only table; null when the sheets are named like their collections.</param>
    /// <param name="resources">The collections that a table can have.</param>
    /// <param name="schemaOf">Returns the columns of a collection.</param>
    public WorkbookReader(Stream file, string? resource, IReadOnlyCollection<string> resources, Func<string, TableSchema> schemaOf)
    {
        var (sheets, fault) = XlsxPackage.Check(file);
        _tables = fault is null ? Tables([.. sheets.Select(sheet => new XlsxRows(file, sheet))], resource, resources, schemaOf) : [];

        if (_tables.Count == 0)
        {
            var noTable = sheets.Count == 0 ? Fault.At("#", "not_xlsx") : Fault.At("#", "no_sheet", string.Join(", ", resources));
            RefuseLine(1, fault ?? noTable);
        }

        foreach (var table in _tables.Values)
        {
            Include(table);
        }

        foreach (var sheet in _tables.Count == 0 ? [] : sheets.Where(sheet => !_tables.ContainsKey(sheet.Name)))
        {
            Note(1, Fault.At("#", "sheet_skipped", sheet.Name));
        }
    }

    public override int Total => _tables.Values.Sum(table => table.Total);

    public override bool IsTable => true;

    public override bool Has(string resource) => _tables.Values.Any(table => table.Has(resource));

    public override bool HasFaultyHeader(string resource) => _tables.Values.Any(table => table.HasFaultyHeader(resource));

    public override IEnumerable<ImportRow> Of(string resource) => _tables.Values.First(table => table.Has(resource)).Of(resource);

    /// <summary>
    /// Finds the sheets that are tables, by their names. The only table is on the sheet of its name, or on that with most of its columns; a
    /// sheet with the name of another collection is not it.
    /// </summary>
    private static Dictionary<string, TableItemReader> Tables(
        IReadOnlyList<XlsxRows> sheets, string? resource, IReadOnlyCollection<string> resources, Func<string, TableSchema> schemaOf)
    {
        var named = resources
            .Select(name => (Resource: name, Sheet: sheets.FirstOrDefault(s => TableSchema.Letters(s.Sheet) == TableSchema.Letters(name))))
            .Where(n => n.Sheet is not null).Select(n => (n.Resource, Sheet: n.Sheet!)).ToList();

        if (resource is null)
        {
            return named.ToDictionary(
                n => n.Sheet.Sheet, n => new TableItemReader(n.Sheet, schemaOf(n.Resource), $"#/{n.Resource}"), StringComparer.Ordinal);
        }

        var schema = schemaOf(resource);
        var others = sheets.Except(named.Where(n => n.Resource != resource).Select(n => n.Sheet));
        var only = named.Find(n => n.Resource == resource).Sheet
            ?? others.MaxBy(sheet => sheet.Beginning().Select(row => schema.CountKnown(row.Cells)).DefaultIfEmpty(0).Max());

        return only is null ? [] : new(StringComparer.Ordinal) { [only.Sheet] = new(only, schema) };
    }
}
