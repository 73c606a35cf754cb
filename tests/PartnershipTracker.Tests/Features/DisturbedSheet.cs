using System.Text;
using CsCheck;

namespace PartnershipTracker.Tests.Features;

/// <summary>
/// A table of random meetings as people would write it: other headers, words and spellings, columns in another order, titles, empty rows
/// and columns, totals, footnotes, merged cells, and another separator, encoding or format.
/// </summary>
public sealed class DisturbedSheet
{
    public static readonly Gen<DisturbedSheet> Any = Gen.Int[0, int.MaxValue - 1].Select(seed => new DisturbedSheet(seed));

    private static readonly Encoding Korean = CodePagesEncodingProvider.Instance.GetEncoding(949)!;

    /// <summary>The columns with their other headers.</summary>
    private static readonly (string Column, string[] Headers)[] Columns =
    [
        ("titleKo", ["titleKo", "제목", "미팅명", "회의 제목", "TITLE_KO", "제목(국문)", "미팅명 (필수)"]),
        ("kind", ["kind", "구분", "Type", "미팅 유형", "회의구분"]),
        ("status", ["status", "상태", "진행상태", "STATE", "진행 현황"]),
        ("date", ["date", "일자", "날짜", "미팅일", "일자(YYYY-MM-DD)", "When"]),
        ("affiliates", ["affiliates", "당사", "계열사", "우리측", "Affiliate"]),
        ("companies", ["companies", "상대사", "회사", "파트너사", "Partners"]),
        ("city", ["city", "도시", "City"]),
        ("summary", ["summary", "비고", "주요 내용", "Notes", "메모"]),
    ];

    private static readonly (string Value, string[] Words)[] Kinds =
    [
        ("executive_meeting", ["executive_meeting", "임원회의", "임원 면담", "Executive Meeting", "경영진 미팅"]),
        ("site_visit", ["site_visit", "방문", "현장 방문", "SITE-VISIT"]), ("internal_conference", ["internal_conference", "사내 회의"]),
    ];

    private static readonly (string Value, string[] Words)[] States =
        [("held", ["held", "완료", "개최", "Done"]), ("planned", ["planned", "예정", "Scheduled"]), ("cancelled", ["cancelled", "취소", "Canceled"])];

    /// <summary>Dates with the spellings that no order of numbers and no other date can change.</summary>
    private static readonly (string Edtf, string[] Spellings)[] Dates =
    [
        ("2024-06-28", ["2024-06-28", "2024.06.28", "2024. 6. 28.", "2024/6/28", "'24.6.28", "2024년 6월 28일", "2024년 6월 28일(금)", "28 June 2024", "20240628", "２０２４.６.２８"]),
        ("2024-06-05", ["2024-06-05", "2024.6.5", "2024년 6월 5일", "Jun 5, 2024", "2024-6-5"]),
        ("2024-06", ["2024-06", "2024.6", "2024년 6월", "2024.6월", "June 2024"]), ("2024", ["2024", "2024년", "'24"]),
        ("2024-40", ["2024-40", "2024 상반기", "H1 2024", "2024년 상반기"]), ("2024-35", ["2024-35", "2024년 3분기", "3Q 2024"]),
        ("2024-06~", ["2024-06~", "2024년 6월경", "약 2024년 6월"]), ("XXXX", ["XXXX", "미정", "TBD"]), ("../2024-07", ["../2024-07", "~2024.7", "2024.7까지"]),
        ("2024-06-22/2024-07-09", ["2024-06-22/2024-07-09"]), ("[2024-06-22..2024-07-09]", ["[2024-06-22..2024-07-09]"]),
    ];

    /// <summary>Spellings that may be refused, or be read by what the other dates of the file show; never as another date.</summary>
    private static readonly (string Edtf, string[] Spellings)[] UnclearDates =
    [
        ("2024-06-28", ["6/28/2024", "45471", "6월 28일", "2024-06-28 00:00", "2024-06-28 14:00"]), ("2024-06-05", ["6/5/2024", "24.6.5"]),
        ("2024-04", ["Apr-24", "4/2024"]), ("2024-06-22/2024-07-09", ["2024.6.22~7.9", "'24.6.22~7.9"]), ("2024-06~", ["2024년 6월 중순", "6월 말"]),
    ];

    private static readonly (string Key, string[] Names)[] Affiliates =
    [
        ("sk-hynix", ["sk-hynix", "SK하이닉스", "SK hynix Inc.", "하이닉스", "SK하이닉스㈜", "“SK하이닉스”"]), ("sk-telecom", ["SKT", "SK텔레콤", "SK텔레콤(주)"]),
        ("sk-group", ["SK그룹", "SK Group"]),
    ];

    private static readonly (string Key, string[] Names)[] Companies =
    [
        ("intel", ["intel", "인텔", "(주)인텔", "Intel Corp."]), ("nvidia", ["엔비디아(NVIDIA)", "NVIDIA Corporation", "엔비디아"]),
        ("tsmc", ["TSMC", "티에스엠씨"]), ("openai", ["오픈AI", "OpenAI", "오픈AI\u00a0"]), ("amazon", ["Amazon.com", "아마존", "AWS"]),
    ];

    private static readonly string?[] Cities = [null, null, "서울", "San Jose", "Washington, D.C.", "서울;부산", "수원/이천"];

    private static readonly string?[] Summaries =
        [null, null, "- 후속 논의", "+10% 성장", "HBM, 후속; 논의", "그는 \"좋다\"고 했다", "합계 3건", "첫 줄\n둘째 줄", "비고: 없음", "'따옴표"];

    private readonly Random _random;
    private readonly List<Dictionary<string, string>> _rows = [];
    private readonly List<string> _facts = [];

    private DisturbedSheet(int seed)
    {
        (Seed, _random) = (seed, new Random(seed));
        var separator = Pick(["; ", ";", "\n", " / ", ", ", "/"]);

        for (var n = _random.Next(1, 5); n > 0; n--)
        {
            Add(n, separator);
        }

        var cells = Disturb();
        IsXlsx = Chance(4);
        (File, Shown) = IsXlsx ? (Xlsx(cells), Show(cells)) : Csv(cells);
    }

    public int Seed { get; }

    public bool IsXlsx { get; }

    public byte[] File { get; }

    /// <summary>The file as a text.</summary>
    public string Shown { get; }

    /// <summary>The facts of the rows, which have different titles.</summary>
    public IReadOnlyList<string> Facts => _facts;

    /// <summary>True when nothing of the file may be refused.</summary>
    public bool IsClear { get; private set; } = true;

    public override string ToString() => $"{Seed}: {Shown} ({string.Join(" + ", _facts)})";

    private void Add(int n, string separator)
    {
        var (kind, status) = (Pick(Kinds), Pick(States));
        var isClear = !Chance(8);
        var date = Pick(isClear ? Dates : UnclearDates);
        var (ours, theirs) = (Some(Affiliates, 2), Some(Companies, 3));
        var (title, city, summary) = ($"{Pick(["점검", "회의, 2차", "\"인용\" 협의", "협의;후속", "방문/견학", "합계 검토", "= 검토", "-후속"])} {n}", Pick(Cities), Pick(Summaries));
        IsClear &= isClear;
        _facts.Add($"{title} | {kind.Value} {status.Value} {date.Edtf} | {city} | {summary} | "
            + string.Join(',', ours.Select(a => $"ours {a.Key}").Concat(theirs.Select(c => $"theirs {c.Key}")).Order(StringComparer.Ordinal)));
        _rows.Add(new(StringComparer.Ordinal)
        {
            ["titleKo"] = title,
            ["kind"] = Pick(kind.Words),
            ["status"] = Pick(status.Words),
            ["date"] = Pick(date.Spellings),
            ["affiliates"] = string.Join(separator, ours.Select(a => Pick(a.Names))),
            ["companies"] = string.Join(separator, theirs.Select(c => Pick(c.Names))),
            ["city"] = city ?? Pick(["", "-"]),
            ["summary"] = summary ?? Pick(["", " ", "–"]),
        });
    }

    /// <summary>Returns the cells of the table with everything that people add to it and leave out.</summary>
    private List<List<string>> Disturb()
    {
        var columns = Columns.Select(c => (c.Column, Header: Pick(c.Headers))).ToArray();
        _random.Shuffle(columns);
        List<List<string>> table = [[.. columns.Select(c => c.Header)], .. _rows.Select(row => columns.Select(c => row[c.Column]).ToList())];

        if (_rows.Count > 1 && Chance(6))
        {
            // Cells of a merged row are empty in CSV. One of them is required, so that the row is refused.
            var (row, required) = (_random.Next(2, table.Count), Pick(["kind", "status", "titleKo"]));
            IsClear = false;

            foreach (var (at, _) in columns.Index().Where(c => c.Item.Column == required || Chance(3)))
            {
                table[row][at] = "";
            }
        }

        if (Chance(3))
        {
            table.ForEach(row => row.Insert(0, ReferenceEquals(row, table[0]) ? Pick(["No.", "순번", "#"]) : $"{table.IndexOf(row)}"));
        }

        if (Chance(3))
        {
            var at = _random.Next(table[0].Count + 1);
            table.ForEach(row => row.Insert(at, ""));
        }

        var width = table[0].Count;
        List<string> Wide(string first) => [first, .. Enumerable.Repeat("", width - 1)];
        Insert(2, _random.Next(1, table.Count + 1), () => Wide(""));
        Insert(4, table.Count, () => [Pick(["합계", "Total", "소계"]), $"{_rows.Count}건", .. Enumerable.Repeat("", width - 2)]);
        Insert(4, table.Count, () => Wide(Pick(["※ 잠정", "* 출처: 사내", "주) 잠정치"])));
        Insert(4, 0, () => Wide(Pick(["2024년 미팅 현황", "Meetings of 2024"])));
        Insert(6, table.Count, () => [.. table.First(row => row.Count(cell => cell.Length > 0) > 5)]);

        return table;

        void Insert(int chance, int at, Func<List<string>> row)
        {
            if (Chance(chance))
            {
                table.Insert(at, row());
            }
        }
    }

    private static byte[] Xlsx(List<List<string>> cells) => XlsxImportTests.Workbook(("현황", XlsxImportTests.Sheet(cells)));

    private (byte[] File, string Shown) Csv(List<List<string>> cells)
    {
        var delimiter = Pick([',', ';', '\t', '|']);
        var text = Encoding.UTF8.GetString(AnalystSheet.ToBytes(cells.Select(row => row.Select(Defused)), delimiter));
        text = (Chance(4) ? $"sep={delimiter}\r\n" : "") + (Chance(2) ? text : text.Replace("\r\n", "\n", StringComparison.Ordinal));
        byte[] utf16 = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)];

        return (_random.Next(5) switch
        {
            0 => utf16,
            1 => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)],
            2 when Korean.GetString(Korean.GetBytes(text)) == text => Korean.GetBytes(text),
            _ => Encoding.UTF8.GetBytes(text),
        }, text);

        // A spreadsheet shows the apostrophe of a text that would be a formula.
        static string Defused(string cell) => cell.StartsWith('=') ? $"'{cell}" : cell;
    }

    private static string Show(IEnumerable<IEnumerable<string>> cells) => string.Join('\n', cells.Select(row => string.Join(" | ", row)));

    private bool Chance(int oneOf) => _random.Next(oneOf) == 0;

    private TItem Pick<TItem>(TItem[] items) => items[_random.Next(items.Length)];

    private List<TItem> Some<TItem>(TItem[] items, int max) => [.. _random.GetItems(items, _random.Next(max + 1)).Distinct()];
}
