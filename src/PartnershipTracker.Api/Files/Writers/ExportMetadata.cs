namespace PartnershipTracker.Files.Writers;

/// <summary>The address, the filters, the instant and the caller of an export, for the last sheet of a workbook.</summary>
public sealed record ExportMetadata(string Url, IReadOnlyList<(string Name, string Value)> Filters, DateTimeOffset At, string By)
{
    public static ExportMetadata Of(HttpContext http)
    {
        var request = http.Request;

        return new(
            $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}{request.QueryString}",
            [.. request.Query.SelectMany(q => q.Value, (q, value) => (q.Key, value ?? ""))],
            http.RequestServices.GetRequiredService<TimeProvider>().Now(),
            http.RequestServices.GetRequiredService<Caller>().Name);
    }

    /// <summary>Returns the rows of the last sheet.</summary>
    /// <param name="counts">The names of the sheets, and the number of their rows.</param>
    public IEnumerable<(string Name, object Value)> Rows(IReadOnlyList<(string Name, long Count)> counts) =>
    [
        ("url", Url), .. Filters.Select(f => (f.Name, (object)f.Value)), ("at", At), ("by", By), ("rows", counts[0].Count),
        .. counts.Skip(1).Select(sheet => ($"rows of {sheet.Name}", (object)sheet.Count)),
    ];
}
