using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace PartnershipTracker.Tests.Features;

/// <summary>Tables as people have them: delimiters, encodings, titles, totals, Korean headers and words.</summary>
public sealed class SpreadsheetTests(TrackerApp app) : IClassFixture<TrackerApp>
{
    private const string Companies = "회사명,영문명,국가\n한빛전자,Hanbit Electronics,대한민국\n";

    private static readonly Encoding Korean = CodePagesEncodingProvider.Instance.GetEncoding(949)!;

    private Task<ApiResponse> Import(byte[] file, string resource, string mediaType = "text/csv", bool isDryRun = true) =>
        app.Import(file, mediaType, $"?resource={resource}&dryRun={(isDryRun ? "true" : "false")}");

    private Task<ApiResponse> Import(string csv, string resource, bool isDryRun = true) =>
        Import(Encoding.UTF8.GetBytes(csv), resource, isDryRun: isDryRun);

    internal static string[] Notes(ApiResponse answer) =>
        [.. answer.Body["notes"]!.AsArray().Select(e => $"{e!["line"]} {e["pointer"]} {e["code"]}")];

    private static string Details(ApiResponse answer, string list) =>
        string.Join('\n', answer.Body[list]!.AsArray().Select(e => $"{e!["detail"]}"));

    public static TheoryData<string, string, byte[], string> Encodings => new()
    {
        { "comma, encoding UTF-8, header on line 1", "text/csv", Encoding.UTF8.GetBytes(Companies), "" },
        { "comma, encoding UTF-8, header on line 1", "text/csv; charset=\"UTF-8\"", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Companies)], "" },
        { "semicolon, encoding UTF-8, header on line 1", "text/csv", Encoding.UTF8.GetBytes(Companies.Replace(',', ';')), "" },
        { "vertical bar, encoding UTF-8, header on line 1", "text/csv", Encoding.UTF8.GetBytes(Companies.Replace(',', '|')), "" },
        { "semicolon, encoding UTF-8, header on line 2", "text/csv", Encoding.UTF8.GetBytes("sep=;\r\n" + Companies.Replace(',', ';')), "" },
        { "tab, encoding UTF-16LE, header on line 1", "text/csv", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Companies.Replace(',', '\t'))], "" },
        { "comma, encoding UTF-16BE, header on line 1", "text/csv; charset=utf-16", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Companies)], "" },
        { "comma, encoding CP949, header on line 1", "text/csv", Korean.GetBytes(Companies), "" },
        { "comma, encoding CP949, header on line 1", "text/csv; charset=euc-kr", Korean.GetBytes(Companies), "" },
        { "comma, encoding CP949, header on line 1", "text/csv; charset=ks_c_5601-1987", Korean.GetBytes(Companies), "" },
        { "UTF-8, CP949", "text/csv", [.. Encoding.UTF8.GetBytes(Companies), .. Korean.GetBytes("마이크론,Micron,US\n")], "3 # wrong_encoding" },
        { "CP949", "text/csv; charset=cp949", Encoding.UTF8.GetBytes(Companies), "1 # wrong_encoding" },
        { "UTF-8, CP949", "text/csv", Encoding.Unicode.GetBytes(Companies), "1 # wrong_encoding" },
        { "UTF-8, CP949", "text/csv", Encoding.Latin1.GetBytes("nameEn,nameKo\nÄbÄb,Société Générale\n"), "2 # wrong_encoding" },
        { "UTF-8, CP949", "text/csv", Encoding.Latin1.GetBytes("nameEn\nÄbÄb\n"), "2 # wrong_encoding" },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_table_is_read_by_one_delimiter_and_one_encoding_or_refused(string text, string mediaType, byte[] file, string error)
    {
        var answer = await Import(file, "companies", mediaType);

        if (error.Length > 0)
        {
            Assert.Equal([error], ImportTests.Errors(answer.Is(HttpStatusCode.UnprocessableEntity)));
            Assert.Contains($"text in {text},", Details(answer, "errors"), StringComparison.Ordinal);

            return;
        }

        Assert.Equal((1, 0, 0, 0), ImportTests.Counts(answer.Is(HttpStatusCode.OK)));
        Assert.Contains(text, Details(answer, "notes"), StringComparison.Ordinal);
        Assert.Contains("`hanbit-electronics`", Details(answer, "notes"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_CSV_may_declare_another_encoding_than_UTF_8() => Assert.Equal(
        "unsupported_media_type", (await Import("{}"u8.ToArray(), "companies", "application/x-ndjson; charset=euc-kr")).Problem);

    [Fact]
    public async Task Titles_empty_rows_totals_and_footnotes_are_skipped_with_their_lines()
    {
        const string Csv = "2023년 파트너 미팅 현황,,,,,,\n,,,,,(작성: 기획실),\n\nNo.,미팅명,구분,상태,일자,상대사,\n"
            + "1,인텔 면담,방문,완료,2023-04-12,인텔,\n2,,,,,,\n,,,,,,\n합계,1건,,,,,\nTotal,1,,,,,\n* 출처: 사내 보고,,,,,,\n※ 잠정";

        var answer = (await Import(Csv, "meetings")).Is(HttpStatusCode.OK);

        Assert.Equal((1, 0, 0, 0), ImportTests.Counts(answer));
        Assert.Equal(8, (int)answer.Body["skipped"]!);
        Assert.Equal(
            [
                "1 # title_row", "2 # title_row", "4 # read_as_csv", "4 #/No. ordinal_column", "4 # nameless_columns", "6 # empty_row",
                "7 # empty_row", "8 # subtotal", "9 # subtotal", "10 # footnote", "11 # footnote",
            ],
            Notes(answer));
    }

    [Fact]
    public async Task A_row_that_is_not_clearly_a_title_or_a_total_is_refused()
    {
        const string Csv = "인텔,미팅,2023-01-01,\n미팅명,구분,상태,일자\n합계,인텔 면담,,\n,방문,완료,2023\nTotal,,,\n면담,방문,완료,2023,비고\n";

        Assert.Equal(["1 # above_header"], ImportTests.Errors(await Import(Csv, "meetings")));
        Assert.Equal(
            ["2 # unclear_row", "3 #/미팅명 language_required", "4 # unclear_row", "5 # cells_differ"],
            ImportTests.Errors(await Import(Csv[(Csv.IndexOf('\n', StringComparison.Ordinal) + 1)..], "meetings")));
        Assert.Equal(["2 # nameless_cell"], ImportTests.Errors(await Import("미팅명,,일자\n면담,메모,2023\n", "meetings")));
    }

    [Fact]
    public async Task Headers_are_read_in_Korean_and_English_in_any_case_and_faults_name_them()
    {
        var answer = await Import("Title (EN),미팅명(국문),TYPE,진행상태,일자(YYYY-MM-DD),협력분야\nA,가,잔치,held,2023-13,HBM\n", "meetings");
        var unknown = await Import("titleEn,진행상황,담당 부서,상태,진행상태\n", "meetings");
        var none = await Import("부서,담당\n전략,김\n", "meetings");

        Assert.Equal(["2 #/TYPE unknown_value", "2 #/일자(YYYY-MM-DD) date_no_such_day"], ImportTests.Errors(answer.Is(HttpStatusCode.UnprocessableEntity)));
        Assert.Contains("`TYPE` must be one of: executive_meeting (임원회의), site_visit (방문)", Details(answer, "errors"), StringComparison.Ordinal);
        Assert.Equal(
            ["1 #/진행상황 unknown_column", "1 #/담당 부서 unknown_column", "1 #/진행상태 same_column"], ImportTests.Errors(unknown));
        Assert.Contains("`진행상황` is not a known column. Is it `status`? All columns", Details(unknown, "errors"), StringComparison.Ordinal);
        Assert.Single(unknown.Body["errors"]!.AsArray(), e => $"{e!["detail"]}".Contains("importing.md", StringComparison.Ordinal));
        Assert.Equal(["1 #/부서 unknown_column", "1 #/담당 unknown_column"], ImportTests.Errors(none));
    }

    [Fact]
    public async Task Every_other_name_of_a_column_means_one_thing_and_is_documented()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "importing.md"), TestContext.Current.CancellationToken);

        foreach (var resource in new[] { "sources", "affiliates", "companies", "people", "areas", "trips", "meetings", "collaborations", "citations" })
        {
            var names = PartnershipTracker.Features.Imports.TableVocabulary.SynonymsOf(resource)
                .SelectMany(s => s.Value.Select(name => (Name: PartnershipTracker.Files.Readers.TableSchema.Letters(name), s.Key))).ToList();

            Assert.NotEmpty(names);
            Assert.All(PartnershipTracker.Features.Imports.TableVocabulary.SynonymsOf(resource), s => Assert.Contains(
                $"| `{s.Key}` | {string.Join(", ", s.Value)} |", page, StringComparison.Ordinal));
            Assert.Empty(names.GroupBy(n => n.Name).Where(g => g.Count() > 1 || g.Key.Length == 0).Select(g => $"{resource} {g.Key}"));
            var template = Encoding.UTF8.GetString(await app.GetBytes($"imports/template.csv?resource={resource}")).Split("\r\n")[0].TrimStart('\uFEFF').Split(',');
            Assert.Empty(names.Select(n => n.Key).Except([.. template, "stage"]));
            Assert.DoesNotContain(
                names, n => template.Any(column => column != n.Key && column.Equals(n.Name, StringComparison.OrdinalIgnoreCase)));
        }
    }

    [Fact]
    public async Task Words_signs_and_several_names_in_a_cell_become_values()
    {
        const string Csv = "제목,영문 제목,구분,상태,일자,계열사,회사,참석자,장소,국가,비고\n"
            + "가,A,임원 회의,완료,2023-07-03,SK hynix,\"NVIDIA, 인텔\",\"chey-tae-won\n알트먼\",-,USA,- 후속 논의\n"
            + "나,–,현장방문,예정,2023-07-04,SK hynix/SK telecom,OpenAI；Amazon,,—,대한민국,+10% 성장\n";

        var answer = await Import(Csv.Replace("\n알트먼", "", StringComparison.Ordinal).Replace("chey-tae-won", "", StringComparison.Ordinal), "meetings", isDryRun: false);
        Assert.Equal((2, 0, 0, 0), ImportTests.Counts(answer.Is(HttpStatusCode.OK)));
        var made = (await app.Get("meetings?from=2023-07-03&to=2023-07-04&sort=date")).Items;

        Assert.Equal(
            [
                "executive_meeting held A US  - 후속 논의 sk-hynix,intel,nvidia",
                "site_visit planned  KR  +10% 성장 sk-hynix,sk-telecom,amazon,openai",
            ],
            made.Select(m => $"{m!["kind"]} {m["status"]} {m["title"]!["en"]} {m["place"]!["country"]} {m["place"]!["venue"]} {m["summary"]} "
                + string.Join(',', m["participants"]!.AsArray().OrderBy(p => $"{p!["side"]} {p["organization"]}").Select(p => p!["organization"]))));

        var refused = await Import("제목,구분,상태,일자,회사,비고\n다,실무회의,취소,2023,\"인텔, 마이크론 / 퀄컴\",@here\n", "meetings");
        Assert.Equal(
            ["2 #/구분 unknown_value", "2 #/비고 formula_cell", "2 #/회사 unknown_reference", "2 #/회사 unknown_reference"],
            ImportTests.Errors(refused));
        (await Import("제목,구분,상태,국가\n다,방문,\uFFFE,\uFFFE\n", "meetings")).Is(HttpStatusCode.UnprocessableEntity);
        var unknown = await Import("제목,구분,상태,일자,회사\n다,방문,취소,2023,\"인텔, 마이크론 / 퀄컴\"\n", "meetings");
        Assert.Equal(["2 #/회사 unknown_reference", "2 #/회사 unknown_reference"], ImportTests.Errors(unknown));
    }

    [Fact]
    public async Task Companies_without_a_key_get_one_from_the_English_name_unless_it_is_taken()
    {
        const string Csv = "회사명,영문명,국가,홈페이지,별칭\n한빛반도체,\"Hanbit Semiconductor, Inc.\",미국,www.hanbit.example,\"HS, 한빛\"\n"
            + "카페,Café & Co. Ltd,FR,https://cafe.example/a,\"Café, Inc.\"\n";

        var dry = (await Import(Csv, "companies")).Is(HttpStatusCode.OK);
        (await Import(Csv, "companies", isDryRun: false)).Is(HttpStatusCode.OK);
        var again = (await Import(Csv, "companies", isDryRun: false)).Is(HttpStatusCode.OK);
        var blank = (await Import("영문명,국가,별칭\n\"Hanbit Semiconductor, Inc.\",,-\n", "companies", isDryRun: false)).Is(HttpStatusCode.OK);
        var made = (await app.Get("companies/hanbit-semiconductor")).Is(HttpStatusCode.OK).Body;
        var cafe = (await app.Get("companies/cafe")).Is(HttpStatusCode.OK).Body;
        var taken = await Import("회사명,영문명\n새 하이닉스,SK hynix Inc.\n인텔,Intel Korea\n둘,Twin Inc\n셋,Twin Ltd.\n이름만,\n", "companies");

        Assert.Equal(["1 # read_as_csv", "2 #/id key_proposed", "3 #/id key_proposed"], Notes(dry));
        Assert.Equal((0, 0, 2, 0), ImportTests.Counts(again));
        Assert.Equal((0, 0, 1, 0), ImportTests.Counts(blank));
        Assert.Equal(
            ("US", "https://www.hanbit.example", "HS,한빛", "Café, Inc."),
            ($"{made["country"]}", $"{made["website"]}", string.Join(',', made["aliases"]!.AsArray().Select(a => a!["name"])), $"{cafe["aliases"]![0]!["name"]}"));
        Assert.Equal(
            ["2 #/id key_taken", "3 #/id name_taken", "5 #/id duplicate_item", "6 #/id required"], ImportTests.Errors(taken));
        Assert.Contains("name of the company `intel`", Details(taken, "errors"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_without_a_language_takes_both()
    {
        (await Import("Company,Country\n한빛정밀,KR\nHanbit Precision Co.,KR\n", "companies")).Is(HttpStatusCode.UnprocessableEntity);
        (await Import("id,Company\nhanbit-a,한빛정밀\nhanbit-b,Hanbit Fine\n", "companies", isDryRun: false)).Is(HttpStatusCode.OK);

        Assert.Equal("한빛정밀 ", await Names("hanbit-a"));
        Assert.Equal(" Hanbit Fine", await Names("hanbit-b"));

        async Task<string> Names(string id) => (await app.Get($"companies/{id}")).Body["name"]! is var name ? $"{name["ko"]} {name["en"]}" : "";
    }

    [Fact]
    public async Task An_alias_with_a_comma_or_a_slash_comes_back_from_its_export()
    {
        var company = TestData.Company();
        company["aliases"] = new JsonArray(new JsonObject { ["name"] = "AI/ML, the company" });
        (await app.Post("companies", company)).Is(HttpStatusCode.Created);
        var lines = Encoding.UTF8.GetString(await app.GetBytes("companies.csv")).Split("\r\n");
        var row = lines.Single(line => line.StartsWith($"{company["id"]}", StringComparison.Ordinal));
        (await app.Delete($"companies/{company["id"]}", ("If-Match", "*"))).Is(HttpStatusCode.NoContent);

        Assert.Equal((1, 0, 0, 0), ImportTests.Counts((await Import($"{lines[0]}\r\n{row}", "companies", isDryRun: false)).Is(HttpStatusCode.OK)));
        Assert.Equal(
            ["AI/ML, the company"],
            (await app.Get($"companies/{company["id"]}")).Body["aliases"]!.AsArray().Select(a => $"{a!["name"]}"));
    }

    [Theory]
    [InlineData("구분,인텔,엔비디아,TSMC,오픈AI\nSK하이닉스,O,O,O,\nSK텔레콤,,,,O\n", "1 # matrix")]
    [InlineData(",Intel,NVIDIA\nSK hynix,3,\nSK telecom,,1\n", "1 # matrix")]
    [InlineData("구분,부서,담당\n방문,전략,김\n", "1 #/부서 unknown_column")]
    public async Task A_matrix_is_refused_with_what_to_do(string csv, string error) =>
        Assert.Equal(error, ImportTests.Errors(await Import(csv, "meetings"))[0]);
}
