using PartnershipTracker.Data.Visibility;
using PartnershipTracker.Web.Json;

namespace PartnershipTracker.Files.Writers;

/// <summary>What was asked, when and by whom: what a workbook says of itself.</summary>
internal sealed record ExportMetadata(string Url, IReadOnlyList<(string Name, string Value)> Filters, DateTimeOffset At, string By)
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

    public IEnumerable<object?[]> Rows(long count) =>
    [
        ["what", "value"],
        ["url", Url],
        .. Filters.Select(f => new object?[] { f.Name, f.Value }),
        ["at", At],
        ["by", By],
        ["rows", count],
    ];
}
