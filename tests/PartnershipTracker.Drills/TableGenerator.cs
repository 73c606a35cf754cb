using CsCheck;
using SpreadCheetah;

namespace PartnershipTracker.Drills;

/// <summary>Makes tables of companies, some of them known and some new.</summary>
internal sealed class TableGenerator(RequestMemory memory, Choices choices)
{
    public const string Csv = "text/csv";
    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>The collection of each table.</summary>
    public const string Resource = "companies";

    /// <summary>Returns a table as CSV without quotation marks.</summary>
    public string Table() =>
        $"id,nameKo,nameEn,country,aliases\n{string.Concat(Enumerable.Range(0, choices.Draw(Gen.Int[1, 5])).Select(_ => Row()))}";

    /// <summary>Returns a workbook with a sheet of a table.</summary>
    public static byte[] Workbook(string table)
    {
        using var file = new MemoryStream();
        Write(file, table).GetAwaiter().GetResult();

        return file.ToArray();
    }

    private string Row()
    {
        var number = choices.Draw(Gen.Int[100_000, 999_999]);
        var id = memory.For(Resource) is { Count: > 0 } known && choices.Percent(30) ? choices.Of(known) : $"drill-{number}";

        return $"{id},회사 {number},Company {number},{choices.Of(["", "KR", "US", "대만"])},{(choices.Percent(30) ? $"별칭 {number}" : "")}\n";
    }

    private static async Task Write(Stream file, string table)
    {
        await using var workbook = await Spreadsheet.CreateNewAsync(file);
        await workbook.StartWorksheetAsync(Resource);

        foreach (var line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            await workbook.AddRowAsync([.. line.Split(',').Select(cell => new Cell(cell))]);
        }

        await workbook.FinishAsync();
    }
}
