using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsvHelper;
using CsvHelper.Configuration;

namespace PartnershipTracker.Tests.Features;

/// <summary>
/// A spreadsheet as analysts have it, with the corrections of its report and the facts that it states, both written by hand. They are in a
/// text file beside it, one in each line: <c>set 2 status=held</c> corrects the second row of the report, <c>remark 2 …</c> is a part of
/// what the report says about it, and <c>fact …</c> describes a resource as <see cref="FactOf"/> does.
/// </summary>
public sealed class AnalystSheet
{
    private static readonly string[] Delimiters = ["\t", ";", ","];

    private static readonly string[] PlaceMembers = ["venue", "city", "region", "country"];

    private readonly List<string[]> _lines;

    private AnalystSheet(string name, byte[] csv, IEnumerable<string> lines) =>
        (Name, Csv, _lines) = (name, csv, [.. lines.Where(line => line.Length > 0).Select(line => line.Split(' ', 2))]);

    /// <summary>The folder of the sheets; ANALYST_SHEETS names another one.</summary>
    public static string Folder => Environment.GetEnvironmentVariable("ANALYST_SHEETS")
        ?? Path.Combine(Repository.Root, "tests", "PartnershipTracker.Tests", "Features", "Sheets");

    public string Name { get; }

    public byte[] Csv { get; }

    public string Resource => Of("resource").Single();

    public IEnumerable<string> Notes => Of("note");

    public IEnumerable<string> Facts => Of("fact").Order(StringComparer.Ordinal);

    /// <summary>The texts that the remarks on a row of the report must contain.</summary>
    public IEnumerable<(int Row, string Text)> Remarks => Of("remark").Select(Numbered);

    /// <summary>The texts that the remarks on a row must not contain.</summary>
    public IEnumerable<(int Row, string Text)> Unremarked => Of("unremarked").Select(Numbered);

    public bool IsCorrect => !_lines.Exists(line => line[0] is "set" or "drop" or "delete");

    public static AnalystSheet Read(string name) => new(
        name, File.ReadAllBytes(Path.Combine(Folder, $"{name}.csv")), File.ReadAllLines(Path.Combine(Folder, $"{name}.txt")));

    /// <summary>Returns the sheet as a workbook with the same cells.</summary>
    public byte[] ToXlsx()
    {
        var isUtf8 = Encoding.UTF8.GetString(Csv) is var utf8 && !utf8.Contains('\uFFFD', StringComparison.Ordinal);
        var text = (isUtf8 ? utf8 : CodePagesEncodingProvider.Instance.GetEncoding(949)!.GetString(Csv)).TrimStart('\uFEFF');
        var delimiter = Delimiters.First(sign => text.Split('\n')[0].Contains(sign, StringComparison.Ordinal));

        return XlsxImportTests.Workbook(("Sheet1", XlsxImportTests.Sheet(Rows(text, delimiter))));
    }

    /// <summary>Corrects the report of the sheet, as an analyst does.</summary>
    public byte[] Correct(string report)
    {
        var rows = Rows(report, ",");
        List<string> header = [.. rows[0]];
        var deleted = Of("delete").Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToHashSet();
        var dropped = Of("drop").Select(column => header.IndexOf(column)).ToHashSet();

        foreach (var (row, text) in Of("set").Select(Numbered))
        {
            var cell = text.Split('=', 2);
            Assert.Contains(cell[0], header);
            rows[row][header.IndexOf(cell[0])] = cell[1];
        }

        return ToBytes(rows.Where((_, n) => !deleted.Contains(n)).Select(row => row.Where((_, at) => !dropped.Contains(at))), ',');
    }

    public static List<string[]> Rows(string csv, string delimiter)
    {
        using var parser = new CsvParser(new StringReader(csv), new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = delimiter });
        var rows = new List<string[]>();

        while (parser.Read())
        {
            rows.Add(parser.Record!);
        }

        return rows;
    }

    public static byte[] ToBytes(IEnumerable<IEnumerable<string>> rows, char delimiter) => Encoding.UTF8.GetBytes(string.Concat(rows.Select(row =>
        string.Join(delimiter, row.Select(cell => cell.IndexOfAny([delimiter, '"', '\n', '\r']) < 0
            ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n")));

    /// <summary>Describes a resource in a line.</summary>
    public static string FactOf(string resource, JsonNode item) => resource switch
    {
        "meetings" => $"{item["date"]!["edtf"]} {item["kind"]} {item["status"]} {item["confidentiality"]}"
            + $"{($"{item["format"]}" is "unknown" ? "" : $" {item["format"]}")} | {Both(item["title"])} | {Place(item)} | {Participants(item)} | "
            + $"{item["summary"] ?? "-"}{string.Concat(item["areas"]!.AsArray().Select(a => $" | {a!["area"]} {a["basis"]}"))}",
        "companies" => $"{item["id"]} | {Both(item["name"])} | {item["country"] ?? "-"} | {item["website"] ?? "-"} | "
            + OrDash(string.Join("; ", item["aliases"]!.AsArray().Select(a => $"{a!["name"]}"))),
        "people" => $"{item["id"]} | {Both(item["name"])} | " + OrDash(string.Join(", ", item["positions"]!.AsArray().Select(p =>
            $"{p!["organization"]} {Both(p["title"])} {p["from"]?["edtf"] ?? "-"} {p["to"]?["edtf"] ?? "-"}"))),
        _ => $"{item["affiliate"]} × {item["company"]} | {item["area"]} | {item["stage"]}",
    };

    private static string Both(JsonNode? text) => $"{text?["ko"] ?? "-"} / {text?["en"] ?? "-"}";

    private static string OrDash(string text) => text.Length == 0 ? "-" : text;

    private static string Place(JsonNode meeting) => OrDash(string.Join(
        ", ", PlaceMembers.Select(part => meeting["place"]?[part]).Where(part => part is not null)));

    private static string Participants(JsonNode meeting) => OrDash(string.Join(", ", meeting["participants"]!.AsArray()
        .Select(p => $"{p!["side"]} {p["organization"]} {p["person"]} {p["party"]?["ko"]} {p["statedTitle"]}".TrimEnd()).Order(StringComparer.Ordinal)));

    private static (int Row, string Text) Numbered(string line) =>
        line.Split(' ', 2) is var parts ? (int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]) : default;

    private IEnumerable<string> Of(string word) => _lines.Where(line => line[0] == word).Select(line => line[1]);
}
