using System.Net.Mime;

namespace PartnershipTracker.Web.Routing;

/// <summary>A file format. A route serves exactly one, which its extension names.</summary>
public sealed record FileFormat(string Extension, string MediaType)
{
    /// <summary>CSV (RFC 4180) in UTF-8 with a byte order mark, so that Excel reads Hangul.</summary>
    public static readonly FileFormat Csv = new("csv", MediaTypeNames.Text.Csv);

    /// <summary>Office Open XML (ECMA-376), with typed dates and numbers, and a second sheet that states the query.</summary>
    public static readonly FileFormat Xlsx = new("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    /// <summary>iCalendar (RFC 5545).</summary>
    public static readonly FileFormat Calendar = new("ics", "text/calendar");

    /// <summary>One JSON object per line. It is always UTF-8, so its media type has no charset.</summary>
    public static readonly FileFormat Ndjson = new("ndjson", "application/x-ndjson");

    public static readonly FileFormat GraphMl = new("graphml", "application/graphml+xml");

    /// <summary>SVG 2 (W3C).</summary>
    public static readonly FileFormat Svg = new("svg", "image/svg+xml");

    /// <summary>The formats of tables.</summary>
    public static readonly IReadOnlyList<FileFormat> OfTables = [Csv, Xlsx];

    public bool IsText => this != Xlsx;

    /// <summary>The value of the Content-Type header.</summary>
    public string ContentType => IsText && this != Ndjson ? $"{MediaType}; charset=utf-8" : MediaType;

    /// <summary>Returns the format of the current route, or null for JSON.</summary>
    public static FileFormat? Of(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<FileFormat>();
}
