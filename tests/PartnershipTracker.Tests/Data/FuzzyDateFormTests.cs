using System.Globalization;
using System.Text.RegularExpressions;
using PartnershipTracker.Data.Model;

namespace PartnershipTracker.Tests.Data;

/// <summary>The forms of fuzzy dates: their bounds, and what is refused.</summary>
public sealed class FuzzyDateFormTests
{
    [Theory]
    [InlineData("2024", "2024-01-01", "2024-12-31", FuzzyDatePrecision.Year)]
    [InlineData("2024-04", "2024-04-01", "2024-04-30", FuzzyDatePrecision.Month)]
    [InlineData("2024-02", "2024-02-01", "2024-02-29", FuzzyDatePrecision.Month)]
    [InlineData("1900-02", "1900-02-01", "1900-02-28", FuzzyDatePrecision.Month)]
    [InlineData("2024-06-28", "2024-06-28", "2024-06-28", FuzzyDatePrecision.Day)]
    [InlineData("2024-02-29", "2024-02-29", "2024-02-29", FuzzyDatePrecision.Day)]
    [InlineData("1900", "1900-01-01", "1900-12-31", FuzzyDatePrecision.Year)]
    [InlineData("2200-12-31", "2200-12-31", "2200-12-31", FuzzyDatePrecision.Day)]
    [InlineData("2024-06-28/2024-06-29", "2024-06-28", "2024-06-29", FuzzyDatePrecision.Interval)]
    [InlineData("2024-06-28/2024-06-28", "2024-06-28", "2024-06-28", FuzzyDatePrecision.Interval)]
    [InlineData("2023/2024-02", "2023-01-01", "2024-02-29", FuzzyDatePrecision.Interval)]
    [InlineData("2024-06-28/2024-06", "2024-06-28", "2024-06-30", FuzzyDatePrecision.Interval)]
    [InlineData("2024-07-09/..", "2024-07-09", "9999-12-31", FuzzyDatePrecision.Interval)]
    [InlineData("2024~/..", "2024-01-01", "9999-12-31", FuzzyDatePrecision.Interval)]
    [InlineData("[2024-06-22..2024-07-09]", "2024-06-22", "2024-07-09", FuzzyDatePrecision.Within)]
    [InlineData("[2024-06..2024]", "2024-06-01", "2024-12-31", FuzzyDatePrecision.Within)]
    [InlineData("../2024-07", "0001-01-01", "2024-07-31", FuzzyDatePrecision.Interval)]
    [InlineData("[2024-06-03,2024-06-10]", "2024-06-03", "2024-06-10", FuzzyDatePrecision.Set)]
    [InlineData("[2024-04,2024-06~,2024-08-05]", "2024-04-01", "2024-08-05", FuzzyDatePrecision.Set)]
    [InlineData("XXXX", "9999-12-31", "9999-12-31", FuzzyDatePrecision.Unknown)]
    [InlineData("2024-21", "2024-03-01", "2024-05-31", FuzzyDatePrecision.Season)]
    [InlineData("2024-22~", "2024-06-01", "2024-08-31", FuzzyDatePrecision.Season)]
    [InlineData("2024-23", "2024-09-01", "2024-11-30", FuzzyDatePrecision.Season)]
    [InlineData("2023-24", "2023-12-01", "2024-02-29", FuzzyDatePrecision.Season)]
    [InlineData("2024-33", "2024-01-01", "2024-03-31", FuzzyDatePrecision.Quarter)]
    [InlineData("2024-34", "2024-04-01", "2024-06-30", FuzzyDatePrecision.Quarter)]
    [InlineData("2024-35?", "2024-07-01", "2024-09-30", FuzzyDatePrecision.Quarter)]
    [InlineData("2024-36", "2024-10-01", "2024-12-31", FuzzyDatePrecision.Quarter)]
    [InlineData("2024-40", "2024-01-01", "2024-06-30", FuzzyDatePrecision.Half)]
    [InlineData("2024-41%", "2024-07-01", "2024-12-31", FuzzyDatePrecision.Half)]
    [InlineData("2024-34/2024-35", "2024-04-01", "2024-09-30", FuzzyDatePrecision.Interval)]
    public void A_date_has_the_bounds_and_precision_of_its_text(string edtf, string earliest, string latest, FuzzyDatePrecision precision)
    {
        var date = FuzzyDate.Parse(edtf);

        Assert.Equal((edtf, Day(earliest), Day(latest), precision), (date.ToString(), date.Earliest, date.Latest, date.Precision));
        Assert.Equal(edtf is "XXXX" || edtf.EndsWith("/..", StringComparison.Ordinal), date.LastDay is null);
        Assert.Equal(edtf is "XXXX" || edtf.StartsWith("../", StringComparison.Ordinal), date.FirstDay is null);
    }

    [Theory]
    [InlineData("2024", FuzzyDateQualifier.None)]
    [InlineData("2024~", FuzzyDateQualifier.Approximate)]
    [InlineData("2024-04?", FuzzyDateQualifier.Uncertain)]
    [InlineData("2024-06-28%", FuzzyDateQualifier.Both)]
    [InlineData("2024~/2025", FuzzyDateQualifier.Approximate)]
    [InlineData("2024/2025?", FuzzyDateQualifier.Uncertain)]
    [InlineData("2024~/2025?", FuzzyDateQualifier.Both)]
    [InlineData("2024?/2025?", FuzzyDateQualifier.Uncertain)]
    [InlineData("[2024-06-22..2024-07-09%]", FuzzyDateQualifier.Both)]
    [InlineData("2024-07-09~/..", FuzzyDateQualifier.Approximate)]
    public void A_qualifier_of_either_end_applies_to_the_whole_date_and_does_not_widen_it(string edtf, FuzzyDateQualifier qualifier)
    {
        var date = FuzzyDate.Parse(edtf);
        var unqualified = FuzzyDate.Parse(Regex.Replace(edtf, "[~?%]", "", RegexOptions.None, TimeSpan.FromSeconds(1)));

        Assert.Equal(qualifier, date.Qualifier);
        Assert.Equal((unqualified.Earliest, unqualified.Latest, unqualified.Precision), (date.Earliest, date.Latest, date.Precision));
    }

    [Theory]
    [InlineData("2024-02-30")]
    [InlineData("2023-02-29")]
    [InlineData("1900-02-29")]
    [InlineData("2024-04-31")]
    [InlineData("2024-13")]
    [InlineData("2024-00")]
    [InlineData("2024-06-00")]
    [InlineData("2024-21-01")]
    [InlineData("2024-42")]
    [InlineData("[2024-01,2024-02-30]")]
    [InlineData("2024-02-30/..")]
    [InlineData("2024-02-30/2300")]
    [InlineData("[2024-01..2024-02-30]")]
    public void A_day_that_does_not_exist_is_refused_and_not_rolled_over(string text) => AssertRefused(FuzzyDateFault.NoSuchDay, text);

    [Theory]
    [InlineData("1899")]
    [InlineData("1899-12-31")]
    [InlineData("2201-01")]
    [InlineData("0000")]
    [InlineData("0000-01-01")]
    [InlineData("9999-12-31")]
    [InlineData("2024/9999")]
    [InlineData("../1899")]
    [InlineData("2201-33")]
    public void A_date_far_from_our_time_is_refused_as_out_of_range(string text) => AssertRefused(FuzzyDateFault.OutOfRange, text);

    [Theory]
    [InlineData("2024-06-29/2024-06-28")]
    [InlineData("[2024..2023]")]
    [InlineData("2024-06/2024-05-31")]
    public void A_date_may_not_end_before_it_starts(string text) => AssertRefused(FuzzyDateFault.EndsBeforeItStarts, text);

    [Theory]
    [InlineData("[2024-06-10,2024-06-03]")]
    [InlineData("[2024-06-03,2024-06-03]")]
    [InlineData("[2024-06,2024-06-10]")]
    public void The_dates_of_a_set_are_in_order(string text) => AssertRefused(FuzzyDateFault.NotInOrder, text);

    [Fact]
    public void A_set_has_at_most_ten_dates_and_a_list_of_the_longest_is_no_longer_than_any_date_may_be()
    {
        var years = Enumerable.Range(2001, FuzzyDate.MaxMembers + 1).Select(year => $"{year}-06-03~").ToList();
        var longest = $"[{string.Join(',', years.Take(FuzzyDate.MaxMembers))}]";

        Assert.Equal((Day("2001-06-03"), Day("2010-06-03")), (FuzzyDate.Parse(longest).Earliest, FuzzyDate.Parse(longest).Latest));
        Assert.Equal(FuzzyDate.MaxLength, longest.Length);
        AssertRefused(FuzzyDateFault.Malformed, $"[{string.Join(',', years)}]");
    }

    [Theory]
    [InlineData(null), InlineData(""), InlineData(" 2024"), InlineData("2024 "), InlineData("2024\n"), InlineData("2024-4")]
    [InlineData("24"), InlineData("20240628"), InlineData("2024/06/28"), InlineData("28-06-2024"), InlineData("٢٠٢٤"), InlineData("２０２４")]
    [InlineData("2024-25"), InlineData("2024-32"), InlineData("2024-37"), InlineData("2024-39"), InlineData("202X"), InlineData("2024-XX"), InlineData("Y2024"), InlineData("-2024")]
    [InlineData("2024-06-28T10:00"), InlineData("2024~~"), InlineData("~2024"), InlineData("2024?-06"), InlineData("2024-02-30/x")]
    [InlineData("2024/"), InlineData("/2024"), InlineData("/"), InlineData("../.."), InlineData("2024/..~"), InlineData("../")]
    [InlineData("XXXX~"), InlineData("xxxx"), InlineData("XXXX/2024"), InlineData("[XXXX,2024]"), InlineData("[2024,]"), InlineData("[,]")]
    [InlineData("2024/../.."), InlineData("2024/2025/2026"), InlineData("2024..2025"), InlineData("2024 / 2025"), InlineData("[2024]")]
    [InlineData("[]"), InlineData("[..]"), InlineData("[..2024]"), InlineData("[2024..]"), InlineData("[2024/2025]")]
    [InlineData("[2024...2025]"), InlineData("[2024..2025]~"), InlineData("[2024..2025"), InlineData("[2023,2024..2025]")]
    public void A_text_outside_the_grammar_is_malformed(string? text) => AssertRefused(FuzzyDateFault.Malformed, text);

    private static void AssertRefused(FuzzyDateFault expected, string? text)
    {
        Assert.False(FuzzyDate.TryParse(text, out var date, out var fault));
        Assert.Equal((null, expected), (date, fault));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
