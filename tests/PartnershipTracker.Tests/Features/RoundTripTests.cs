using System.Globalization;
using System.Net;
using System.Text;
using CsCheck;
using PartnershipTracker.Resources.Tables;

namespace PartnershipTracker.Tests.Features;

/// <summary>
/// Tables of random registers, as CSV and as workbooks in turn: imported unchanged they change nothing, with one edit they change one field,
/// and in an empty register they make the same register. The suite tries a few; ROUND_TRIPS=1000 tries a thousand.
/// </summary>
public sealed class RoundTripTests(EmptyRegister app) : IClassFixture<EmptyRegister>
{
    private const string Clear =
        """
        SET session_replication_role = replica;
        DO $$
        BEGIN
            EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') FROM pg_tables
                WHERE schemaname = 'public' AND tablename NOT IN ('__EFMigrationsHistory', 'known_server', 'data_protection_keys', 'change_log'));
        END
        $$;
        INSERT INTO changes (at, actor, operation, resource, resource_id, version, image, confidentiality)
            VALUES (now(), 'nobody', 'delete', 'companies', 'was-here', 2, '{}', 'public');
        SELECT 1;
        """;

    /// <summary>The columns that are edited, and whether each is a list of which one value is edited.</summary>
    private static readonly Dictionary<string, (string Column, bool IsList)[]> Edited = new(StringComparer.Ordinal)
    {
        ["affiliates"] = [("nameEn", false), ("aliases", true), ("website", false), ("ticker", false)],
        ["companies"] = [("nameKo", false), ("aliases", true), ("wikidata", false)],
        ["people"] = [("nameEn", false), ("aliases", true), ("titlesEn", true), ("titlesKo", true), ("heldFrom", true)],
        ["areas"] = [("nameEn", false), ("aliases", true), ("description", false)],
        ["trips"] = [("titleEn", false), ("date", false), ("externalId", false)],
        ["meetings"] = [("titleKo", false), ("date", false), ("city", false), ("summary", false), ("externalId", false)],
        ["meeting-participants"] = [("statedTitle", false), ("headCount", false)],
        ["meeting-areas"] = [("rationale", false)],
        ["collaborations"] = [("description", false), ("since", true), ("reported", true)],
        ["sources"] = [("titleEn", false), ("publisherKo", false), ("authors", true), ("published", false)],
        ["citations"] = [("note", false), ("translation", false), ("externalId", false)],
    };

    private int _round;

    private static int Times => int.Parse(Environment.GetEnvironmentVariable("ROUND_TRIPS") ?? "4", CultureInfo.InvariantCulture);

    [Fact]
    public Task Tables_of_random_registers_go_round() =>
        RandomRegister.Any.SampleAsync(RoundTrip, iter: Times, threads: 1, print: register => $"{register}");

    private async Task RoundTrip(RandomRegister register)
    {
        await app.Query<int>(Clear);
        (await app.Import(register.ToBytes(), "application/x-ndjson")).Is(HttpStatusCode.OK);
        var whole = await Export();
        var tables = new List<(string Name, TableFile File)>();

        foreach (var table in Catalog.Resources.Tables)
        {
            tables.Add((table, await TableFile.Export(app, $"{table}.csv")));
        }

        await (_round++ % 2 == 0 ? MoveTables(tables, whole) : MoveWorkbooks(tables, whole));
        Assert.Equal(whole, await Export());
        await EditOneCell(new Random(register.Seed), [.. tables.Where(t => t.File.Rows.Count > 0)]);
    }

    private async Task MoveTables(List<(string Name, TableFile File)> tables, string[] whole)
    {
        foreach (var (name, file) in tables)
        {
            var unchanged = (await file.Import(app, name)).Is(HttpStatusCode.OK);
            Assert.Equal((0, 0, file.Rows.Count, 0), ImportTests.Counts(unchanged));
        }

        Assert.Equal(whole, await Export());
        await app.Query<int>(Clear);

        foreach (var (name, file) in tables)
        {
            (await (name is "meetings" ? Without(file, "participants", "areaLinks") : file).Import(app, name)).Is(HttpStatusCode.OK);
        }
    }

    /// <summary>Moves the register by its workbooks. That of meetings has the sheets of their participants and area links.</summary>
    private async Task MoveWorkbooks(List<(string Name, TableFile File)> tables, string[] whole)
    {
        var workbooks = new List<byte[]>();

        foreach (var sheets in tables.GroupBy(table => table.Name.StartsWith("meeting", StringComparison.Ordinal) ? "meetings" : table.Name))
        {
            workbooks.Add(await app.GetBytes($"{sheets.Key}.xlsx"));
            var unchanged = (await app.Import(workbooks[^1], XlsxImportTests.MediaType)).Is(HttpStatusCode.OK);
            Assert.True(
                (0, 0, sheets.Sum(sheet => sheet.File.Rows.Count), 0) == ImportTests.Counts(unchanged), unchanged.Body["rows"]!.ToJsonString());
        }

        Assert.Equal(whole, await Export());
        await app.Query<int>(Clear);

        foreach (var workbook in workbooks)
        {
            (await app.Import(workbook, XlsxImportTests.MediaType)).Is(HttpStatusCode.OK);
        }
    }

    /// <summary>Writes that the rows hold no parts, which come by tables of their own.</summary>
    private static TableFile Without(TableFile meetings, params string[] counts)
    {
        foreach (var (row, column) in from row in Enumerable.Range(0, meetings.Rows.Count) from column in counts select (row, column))
        {
            meetings[row, column] = "0";
        }

        return meetings;
    }

    private async Task EditOneCell(Random random, List<(string Name, TableFile File)> tables)
    {
        var (name, file) = tables[random.Next(tables.Count)];
        var row = random.Next(file.Rows.Count);
        var (column, isList) = Edited[name][random.Next(Edited[name].Length)];
        var (before, cell) = (await Export(), Value(column));

        if (isList)
        {
            var values = Cells.Split(file[row, column]).ToArray();

            if (values is [])
            {
                return; // an absent list has no member to edit
            }

            values[random.Next(values.Length)] = cell;
            cell = Cells.Join(values)!;
        }

        file[row, column] = cell;
        var answer = (await file.Import(app, name)).Is(HttpStatusCode.OK);
        var collection = name.StartsWith("meeting", StringComparison.Ordinal) ? "meetings" : name;
        var id = file[row, file.Columns.Contains("meeting") ? "meeting" : "id"];

        Assert.Equal((0, 1, file.Rows.Count - 1, 0), ImportTests.Counts(answer));
        Assert.True(before.Except(await Export()).Count() == 1, $"{name} {row} {column} {cell}");
        var changes = (await app.Get($"{collection}/{id}/history?limit=1")).Items[0]!["changes"]!.AsArray();
        Assert.True(
            changes.Select(c => MembersOfDate().Replace($"{c!["pointer"]}", ""))
                .Where(p => p != "#/unsupported" && !(column is "rationale" && p.EndsWith("/unsupported", StringComparison.Ordinal)))
                .Distinct().Count() == 1,
            $"{name} {row} {column} {cell}: {changes.ToJsonString()}");
    }

    private static string Value(string column) => column switch
    {
        "website" => "https://example.org/",
        "ticker" => "EDITED",
        "wikidata" => "Q99",
        "headCount" => "4321",
        "heldFrom" => "2018-03",
        "date" or "since" or "reported" or "published" => "2023-02-03",
        _ => "Edited; (weak)",
    };

    private async Task<string[]> Export() => Encoding.UTF8.GetString(await app.GetBytes("export")).Split('\n');

    /// <summary>The members of a date, which change together.</summary>
    private static System.Text.RegularExpressions.Regex MembersOfDate() => new(
        "/(edtf|precision|qualifier|earliest|latest)$", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
}
