using PartnershipTracker.Data.Dates;

namespace PartnershipTracker.Tests.Data;

/// <summary>Dates as people write them, and their EDTF or the reason of the refusal with what would be right.</summary>
public sealed class WrittenDateTests
{
    /// <summary>The spellings of dates of meetings, of which nothing else is known.</summary>
    private const string Spellings =
        """
        2024-06-28                  2024-06-28
        2024-06~                    2024-06~
        2024.06.28                  2024-06-28
        2024/06/28                  2024-06-28
        2024-6-5                    2024-06-05
        2024. 6. 28.                2024-06-28
        2024 . 6 . 28 .             2024-06-28
        ２０２４．６．２８               2024-06-28
        20240628                    2024-06-28
        2024.06.28(금)              2024-06-28
        2024-06-28 (Fri)            2024-06-28
        Friday, 28 June 2024        2024-06-28
        2024.06.28(목)              date_weekday_differs `2024-06-28`
        2024-06-28 00:00:00         2024-06-28
        6/28/2024 12:00:00 AM       2024-06-28
        2024-06-28T00:00:00Z        2024-06-28
        2024-06-28 14:00            date_with_time `2024-06-28`
        2024.6.28(금) 오후 2시       date_with_time `2024-06-28`
        6/28/2024                   2024-06-28
        28.06.2024                  2024-06-28
        6/6/2024                    2024-06-06
        6/5/2024                    date_ambiguous `2024-06-05`, `2024-05-06`
        6/5/2024 (Wed)              2024-06-05
        24.6.22                     date_ambiguous `2022-06-24`, `2024-06-22`
        '24.6.22                    2024-06-22
        ‘24. 6. 22.                 2024-06-22
        99.12.31                    1999-12-31
        24년 6월                    2024-06
        2024년                      2024
        '24                         2024
        2024년 6월                  2024-06
        2024년 6월 28일             2024-06-28
        2024년 06월 28일(금)        2024-06-28
        2024.4월                    2024-04
        2024 4월                    2024-04
        2024/4                      2024-04
        2024.4                      2024-04
        2024.1                      date_unclear `2024-01`, `2024-10`
        2024-06/07                  date_unclear `2024-06-07`, `2024-06/2024-07`
        2024-6/7                    date_unclear `2024-06-07`, `2024-06/2024-07`
        2024.6/7                    date_unclear `2024-06-07`, `2024-06/2024-07`
        2024-06/05                  date_unclear `2024-06-05`
        2024-06/28                  2024-06-28
        2024-06/31                  date_no_such_day
        24-6/7                      date_malformed
        6.7/2024                    date_malformed
        6-7/2024                    date_malformed
        2024.01                     2024-01
        2024.10                     2024-10
        24.7.5                      2024-07-05
        24/7/5                      2024-07-05
        4/2024                      2024-04
        Apr-24                      2024-04
        Apr 24                      date_unclear `2024-04`, `YYYY-04-24`
        Apr '24                     2024-04
        Apr-2024                    2024-04
        24-Apr                      date_without_year `YYYY-04-24`
        June 2024                   2024-06
        28 June 2024                2024-06-28
        28-Jun-24                   2024-06-28
        28th of June 2024           2024-06-28
        Jun 28, 2024                2024-06-28
        June 28th, 2024             2024-06-28
        2024 Jun 28                 2024-06-28
        Sept. 2024                  2024-09
        2024 상반기                 2024-40
        2024년 하반기               2024-41
        '24 상반기                  2024-40
        H1 2024                     2024-40
        2H24                        2024-41
        상반기                      date_without_year `YYYY-40`
        2024년 3분기                2024-35
        2024 3Q                     2024-35
        Q3 2024                     2024-35
        3Q24                        2024-35
        2024Q1                      2024-33
        3분기                       date_without_year `YYYY-35`
        2024년 봄                   2024-21
        2024 여름                   2024-22
        Summer 2024                 2024-22
        2024 fall                   2024-23
        autumn 2024                 2024-23
        2024년 겨울                 2024-24
        봄                          date_without_year `YYYY-21`
        6월 28일                    date_without_year `YYYY-06-28`
        6.28                        date_without_year `YYYY-06-28`
        미정                        XXXX
        날짜 미정                   XXXX
        TBD                         XXXX
        unknown                     XXXX
        약 2024년 6월               2024-06~
        2024년 6월경                2024-06~
        c. 2024                     2024~
        circa June 2024             2024-06~
        2024년 6월?                 2024-06?
        2024년 6월경(추정)          2024-06%
        2024년 6월 중순             date_not_expressible `2024-06~`
        2024년 6월 초               date_not_expressible `2024-06~`
        2024.6월말                  date_not_expressible `2024-06~`
        mid-June 2024               date_not_expressible `2024-06~`
        6월 중순                    date_part_without_year `YYYY-06`
        2024년 연말                 date_not_expressible `2024~`
        ~2024.07                    ../2024-07
        2024.07까지                 ../2024-07
        until July 2024             ../2024-07
        ~July 2024                  date_unclear `../2024-07`, `2024-07~`
        2024.07부터                 2024-07/..
        2024.07~                    2024-07/..
        2024.07 ~ 현재              2024-07/..
        since 2024/7                2024-07/..
        '24.6.22~7.9                date_range_ambiguous `2024-06-22/2024-07-09` `[2024-06-22..2024-07-09]`
        2024.6.22 ~ 28              date_range_ambiguous `2024-06-22/2024-06-28` `[2024-06-22..2024-06-28]`
        2024.6.28-29                date_range_ambiguous `2024-06-28/2024-06-29` `[2024-06-28..2024-06-29]`
        2024년 6~7월                date_range_ambiguous `2024-06/2024-07` `[2024-06..2024-07]`
        2024년 6월 22일부터 7월 9일까지   date_range_ambiguous `2024-06-22/2024-07-09` `[2024-06-22..2024-07-09]`
        2024-06-22 – 2024-07-09     date_range_ambiguous `2024-06-22/2024-07-09` `[2024-06-22..2024-07-09]`
        June 22-28, 2024            date_range_ambiguous `2024-06-22/2024-06-28` `[2024-06-22..2024-06-28]`
        22-28 June 2024             date_range_ambiguous `2024-06-22/2024-06-28` `[2024-06-22..2024-06-28]`
        June 22 to July 9, 2024     date_range_ambiguous `2024-06-22/2024-07-09` `[2024-06-22..2024-07-09]`
        2024.12.30~1.2              date_range_ambiguous `2024-12-30/2025-01-02` `[2024-12-30..2025-01-02]`
        30 Dec to 2 Jan 2025        date_range_ambiguous `2024-12-30/2025-01-02` `[2024-12-30..2025-01-02]`
        202406                      date_malformed
        2021~2024                   date_range_ambiguous `2021/2024` `[2021..2024]`
        2021-2024                   date_range_ambiguous `2021/2024` `[2021..2024]`
        2024.7.9~2024.6.22          date_ends_before_it_starts
        6.22~7.9                    date_without_year `YYYY-06-22/YYYY-07-09`
        2024-06-03 또는 2024-06-10  [2024-06-03,2024-06-10]
        2024년 6월 3일 또는 10일    [2024-06-03,2024-06-10]
        3 June or 10 June 2024      [2024-06-03,2024-06-10]
        [2024-01-05,2024-02-05,2024-03-05,2024-04-05,2024-05-05,2024-06-05,2024-07-05,2024-08-05,2024-09-05,2024-10-05]  [2024-01-05,2024-02-05,2024-03-05,2024-04-05,2024-05-05,2024-06-05,2024-07-05,2024-08-05,2024-09-05,2024-10-05]
        45471                       date_serial_number `2024-06-28`
        2024.02.30                  date_no_such_day
        2024년 13월                 date_no_such_day
        2023/24                     date_malformed
        2024.33                     date_malformed
        2024년 22월                 date_malformed
        23/24                       date_no_such_day
        24.40                       date_no_such_day
        30 Feb 2024                 date_no_such_day
        1812.6.24                   date_out_of_range
        다음 주                     date_malformed
        ٢٠٢٤.٦                      date_malformed
        2024.1.2~3~4                date_malformed
        """;

    /// <summary>Dates of which more is known: by the import, by other dates of the file, or by the column.</summary>
    public static readonly TheoryData<string, DateConventions, string> Known = new()
    {
        { "6/5/2024", new() { Order = DateOrder.Mdy }, "2024-06-05" },
        { "6/5/2024", new() { Order = DateOrder.Dmy }, "2024-05-06" },
        { "6/28/2024", new() { Order = DateOrder.Dmy }, "2024-06-28" },
        { "24.6.22", new() { Order = DateOrder.Ymd }, "2024-06-22" },
        { "6/5/24", new() { Order = DateOrder.Mdy }, "2024-06-05" },
        { "6.5", new() { Order = DateOrder.Ymd, Year = 2024 }, "2024-06-05" },
        { "상반기", new() { Year = 2024 }, "2024-40" },
        { "3분기", new() { Year = 2024 }, "2024-35" },
        { "봄", new() { Year = 2024 }, "2024-21" },
        { "24-Apr", new() { Year = 2024 }, "2024-04-24" },
        { "6월 28일(금)", new() { Year = 2024 }, "2024-06-28" },
        { "Apr-24", new() { HasDayMonths = true }, "date_unclear `2024-04`, `YYYY-04-24`" },
        { "Apr-24", new() { Year = 2023 }, "date_unclear `2024-04`, `2023-04-24`" },
        { "6.22~7.9", new() { Year = 2024, Range = RangeMeaning.Lasted }, "2024-06-22/2024-07-09" },
        { "6.5~7.9", new() { Year = 2024, Order = DateOrder.Ymd, Range = RangeMeaning.Within }, "[2024-06-05..2024-07-09]" },
        { "6월 22일~7월 9일", new() { Year = 2024, Range = RangeMeaning.Lasted }, "2024-06-22/2024-07-09" },
        { "'24.6.22~7.9", new() { Range = RangeMeaning.Lasted }, "2024-06-22/2024-07-09" },
        { "'24.6.22~7.9", new() { Range = RangeMeaning.Within }, "[2024-06-22..2024-07-09]" },
        { "'24.6.22~7.9", new() { Column = new("date", DateRole.Period) }, "2024-06-22/2024-07-09" },
        { "2021.2~2024.12", HeldFrom, "date_range_in_one_column heldFrom: `2021-02`, heldTo: `2024-12`" },
        { "2021.2~2024.12", HeldTo, "date_range_in_one_column heldFrom: `2021-02`, heldTo: `2024-12`" },
        { "2021.2~", HeldFrom, "2021-02" },
        { "2021.2~", HeldTo, "date_of_other_column heldFrom: `2021-02`" },
        { "~2024.12", HeldTo, "2024-12" },
        { "2024.12까지", HeldFrom, "date_of_other_column heldTo: `2024-12`" },
        { "현재", HeldTo, "" },
        { "미정", HeldTo, "date_unknown_end" },
        { "2024.7부터", new() { Column = new("since", DateRole.Start) }, "2024-07" },
        { "~2024.7", new() { Column = new("since", DateRole.Start) }, "../2024-07" },
        { "2023-24", DateConventions.None, "date_unclear `winter 2023`, `2023/2024`" },
        { "2023-24", new() { IsExport = true }, "2023-24" },
        { "2023-22", DateConventions.None, "2023-22" },
        { "winter 2023", DateConventions.None, "2023-24" },
        { "24-Jun-28", new() { ThisYear = 2026 }, "date_unclear `2024-06-28`, `2028-06-24`" },
        { "24-Apr-05", new() { ThisYear = 2026 }, "date_unclear `2024-04-05`, `2005-04-24`" },
        { "28-Jun-24", new() { ThisYear = 2026 }, "2024-06-28" },
        { "05-Apr-24", new() { ThisYear = 2026 }, "2024-04-05" },
    };

    private static DateConventions HeldFrom => new() { Column = new("heldFrom", DateRole.Start, "heldTo") };

    private static DateConventions HeldTo => new() { Column = new("heldTo", DateRole.End, "heldFrom") };

    [Fact]
    public void A_date_as_people_write_it_is_read_as_EDTF_or_refused_with_what_would_be_right()
    {
        var spellings = Spellings.Split('\n').Select(line => line.Split("  ", 2, StringSplitOptions.TrimEntries)).ToList();

        Assert.True(spellings.Count >= 60);
        Assert.Equal(
            spellings.Select(spelling => $"{spelling[0]} = {spelling[1]}"),
            spellings.Select(spelling => $"{spelling[0]} = {Read(spelling[0], DateConventions.None)}"));
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void The_import_the_file_and_the_column_decide_what_a_date_leaves_open(string text, DateConventions conventions, string expected) =>
        Assert.Equal(expected, Read(text, conventions));

    [Theory]
    [InlineData("6/28/2024 6/5/2024", DateOrder.Mdy, false)]
    [InlineData("28.6.2024 5.6.2024", DateOrder.Dmy, false)]
    [InlineData("6/28/2024 28/6/2024", null, false)]
    [InlineData("6/5/2024 2024-06-28", null, false)]
    [InlineData("Apr-24 24-Apr", null, true)]
    public void The_dates_of_a_file_show_its_order(string dates, DateOrder? order, bool hasDayMonths)
    {
        var evidence = new DateEvidence();
        dates.Split(' ').ToList().ForEach(evidence.Add);
        var conventions = evidence.Over(DateConventions.None);

        Assert.Equal((order, hasDayMonths), (conventions.Order, conventions.HasDayMonths));
        Assert.Equal(DateOrder.Ymd, evidence.Over(new() { Order = DateOrder.Ymd }).Order);
    }

    private static string Read(string text, DateConventions conventions) => WrittenDate.Read(text, conventions) switch
    {
        { Fault: { } fault, Arguments: var arguments } => $"{fault} {string.Join(' ', arguments)}".TrimEnd(),
        var read => read.Edtf ?? "",
    };
}
