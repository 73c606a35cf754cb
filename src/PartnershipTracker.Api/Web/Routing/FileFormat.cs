using System.Net.Mime;

namespace PartnershipTracker.Web.Routing;

/// <summary>A form that a file is had in. A route is of one, which its extension names, and answers in no other.</summary>
public sealed record FileFormat(string Extension, string MediaType)
{
    /// <summary>RFC 4180, in UTF-8 with a byte order mark, so that Excel reads Hangul.</summary>
    public static readonly FileFormat Csv = new("csv", MediaTypeNames.Text.Csv);

    /// <summary>ECMA-376: dates and numbers are such, and a second sheet says what was asked.</summary>
    public static readonly FileFormat Xlsx = new("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    /// <summary>RFC 5545.</summary>
    public static readonly FileFormat Calendar = new("ics", "text/calendar");

    public static readonly FileFormat Json = new("json", MediaTypeNames.Application.Json);

    public static readonly FileFormat GraphMl = new("graphml", "application/graphml+xml");

    /// <summary>SVG 2 (W3C).</summary>
    public static readonly FileFormat Svg = new("svg", "image/svg+xml");

    /// <summary>What a table is to be had as.</summary>
    public static readonly IReadOnlyList<FileFormat> OfTables = [Csv, Xlsx];

    public bool IsText => this != Xlsx;

    /// <summary>As the Content-Type header has it.</summary>
    public string ContentType => IsText ? $"{MediaType}; charset=utf-8" : MediaType;

    /// <summary>The format that an address answers in; null: JSON.</summary>
    public static FileFormat? Of(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<FileFormat>();
}
